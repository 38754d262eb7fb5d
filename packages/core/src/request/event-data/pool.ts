import type { Sealed } from '../../privacy/seal.js'

interface OfCandidate {
  /** Id of the candidate. */
  readonly unit: string
}

/** What the events say by which several units are offered a request. */
export interface PoolEventData {
  /** 派至候选单位: it was offered to several units, this one among them; one event for each. */
  'request.offered': OfCandidate & {
    /** Ids of all of them: the first to claim it gets it. */
    readonly pool: readonly string[]
  }
  /** 候选单位不认领: one of them declined; the others may still claim it. Nobody counts it as a return. */
  'request.offerDeclined': OfCandidate & {
    /** Why, as a reference into the vault. */
    readonly reason: Sealed
    /** Code of the reason; absent when none was given. */
    readonly reasonCode?: string
  }
  /** 无须再认领: a candidate may not claim it any longer. */
  'request.offerEnded': OfCandidate & {
    /** Id of the candidate that claimed it; absent when none did. */
    readonly takenBy?: string
  }
  /** 候选单位均未认领: the time to claim is over, and it goes back to the desk. */
  'request.offerExpired': {
    /** Ids of the candidates that could still have claimed it. */
    readonly pool: readonly string[]
  }
}
