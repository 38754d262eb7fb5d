import type { PersonalField } from '../../authority/contact-policy.js'
import type { Sealed } from '../../privacy/seal.js'

/** 查看联系方式: somebody saw more of the requester than they are shown. */
export interface Reveal {
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Id of who saw it. */
  readonly by: string
  /** Id of the unit that had the request; absent where none had it. */
  readonly unit?: string
  /** What was seen. */
  readonly fields: readonly PersonalField[]
  /** Round the request was in. */
  readonly round: number
  /** What for, as a reference into the vault. */
  readonly reason: Sealed
}
