import type { SeededRandom } from '../seeded-random.js'
import type { Faults } from './faults.js'
import type { Owner, Scheduler } from './scheduler.js'
import type { Trace } from './trace.js'

/** The promises that must always hold. */
export const invariants = {
  acknowledged: 'what was acknowledged is in the record, as it was answered',
  once: 'no command acts twice, and a repeated key gets the first answer',
  refused: 'a command that was refused left no trace',
  explained: 'every version of a record is one change that was asked for, written whole',
  fresh: 'what is read, written or refused after an acknowledgement builds on it',
  chain: 'the chain verifies',
  tallies: 'tallies equal recomputation from the facts',
  answers: 'the answer to a command key is kept with what it did',
  clocks: 'every open request has a running deadline and an owner, and no deadline is lost',
  leases: 'a row under a lease is not handed out again',
  attempts: 'every taking of a delivery counts as an attempt',
  instants: 'nothing is given before its time, and time within a record never runs backwards',
  deliveries: 'every delivery is sent',
  owed: 'what an event owes to a channel is written with it, whichever process decides',
  states: 'no open request is left in a state that the processes in charge do not know',
  places: 'every open request lies in an area in force, where that area lies',
  notices: 'every deadline that runs is counted with the holiday notices that were applied',
  forms: "a plugin's record is read and written as the process that does it folds it, whatever form it was stored in",
  order: 'deliveries of one request to one destination are sent in order',
  pages: 'a walk over pages meets every record exactly once',
  desks: 'every page and every count of a desk is what the records say, in its order',
  pauses:
    'nothing is given to a destination that is paused, in any process, until the pause is over or somebody ended it',
  quiet: 'once faults end, everything due is done and every delivery is sent',
  errors: 'a command that fails says so with an error of the library',
} as const

/** The name of a promise that is checked; what it says is in the README. */
export type Invariant = keyof typeof invariants

/** Where a promise was broken. */
export interface Violation {
  /** Which promise. */
  readonly invariant: Invariant
  /** Record, event or command, and how they differ from the ledger. */
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

/** Owner of work that survives the death of any process. */
export const survivor: Owner = Object.freeze({ alive: true })
