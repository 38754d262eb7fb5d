import type { Sealed } from '../../privacy/seal.js'
import type { Appeal } from '../facts.js'

interface OfAppeal {
  /** Id of the appeal within the request. */
  readonly appeal: string
}

/** What the events of an appeal say. */
export interface AppealEventData {
  /** 申诉: a unit disputes a fact it is charged with. */
  'request.appealed': OfAppeal & {
    /** Id of the unit that appeals. */
    readonly unit: string
    /** Why, as a reference into the vault. */
    readonly reason: Sealed
    /** Kind of the disputed fact. */
    readonly about: Appeal['about']
    /** The round of the disputed fact; absent for a return. */
    readonly round?: number
    /** Id of the leading request whose answer was rated; absent unless the rating was given as that of a merged request. */
    readonly leading?: string
    /** The clock that ran out; absent unless a deadline is disputed. */
    readonly clock?: string
    /** When the disputed deadline passed or the return was made, in milliseconds since 1970; absent for a rating. */
    readonly factAt?: number
  }
  /** 审核申诉: one reviewer's judgement. */
  'request.appealReviewed': OfAppeal & {
    /** Why, as a reference into the vault; absent when nothing was said. */
    readonly reason?: Sealed
    /** Whether the reviewer agrees with the appeal. */
    readonly approve: boolean
    /** What the appeal came to with this judgement; absent while more reviewers are needed. */
    readonly decision?: 'granted' | 'refused'
  }
  /** Nobody decided on it in time: the fact stands, and may be disputed again. */
  'request.appealLapsed': OfAppeal
}
