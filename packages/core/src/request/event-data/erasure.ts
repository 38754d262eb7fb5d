import type { erasureBases } from '../inputs/erasure.js'

/** What the event says by which texts are erased. */
export interface ErasureEventData {
  /** 删除文本: personal data and texts were erased, and with them the bytes of attachments. */
  'request.textsErased': {
    /** The ground of the law. */
    readonly basis: (typeof erasureBases)[number]
    /** How many were erased. */
    readonly texts: number
    /** How many attachments were erased; absent when there was none. */
    readonly attachments?: number
    /** Name of the retention rule whose time was over; absent where somebody decided it. */
    readonly rule?: string
  }
  /** 保存期限: until when its texts are kept was counted by the rules of now. */
  'request.retentionSet': {
    /** The first instant at which they are not kept any more, in milliseconds since 1970; absent where no rule ends it, or none is left. */
    readonly until?: number
  }
}
