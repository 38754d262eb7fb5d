import type { Actor } from './actor.js'

/** Who issues a command, and how it may be repeated. */
export interface CommandOptions {
  /** The person or system that acts: decides whether the command is allowed; id and kind are written into its events. */
  readonly by: Actor
  /** Idempotency key, at most 255 characters: a repetition with the same key gets the first answer and has no further effect. */
  readonly key?: string | undefined
  /** Optimistic concurrency: the command is refused with `stale-version` when the record has another version. */
  readonly expectedVersion?: number | undefined
  /** A transaction of the host's own, in the form the storage's driver has it: the command is written inside it, or with it not at all. */
  readonly tx?: unknown
}

/** For whom something is read: decides what of it is given. */
export interface ReadOptions {
  /** Whose eyes these are; the system's where the host reads for itself. */
  readonly by: Actor
}
