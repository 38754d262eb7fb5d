import { fiveGrades, type RatingScale } from './scale.js'

/** What a place may dispute about rating, returning and rectification. All counts are per request. */
export interface RatingPolicy {
  readonly scale: RatingScale
  /** After this many failed rectification rounds supervision goes one level up by itself. */
  readonly superviseAfterFailedRounds: number
  /** How long after closing a follow-up may still reopen the matter, in natural days. */
  readonly followUpWithinDays: number
  /** How often a matter may be returned (退单) before the receiver has to keep it. */
  readonly maxReturns: number
  /** How often a matter may be passed on (转派) before only who dispatches or supervises moves it. */
  readonly maxTransfers: number
  /** How often a matter may be suspended (挂账). */
  readonly maxSuspensions: number
  /** How long after closing a unit may appeal, in natural days. */
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
  appealWithinDays: 15,
  appealReviewers: 2,
}
