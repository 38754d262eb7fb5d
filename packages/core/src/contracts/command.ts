import type { Actor } from './actor.js'

/** Who issues a command, and how it may be repeated. */
export interface CommandOptions {
  readonly by: Actor
  /** Makes the command repeatable: the same key gets the first answer and does nothing again. */
  readonly key?: string | undefined
  /** Refused with `stale-version` when the record has another version. */
  readonly expectedVersion?: number | undefined
  /** A transaction of the host's own, in the form the storage's driver has it: the command is written inside it, or with it not at all. */
  readonly tx?: unknown
}
