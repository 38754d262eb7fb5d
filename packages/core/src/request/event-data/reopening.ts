import type { Sealed } from '../../privacy/seal.js'
import type { ReopenAsk } from '../facts.js'

/** What the events say by which a closed request comes to be handled again. */
export interface ReopeningEventData {
  /** 申请重办: the resident asks that it is handled again. */
  'request.reopenAsked': {
    /** Why, as a reference into the vault. */
    readonly reason: Sealed
  }
  /** 重办审批: the application to handle it again came to an end. */
  'request.reopenDecided': {
    /** `lapsed` when nobody decided in time. */
    readonly decision: NonNullable<ReopenAsk['decision']>
    /** Why, for the resident, as a reference into the vault; absent when nobody decided. */
    readonly reason?: Sealed
  }
  /** 重办: the desk has it handled again although nobody asked. */
  'request.reopenOrdered': {
    /** Why, for the resident, as a reference into the vault. */
    readonly reason: Sealed
  }
}
