/** What refusals say where several units are offered a request. A type literal, so that it may be indexed. */
export type PoolRefusals = {
  /** 认领: another of the candidates was first. */
  'taken-by-another': {
    /** Id of the unit that has it. */
    readonly unit: string
    /** When it claimed it, in milliseconds since 1970. */
    readonly claimedAt: number
  }
  /** 认领、退单: it is not clear for which of the candidates the actor speaks. */
  'candidate-not-named': {
    /** Ids of those the actor may speak for, of which one is to be named. */
    readonly units: readonly string[]
  }
  /** 派单: the lifecycle of the place has no state in which several units may claim. */
  'pool-not-foreseen': object
}
