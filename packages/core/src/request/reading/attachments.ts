import type { Authority } from '../../authority/authority.js'
import { authorityRefusals } from '../../authority/authority-refusals.js'
import type { Actor } from '../../contracts/actor.js'
import type { ReadOptions } from '../../contracts/command.js'
import type { Files, StoredFile } from '../../contracts/files.js'
import type { Bilingual } from '../../contracts/text.js'
import { AdapterError, NotFoundError, NotPermittedError } from '../../errors.js'
import { letGo } from '../../file/read-bytes.js'
import { parseReader } from '../../import/parse.js'
import type { AttachmentPolicy } from '../attachments/policy.js'
import { present } from '../decide/draft.js'
import type { Attachment, AttachmentStep } from '../facts/attachment.js'
import type { RequestFacts } from '../facts.js'
import { mayOpen } from '../permissions/attachments.js'
import { isRequester } from '../permissions/hidden-fields.js'
import { mayReadPersonal, type Where } from '../permissions/standing.js'

/** A file of a request, as a reader sees it. */
export interface AttachmentView {
  /** What `openAttachment` takes. */
  readonly ref: string
  /** What it shows. */
  readonly step: AttachmentStep
  /** The same in words. */
  readonly title: Bilingual
  /** 0 for the first handling, then the round of rectification or of work begun again. */
  readonly round: number
  /** Media type, such as `image/jpeg`. */
  readonly type: string
  /** How many bytes it has. */
  readonly size: number
  /** Algorithm and hash over its bytes. */
  readonly digest: string
  /** When it was attached, in milliseconds since 1970. */
  readonly at: number
  /** Whether a resident attached it, or staff, or the system. */
  readonly by: Actor['kind']
  /** What whoever sent it called it; absent when nobody said, it was erased, or it is not this reader's to know. */
  readonly name?: string
  /** When it was erased, in milliseconds since 1970; absent while its bytes are kept. */
  readonly erasedAt?: number
  /** Whether this reader may open it. */
  readonly mayOpen: boolean
}

const titles: Readonly<Record<AttachmentStep, Bilingual>> = {
  report: { zh: '上报', en: 'of the report' },
  supplement: { zh: '补充', en: 'added later' },
  proof: { zh: '办理佐证', en: 'proof of handling' },
  check: { zh: '核查', en: 'of a check' },
}

/** What reading attachments takes. */
export interface AttachmentReadParts {
  /** Where bytes are kept; absent: nowhere. */
  readonly files: Files | undefined
  readonly policy: AttachmentPolicy
  readonly authority: Authority
  readonly areas: () => Where['areas']
  /** The facts and the texts of a request that the reader may know of. @throws NotFoundError for any other */
  readonly read: (
    id: string,
    by: Actor,
  ) => Promise<{ readonly facts: RequestFacts; readonly text: (ref: string) => string | undefined }>
}

/** Reading the files of a request. */
export function createAttachmentReads({ files, policy, authority, areas, read }: AttachmentReadParts) {
  async function readAll(id: string, by: Actor) {
    const { facts, text } = await read(id, by)
    const where = { areas: areas(), authority }
    if (by.kind === 'resident' && !isRequester(facts, by, where)) throw new NotFoundError('request', id)
    const opens = (each: Attachment) => mayOpen(each, facts, by, where, policy)
    // A resident does not even learn that there are others.
    const seen = (facts.attachments ?? []).filter((each) => by.kind !== 'resident' || opens(each))
    return { facts, text, where, opens, seen }
  }

  async function attachments(id: string, options: ReadOptions): Promise<readonly AttachmentView[]> {
    const by = parseReader(options)
    const { facts, text, where, opens, seen } = await readAll(id, by)
    const namesHidden = by.kind !== 'resident' && !mayReadPersonal(facts, by, where)
    return seen.map((each): AttachmentView => {
      const { ref, step, round, type, size, digest, at, by: from, name, erasedAt } = each
      const own = from.id === by.id && from.kind === by.kind
      const hidden = name === undefined || (by.kind === 'resident' ? from.kind !== 'resident' : namesHidden && !own)
      return {
        ref,
        step,
        title: titles[step],
        round,
        type,
        size,
        digest,
        at,
        by: from.kind,
        ...present('name', hidden ? undefined : text(name.ref)),
        ...present('erasedAt', erasedAt),
        mayOpen: erasedAt === undefined && opens(each),
      }
    })
  }

  async function openAttachment(id: string, ref: string, options: ReadOptions): Promise<StoredFile | undefined> {
    const by = parseReader(options)
    const { opens, seen } = await readAll(id, by)
    const found = seen.find((each) => each.ref === ref)
    if (found === undefined) throw new NotFoundError('attachment', String(ref), ['ref'])
    if (!opens(found)) {
      const { needs, who } = authority.needed('requests', 'read.personal')
      throw new NotPermittedError(
        authorityRefusals['reading-not-permitted']({ actor: by.id, what: 'attachments', needs, who }),
      )
    }
    if (found.erasedAt !== undefined) return undefined
    const failed = (adapter: string, message: string) => new AdapterError({ adapter, operation: 'get', message })
    if (files === undefined) throw failed('files', 'this process has no file store; pass the option files')
    const stored = await files.get(ref)
    if (stored === undefined) throw failed(files.name, 'the file of an attachment is not there')
    if (stored.size === found.size && stored.digest === found.digest) return stored
    await letGo(stored.bytes)
    throw failed(files.name, 'the file of an attachment is another than its event says')
  }

  return { attachments, openAttachment }
}
