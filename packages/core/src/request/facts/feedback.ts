import type { Sealed } from '../../privacy/seal.js'
import type { Satisfaction } from '../../rating/scale.js'

/** 答复 of a unit. */
export interface Reply {
  /** When it was given, in milliseconds since 1970. */
  readonly at: number
  /** Id of the unit that answered. */
  readonly unit: string
  /** The answer, as a reference into the vault. */
  readonly text: Sealed
  /** 0 for the first handling, then the round of rectification or of work begun again. */
  readonly round: number
  /** Given in the step that accepted the request (当场答复). */
  readonly onTheSpot: boolean
  /** What residents of merged requests read, as a reference into the vault; absent when it is `text`. */
  readonly textForMerged?: Sealed
}

/** Whose answer a resident of a merged request rates. */
export interface Leading {
  /** Id of the request that was answered. */
  readonly request: string
  /** Id of the unit that answered it. */
  readonly unit: string
}

/** An answer as it was passed on to the residents of requests that had been merged into the one answered. */
export interface LeadingAnswer extends Leading {
  /** When it was given, in milliseconds since 1970. */
  readonly at: number
  /** 0 for the first handling, then the rectification round. */
  readonly round: number
  /** The answer, as a reference into the vault of the merged request; absent when it had been erased. */
  readonly text?: Sealed
  /** Id of the request in which the same resident rates the answer; absent when they rate it here. */
  readonly ratedIn?: string
}

/** 评价 of one round. */
export interface Rating {
  /** When it was given, or the time for it ran out, in milliseconds since 1970. */
  readonly at: number
  /** 0 for the first handling, then the round of rectification or of work begun again. */
  readonly round: number
  /** Absent when nobody rated in time. */
  readonly grade?: number
  /** What the grade means on the scale; `unrated` when nobody rated in time. */
  readonly meaning: Satisfaction
  /** Why, as codes of the catalogue's list; absent when nothing was chosen. */
  readonly reasons?: readonly string[]
  /** What the resident added, as a reference into the vault; absent when nothing. */
  readonly comment?: Sealed
  /** Whose answer was rated, when the request was merged then; absent for its own. */
  readonly leading?: Leading
}

/** 回访: was the resident reached; had the unit contacted them, is it solved, are they satisfied. Valid only when reached and all answered. */
export interface FollowUp {
  /** When it was recorded, in milliseconds since 1970. */
  readonly at: number
  /** The resident could be spoken to. */
  readonly reached: boolean
  /** 响应: the unit had contacted the resident, as the resident says. */
  readonly contacted?: boolean
  /** As the resident says; absent when not asked. */
  readonly solved?: 'solved' | 'partlySolved' | 'unsolved'
  /** As the resident says; absent when not asked. */
  readonly satisfied?: Exclude<Satisfaction, 'unrated'>
  /** Reached, and all three answers given. */
  readonly valid: boolean
}

/** 整改: one round. */
export interface Rectification {
  /** Counts from 1. */
  readonly round: number
  /** When it began, in milliseconds since 1970. */
  readonly openedAt: number
  /** What opened it: a grade, a call back, a grade given in a request that was merged into this one; or a closed one was reopened, as the resident asked or by the desk itself. */
  readonly because: 'rating' | 'followUp' | 'mergedRating' | 'asked' | 'ordered'
  /** When the unit answered in this round, in milliseconds since 1970; absent until then. */
  readonly repliedAt?: number
}
