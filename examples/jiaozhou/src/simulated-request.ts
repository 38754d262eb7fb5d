import type { Moment } from './moments.ts'

export interface Person {
  readonly name: string
  readonly phone: string
  readonly address: string
}

/** What a resident, or the grid worker on the round, reports. */
export interface SimulatedRequest extends Moment {
  /** Code of the grid it is about. */
  readonly grid: string
  /** Where it is, as one would tell a stranger. */
  readonly address: string
  /** Leaf of the catalogue. */
  readonly category: string
  /** `res-000123`; on a patrol the full-time worker of the grid, `staff-00123`. */
  readonly requester: string
  readonly person: Person
  /** Chinese free text; names places, and sometimes a telephone number. */
  readonly description: string
  /** Ground truth that the desk may miss: the text is also about this category. */
  readonly alsoAbout?: string
  /** Ground truth that the desk may miss: index of an earlier report, by another resident, about the same thing. */
  readonly sameMatterAs?: number
}
