import { z } from 'zod'
import type { Actor } from '../../contracts/actor.js'
import type { ReadOptions } from '../../contracts/command.js'
import type { Digest, HashAlgorithm } from '../../contracts/digest.js'
import type { ByteHash, ByteStream, FileAbout, Files } from '../../contracts/files.js'
import type { Ids } from '../../contracts/ids.js'
import { inBoth } from '../../errors/faults.js'
import { unfit } from '../../errors/input-issue.js'
import { ConfigurationError, InvalidInputError } from '../../errors.js'
import { isFileDigest, isMediaType } from '../../file/check-file.js'
import { newFileRef } from '../../file/file-ref.js'
import { letGo, readBytes } from '../../file/read-bytes.js'
import { streamOf } from '../../file/stream-of.js'
import { parseInput, parseReader, readerAnd } from '../../import/parse.js'
import type { Refusal } from '../../import/refusal.js'
import { textIssue } from '../../privacy/text.js'
import type { RequestFacts } from '../facts.js'
import { requestRefusals } from '../refusals.js'
import { attachedRefs, checkFiles, unusedFiles } from './check-files.js'
import type { KeptFiles, PutFileResult } from './kept-files.js'
import type { AttachmentPolicy } from './policy.js'

interface Parts {
  /** Where bytes are kept; absent: nowhere. */
  readonly files: Files | undefined
  readonly policy: AttachmentPolicy
  readonly ids: Ids
  readonly digest: Digest
  readonly now: () => number
  readonly byteHash: (algorithm: HashAlgorithm) => ByteHash
  readonly each: () => AsyncIterable<{ readonly id: string; readonly facts: RequestFacts }>
  /** @throws NotPermittedError for whom the place does not let check or remove */
  readonly assertMay: (by: Actor, action: 'check' | 'removeUnused') => void
}

const shaped = (fits: (text: string) => boolean, zh: string, en: string) =>
  z.string().refine(fits, textIssue('wrong-shape', { expected: { zh, en } }))

const form = z
  .strictObject({
    type: shaped(isMediaType, '媒体类型，如 image/jpeg', 'a media type, such as image/jpeg'),
    size: z.number().int().min(1).optional(),
    digest: shaped(
      isFileDigest,
      'sha256: 或 sm3: 加 64 位小写十六进制',
      'sha256: or sm3: and 64 hex digits',
    ).optional(),
  })
  .refine(
    ({ size, digest }) => (size === undefined) === (digest === undefined),
    textIssue('unfit', {
      because: { zh: 'size 与 digest 须一并填写', en: 'has one of size and digest without the other' },
    }),
  )

/** What the place does not take, by type and size. */
function notTaken({ types, maxSize: limit }: AttachmentPolicy, type: string, size: number): Refusal | undefined {
  if (!types.includes(type)) return requestRefusals['attachment-type-not-taken']({ type, taken: types, path: ['type'] })
  return size > limit ? requestRefusals['attachment-too-large']({ size, limit, path: ['size'] }) : undefined
}

/** The bytes of attachments over a file store. */
export function createKeptFiles(parts: Parts): KeptFiles {
  const { policy, ids, digest, now, byteHash, assertMay } = parts
  const newRef = (by: Actor) => newFileRef(by, now(), ids, digest)

  async function described(bytes: ByteStream, type: string): Promise<readonly [ByteStream, FileAbout] | Refusal> {
    const { size, pieces } = await readBytes(bytes, policy.maxSize)
    if (pieces === undefined)
      return requestRefusals['attachment-too-large']({ size, limit: policy.maxSize, path: ['bytes'] })
    if (size === 0) throw new InvalidInputError([unfit(['bytes'], '没有内容', 'has none')], 'file')
    const algorithm = digest.name.includes('sm3') ? 'sm3' : 'sha256'
    const hash = byteHash(algorithm)
    for (const piece of pieces) hash.update(piece)
    return [streamOf(pieces), { type, size, digest: `${algorithm}:${await hash.hex()}` }]
  }

  async function put(bytes: ByteStream, raw: Parameters<KeptFiles['put']>[1]): Promise<PutFileResult> {
    const [by, rest] = readerAnd(raw)
    const { type, size, digest: hash } = parseInput(form, rest, ['options'], 'file')
    const { files } = parts
    const refused = files === undefined ? requestRefusals['files-not-kept']({}) : notTaken(policy, type, size ?? 0)
    if (files === undefined || refused !== undefined) {
      await letGo(bytes)
      return { ok: false, refusal: refused as Refusal }
    }
    const ref = newRef(by)
    const known = size !== undefined && hash !== undefined
    const read = known
      ? ([bytes, { type, size, digest: hash as FileAbout['digest'] }] as const)
      : await described(bytes, type)
    if ('code' in read) return { ok: false, refusal: read }
    const [stream, about] = read
    await files.put(ref, stream, about)
    return { ok: true, file: { ref, ...about } }
  }

  function stored(): Parameters<typeof checkFiles>[0] {
    if (parts.files === undefined)
      throw new ConfigurationError(
        inBoth('未配置文件存储（选项 files）。', 'No file store is configured (the option files).'),
      )
    return { files: parts.files, each: parts.each, byteHash, now }
  }

  return Object.freeze({
    put,
    newRef: (options: ReadOptions) => newRef(parseReader(options)),
    check: async (options: ReadOptions) => {
      assertMay(parseReader(options), 'check')
      return checkFiles(stored())
    },
    removeUnused: async (options: ReadOptions) => {
      assertMay(parseReader(options), 'removeUnused')
      const store = stored()
      if (store.files.list === undefined)
        throw new ConfigurationError(
          inBoth(
            `文件存储 ${store.files.name} 不能列出其中的文件。`,
            `The file store ${store.files.name} cannot list what it has.`,
          ),
        )
      let removed = 0
      for await (const ref of unusedFiles(store, await attachedRefs(store))) {
        await store.files.remove(ref)
        removed++
      }
      return { removed }
    },
  })
}
