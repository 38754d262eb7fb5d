import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { FindQuery } from '../contracts/queries.js'
import type { DeadlineWrite, DeliveryWrite, RecordIndex, TallyDelta, VaultRow } from '../contracts/rows.js'
import type { Refusal } from '../import/refusal.js'

/** An event before it is stored. `data` is plain JSON without personal data: free text is a {@link Sealed} reference. */
export interface NewEvent {
  readonly type: string
  readonly data: object
}

/** An event as it is told to readers and to `evolve`. */
export interface DomainEvent<Type extends string = string, Data = object> {
  readonly seq: number
  readonly type: Type
  readonly at: number
  readonly by: { readonly id: string; readonly kind: Actor['kind'] }
  readonly data: Data
}

/** What `decide` answers: events, or why not. `erase`: texts in the vault, by their references, that are erased with the events. */
export type Decision =
  | { readonly events: readonly NewEvent[]; readonly erase?: readonly string[] }
  | { readonly refusal: Refusal }

/** What `decide` knows besides facts and command. Plain values: deciding the same again gives the same. */
export interface Moment {
  readonly now: number
  readonly by: Actor
}

/**
 * One kind of record: the pure core of a slice. Everything the library keeps goes through this: requests, the area tree,
 * teams, the catalogue, and the records of plugins.
 *
 * `decide` judges a command, `evolve` folds an event (it must not fail on a stored event, ever), the rest are projections of
 * the facts, so that what is stored beside the events can always be computed again from them.
 */
export interface RecordKind<
  Facts extends object,
  Command extends { readonly name: string },
  Context extends Moment = Moment,
> {
  readonly type: string
  decide(facts: Facts | undefined, command: Command, context: Context): Decision
  evolve(facts: Facts | undefined, event: DomainEvent): Facts
  /** What the record is found by; what is left out is empty. */
  index(facts: Facts): Pick<RecordIndex, 'status' | 'open' | 'createdAt'> & Partial<RecordIndex>
  /** Deadlines that must run while the facts are these. Names are unique within the record. */
  deadlines?(facts: Facts): readonly DeadlineWrite[]
  /** What the record counts for, with `delta` 1 (or more) each; core writes the difference to the facts before. */
  tallies?(facts: Facts): readonly TallyDelta[]
  /** What is owed because of this event. */
  deliveries?(event: DomainEvent, facts: Facts): readonly Omit<DeliveryWrite, 'event' | 'at'>[]
  /** The command that a due deadline stands for; `undefined` when it stands for nothing any more. */
  onDue?(facts: Facts, deadline: string, now: number): Command | undefined
}

/** What a service adds to a command beside the caller's options. */
export interface RunOptions extends CommandOptions {
  /** Texts of the command, sealed. */
  readonly vault?: readonly VaultRow[] | undefined
  /** What the key is bound to besides actor and command name: the raw input. */
  readonly body?: unknown
  /** The id was made this moment: there is no such record to read yet. If there is all the same, the commit tells, and it is read then. */
  readonly isNew?: boolean | undefined
  /** The moment it is for, when that is not now. */
  readonly at?: number | undefined
}

/** What a command came to. */
export type CommandResult<Facts, Event = DomainEvent> =
  | { readonly ok: true; readonly record: Facts; readonly version: number; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** What services of core and plugins run records with: load → decide → evolve → commit, and reading back. */
export interface RecordRunner {
  run<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
    id: string,
    command: C,
    options: RunOptions,
  ): Promise<CommandResult<F>>
  facts<F extends object>(
    kind: Pick<RecordKind<F, never>, 'type'>,
    id: string,
  ): Promise<{ facts: F; version: number } | undefined>
  /** Events in order, those with `seq > after`; all when absent. */
  events(type: string, id: string, after?: number): AsyncIterable<DomainEvent>
  each<F extends object>(
    kind: Pick<RecordKind<F, never>, 'type'>,
    query?: Omit<FindQuery, 'type' | 'after' | 'limit'>,
  ): AsyncIterable<{ id: string; version: number; facts: F }>
}
