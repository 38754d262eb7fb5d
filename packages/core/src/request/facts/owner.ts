/** Who has to move next. There is always one while the request is open. */
export type Owner =
  | {
      /** The dispatch desk, or a supervisor on the ladder of areas. */
      readonly role: 'dispatcher' | 'supervisor'
      /** Code of the area that desk or supervisor is in charge of. */
      readonly area: string
    }
  | {
      /** The lead unit. */
      readonly role: 'unit'
      /** Id of that unit. */
      readonly unit: string
    }
  | {
      /** Several units, of which the first to claim it gets it. */
      readonly role: 'candidates'
      /** Ids of those that may still claim it. */
      readonly units: readonly string[]
    }
  | {
      /** The resident, who may rate. */
      readonly role: 'requester'
      /** Opaque id of the resident. */
      readonly id: string
    }
