import type { PersonalField } from '../../authority/contact-policy.js'
import type { Sealed } from '../../privacy/seal.js'

/** What the event says by which somebody sees more of the requester than they are shown. */
export interface RevealingEventData {
  /** 查看联系方式: the actor of the event reads these fields as they are, until the request is answered. */
  'request.revealed': {
    /** What is seen; only what was there and masked or hidden before. */
    readonly fields: readonly PersonalField[]
    /** Id of the unit that had the request; absent where none had it. */
    readonly unit?: string
    /** What for, as a reference into the vault; the resident reads it. */
    readonly reason: Sealed
  }
}
