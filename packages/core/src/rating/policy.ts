import { fiveGrades, type RatingScale } from './scale.js'

/** What a place decides about rating, returning and rectification. All counts are per request. */
export interface RatingPolicy {
  /** The grades a resident can give. Default: `fiveGrades`. Ratings given before a change keep their meaning. */
  readonly scale: RatingScale
  /** After this many failed rectification rounds core raises supervision by one level. */
  readonly superviseAfterFailedRounds: number
  /** How long after closing a follow-up may still reopen the request, in natural days: to 24:00 of the last one, which is no rest day. */
  readonly followUpWithinDays: number
  /** How often a request may be returned (退单) before the receiver has to keep it. */
  readonly maxReturns: number
  /** How often the units may transfer a request (转派); after that only a dispatcher or supervisor may. */
  readonly maxTransfers: number
  /** How often a request may be suspended (挂账), those aside in which it waits for the requester. */
  readonly maxSuspensions: number
  /** How often it may be suspended for a reason that waits for the requester. */
  readonly maxWaits: number
  /** How often material may be added (补充材料). */
  readonly maxSupplements: number
  /** How often the requester may correct it (更正). */
  readonly maxCorrections: number
  /** How long after closing the resident may ask to have it handled again (申请重办), in natural days, counted likewise. */
  readonly reopenWithinDays: number
  /** How often the resident may ask so; what nobody decided in time does not count. */
  readonly maxReopenAsks: number
  /** How long after closing a unit may appeal, in natural days, counted likewise. */
  readonly appealWithinDays: number
  /** How many different reviewers must approve an appeal. */
  readonly appealReviewers: number
}

/** Five grades, two returns, two transfers, supervision after two failed rounds. */
export const defaultRatingPolicy: RatingPolicy = {
  scale: fiveGrades,
  superviseAfterFailedRounds: 2,
  followUpWithinDays: 30,
  maxReturns: 2,
  maxTransfers: 2,
  maxSuspensions: 2,
  maxWaits: 3,
  maxSupplements: 20,
  maxCorrections: 5,
  reopenWithinDays: 30,
  maxReopenAsks: 2,
  appealWithinDays: 15,
  appealReviewers: 2,
}
