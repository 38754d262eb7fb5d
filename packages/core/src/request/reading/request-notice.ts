import type { Receiver } from '../../contracts/receiver.js'
import type { Bilingual } from '../../contracts/text.js'

/**
 * What became of one message about a request. `pending`: not sent yet; `dead`: given up, an operator may send it again; `skipped`: there was nobody to send it to, or
 * nothing to send; `sent`: the provider took it; `delivered`, `read` and `failed`: as the provider said afterwards, the best of it; `unrecorded`: it was handed over
 * or left out, and no row of that is kept (its time is over, or it was before rows were kept).
 */
export type NoticeState = 'pending' | 'dead' | 'skipped' | 'sent' | 'delivered' | 'read' | 'failed' | 'unrecorded'

/** Proof of notice: one message about a request, to whom, by which channel, when, and what became of it. No address and no text. */
export interface RequestNotice {
  /** The event that it told of. */
  readonly event: {
    /** Its number within the request. */
    readonly seq: number
    /** Its type, such as `request.replied`. */
    readonly type: string
    /** When it happened, in milliseconds since 1970. */
    readonly at: number
  }
  /** What kind of receiver it was for. */
  readonly to: Receiver['kind']
  /** Name of the channel, with the audience where it has several. */
  readonly channel: string
  /** What became of it. */
  readonly state: NoticeState
  /** When it was sent, left out or given up to the provider; of a pending one when it is due. In milliseconds since 1970; absent where it is not known. */
  readonly at?: number
  /** How often it was tried, where that is known. */
  readonly attempts?: number
  /** What the provider calls it; of a channel made of several, with the name of the one that carried it before it. */
  readonly ref?: string
  /** When the provider says that it was delivered. */
  readonly deliveredAt?: number
  /** When the provider says that it was read. */
  readonly readAt?: number
  /** When the provider says that it could not be delivered. */
  readonly failedAt?: number
  /** Why it was left out, given up, or not delivered; for operators. */
  readonly reason?: string
  /** All of it in one sentence. */
  readonly words: Bilingual
}
