/** Where in the call the fault is. */
interface At {
  /** Such as `['input', 'attachments', '0', 'type']`. */
  readonly path: readonly string[]
}

/** What refusals say of attachments. A type literal, so that it may be indexed. */
export type AttachmentRefusals = {
  /** 附件: this process keeps no files. */
  'files-not-kept': object
  /** 附件: a file is of a type that the place does not take. */
  'attachment-type-not-taken': At & {
    /** Its media type. */
    readonly type: string
    /** The types that are taken. */
    readonly taken: readonly string[]
  }
  /** 附件: a file is larger than the place takes. */
  'attachment-too-large': At & {
    /** How many bytes it has; more than `limit` when it was not read to its end. */
    readonly size: number
    /** Most bytes of one file. */
    readonly limit: number
  }
  /** 附件: the request has as many as it may have, or would have more. */
  'attachment-limit-reached': {
    /** How many it has, those that were erased among them. */
    readonly attachments: number
    /** How many it may have. */
    readonly limit: number
  }
  /** 附件: no file of this actor is kept under the reference, or other bytes are. */
  'file-unknown': At
  /** 附件: the request has the file already. */
  'attachment-repeated': At
  /** 附件: a resident cannot bring proof of handling, or what a check found. */
  'attachment-step-by-staff': At & {
    /** What it was said to show. */
    readonly step: 'proof' | 'check'
  }
  /** 删除附件: the request has no such file, or it is erased already. */
  'attachment-unknown': At
  /** 删除附件: a resident erases what they attached themself. */
  'attachment-of-another': At
  /** 办理佐证: the category demands proof of handling with the answer, and this round has none. */
  'proof-missing': {
    /** Category code. */
    readonly category: string
    /** 0 for the first handling, then the round of rectification or of work begun again. */
    readonly round: number
  }
}
