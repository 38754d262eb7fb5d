import { dayMs } from '../../calendar/date.js'
import type { HashAlgorithm } from '../../contracts/digest.js'
import type { ByteHash, FileAbout, Files } from '../../contracts/files.js'
import { AdapterError, isHuiyinError } from '../../errors.js'
import { checkedBytes } from '../../file/checked-bytes.js'
import { fileRefMadeAt } from '../../file/file-ref.js'
import { letGo } from '../../file/read-bytes.js'
import type { AttachedFile } from '../facts/attachment.js'
import type { RequestFacts } from '../facts.js'
import { attachableDays } from './unknown-file.js'

/** An attachment of a request. */
export interface FileOfRequest {
  /** Id of the request. */
  readonly request: string
  /** Reference of the file. */
  readonly ref: string
}

/** What a check of the file store found. Each list has at most a thousand entries. */
export interface FilesCheck {
  /** `true` when nothing is `missing` or `wrong`. */
  readonly ok: boolean
  /** How many attachments were compared, those that were erased among them. */
  readonly files: number
  /** Attachments that the store does not have. */
  readonly missing: readonly FileOfRequest[]
  /** Attachments of which the store has other bytes than their events say. */
  readonly wrong: readonly FileOfRequest[]
  /** Attachments that were erased and whose bytes are still there: their removal waits, or a store was restored. */
  readonly left: readonly FileOfRequest[]
  /** References of files that were put more than 8 days ago and belong to no request; absent where the store cannot list what it has. */
  readonly unused?: readonly string[]
}

const most = 1000
const day = dayMs

interface Parts {
  readonly files: Files
  /** Every request, page by page. */
  readonly each: () => AsyncIterable<{ readonly id: string; readonly facts: Pick<RequestFacts, 'attachments'> }>
  readonly byteHash: (algorithm: HashAlgorithm) => ByteHash
  readonly now: () => number
}

async function stateOf(file: AttachedFile, { files, byteHash }: Parts): Promise<'right' | 'wrong' | 'missing'> {
  try {
    const found = await files.get(file.ref)
    if (found === undefined) return 'missing'
    if (found.size !== file.size || found.digest !== file.digest) {
      await letGo(found.bytes)
      return 'wrong'
    }
    const [algorithm] = file.digest.split(':') as [HashAlgorithm]
    for await (const _ of checkedBytes(found.bytes, found as FileAbout, byteHash(algorithm)));
    return 'right'
  } catch (error) {
    // A store that cannot be asked now says nothing of the file.
    if (error instanceof AdapterError ? error.retryable : !isHuiyinError(error)) throw error
    return 'wrong'
  }
}

/** References of files that were put long ago and are none of these. */
export async function* unusedFiles({ files, now }: Parts, used: ReadonlySet<string>): AsyncGenerator<string> {
  for await (const ref of files.list?.() ?? []) {
    const madeAt = fileRefMadeAt(ref)
    if (madeAt !== undefined && now() - madeAt > (attachableDays + 1) * day && !used.has(ref)) yield ref
  }
}

/** References of every attachment there ever was. */
export async function attachedRefs({ each }: Parts): Promise<ReadonlySet<string>> {
  const refs = new Set<string>()
  for await (const { facts } of each()) for (const { ref } of facts.attachments ?? []) refs.add(ref)
  return refs
}

/** Holds every attachment against the store, and the store against the attachments. */
export async function checkFiles(parts: Parts): Promise<FilesCheck> {
  const found = { missing: [] as FileOfRequest[], wrong: [] as FileOfRequest[], left: [] as FileOfRequest[] }
  const used = new Set<string>()
  const unused: string[] = []
  for await (const { id, facts } of parts.each())
    for (const file of facts.attachments ?? []) {
      used.add(file.ref)
      const state = await stateOf(file, parts)
      const as = file.erasedAt === undefined ? state : state === 'missing' ? 'right' : 'left'
      if (as !== 'right' && found[as].length < most) found[as].push({ request: id, ref: file.ref })
    }
  for await (const ref of unusedFiles(parts, used)) if (unused.length < most) unused.push(ref)
  return {
    ok: found.missing.length + found.wrong.length === 0,
    files: used.size,
    ...found,
    ...(parts.files.list !== undefined && { unused }),
  }
}
