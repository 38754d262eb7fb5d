import type { Actor } from '../../contracts/actor.js'
import type { Sealed } from '../../privacy/seal.js'

/** 补充材料: something that was added after the report. */
export interface Supplement {
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Whether the resident did so, or staff on their behalf. */
  readonly by: Actor['kind']
  /** What was added, as a reference into the vault. */
  readonly text: Sealed
}
