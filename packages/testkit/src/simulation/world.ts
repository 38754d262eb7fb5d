import type { SeededRandom } from '../seeded-random.js'
import type { Faults } from './faults.js'
import type { Owner, Scheduler } from './scheduler.js'
import type { Trace } from './trace.js'

/** What must hold, whatever happens. */
export const invariants = {
  acknowledged: 'what was acknowledged is in the record, as it was told',
  once: 'no command acts twice, and a repeated key gets the first answer',
  refused: 'a command that was refused left no trace',
  explained: 'every version of a record is one change that was asked for, written whole',
  fresh: 'what is read, written or refused after an acknowledgement builds on it',
  chain: 'the chain verifies',
  tallies: 'tallies equal recomputation from the facts',
  answers: 'the answer to a command key is kept with what it did',
  clocks: 'every open request has a running deadline and an owner, and no deadline is lost',
  leases: 'what is under a lease is given to nobody else',
  attempts: 'every taking of a delivery counts as an attempt',
  instants: 'nothing is given before its time, and time within a record never runs backwards',
  deliveries: 'everything owed is given',
  order: 'what is owed to one destination because of one request is given in order',
  pages: 'a walk over pages meets every record exactly once',
  quiet: 'once faults end, everything due and owed is done',
  errors: 'a command that fails says so with an error of the library',
} as const

/** The name of a promise that is checked; what it says is in the README. */
export type Invariant = keyof typeof invariants

/** Where a promise was broken. */
export interface Violation {
  readonly invariant: Invariant
  readonly message: string
}

/** What all parts of one simulation share. */
export interface World {
  readonly random: SeededRandom
  readonly scheduler: Scheduler
  readonly faults: Faults
  readonly trace: Trace
  violate(invariant: Invariant, message: string): void
}

/** Owner of what goes on whoever dies. */
export const nobody: Owner = Object.freeze({ alive: true })
