/** 候选单位: one of several units that were offered a request, of which the first to claim gets it. */
export interface Candidate {
  /** Id of the unit. */
  readonly unit: string
  /** When it declined, in milliseconds since 1970; absent when it did not. */
  readonly declinedAt?: number
}
