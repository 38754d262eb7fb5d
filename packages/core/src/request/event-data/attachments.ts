import type { Sealed } from '../../privacy/seal.js'
import type { AttachedFile, AttachmentStep } from '../facts/attachment.js'

/** What events say of files that are attached by themselves, and of those that are erased. */
export interface AttachmentEventData {
  /** 添加附件: files were added; the actor of the event says by whom. */
  'request.attached': {
    /** What they show. */
    readonly step: AttachmentStep
    /** In the order in which they were named. */
    readonly attachments: readonly AttachedFile[]
  }
  /** 删除附件: the bytes of one file are erased, and what it was called. Its digest stays. */
  'request.attachmentErased': {
    /** Which file. */
    readonly ref: string
    /** Why, as a reference into the vault. */
    readonly reason: Sealed
  }
}
