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
  }
}
