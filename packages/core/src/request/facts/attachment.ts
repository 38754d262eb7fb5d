import type { Actor } from '../../contracts/actor.js'
import type { Sealed } from '../../privacy/seal.js'

/** Of which step a file is: the report, what was added to it, proof of handling (办理佐证), a check on the spot. */
export type AttachmentStep = 'report' | 'supplement' | 'proof' | 'check'

/** A file as an event names it; its bytes are in the file store. */
export interface AttachedFile {
  /** Under which it is kept. */
  readonly ref: string
  /** Media type, such as `image/jpeg`. */
  readonly type: string
  /** How many bytes it has. */
  readonly size: number
  /** Algorithm and hash over its bytes: `sha256:9f86d0…`, `sm3:66c7f0…`. */
  readonly digest: string
  /** What whoever sent it called it, as a reference into the vault; absent when nobody said. */
  readonly name?: Sealed
}

/** 附件: a file that belongs to a request. */
export interface Attachment extends AttachedFile {
  /** What it shows. */
  readonly step: AttachmentStep
  /** 0 for the first handling, then the round of rectification or of work begun again. */
  readonly round: number
  /** When it was attached, in milliseconds since 1970. */
  readonly at: number
  /** Who attached it: the opaque id, and whether that is a resident, staff or the system. */
  readonly by: Pick<Actor, 'id' | 'kind'>
  /** When it was erased, in milliseconds since 1970; absent while its bytes are kept. */
  readonly erasedAt?: number
}
