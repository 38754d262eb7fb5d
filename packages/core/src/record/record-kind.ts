import type { Authority } from '../authority/authority.js'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { FindQuery } from '../contracts/queries.js'
import type { Receiver } from '../contracts/receiver.js'
import type { DeadlineWrite, RecordIndex, StoredRecord, TallyDelta, VaultRow } from '../contracts/rows.js'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from '../import/refusal.js'
import type { Packing } from './packing.js'
import type { Searched } from './searching/searched.js'

/** An event before it is stored. `data` is plain JSON without personal data: free text is a {@link Sealed} reference. */
export interface NewEvent {
  /** Dotted past participle, for example `request.claimed`. Stored for ever: never rename it. */
  readonly type: string
  /** Whatever `evolve` needs to know; finite numbers only. */
  readonly data: object
}

/** An event as readers and `evolve` get it. */
export interface DomainEvent<Type extends string = string, Data = object> {
  /** 1, 2, 3 … within the record, no gaps. */
  readonly seq: number
  /** Dotted past participle, for example `request.claimed`. */
  readonly type: Type
  /** When it happened, in milliseconds since 1970; never before the event that precedes it. */
  readonly at: number
  /** Who issued the command; without grants. */
  readonly by: {
    /** Opaque id; `system` for core itself. */
    readonly id: string
    /** Kind of the actor when it issued the command. */
    readonly kind: Actor['kind']
  }
  /** Plain JSON; free text is a {@link Sealed} reference into the vault. */
  readonly data: Data
}

/** What a decision owes another record: carried out right after the commit, or by the next round, once. */
export interface OwedCommand {
  /** Type of the other record: `request`, or one of a plugin. */
  readonly type: string
  /** Which record of that type; for `submit` the id of a new one. */
  readonly id: string
  /** The command, by the system. A `Sealed` reference of this record in its input stands for the text. One that is refused is logged, and is not asked again. */
  readonly command: {
    /** Imperative, as the other record names it. */
    readonly name: string
    /** As whoever issues it would give it; without free text. Absent: none. */
    readonly input?: unknown
  }
}

/** What a decision tells somebody, through the channels of the city. */
export interface Told {
  /** Whom: at most one receiver of each kind in one decision. */
  readonly to: Receiver
  /** One line that says what happened, at most 200 characters in each language; without free text and personal data. */
  readonly title: Bilingual
  /** What a template is filled with: plain JSON without free text and personal data. Absent: nothing. */
  readonly params?: Readonly<Record<string, unknown>>
}

/** What a decision causes elsewhere. */
export interface Caused {
  /** What it owes other records, in order, each with a key of its own. Default: nothing. */
  readonly owes?: readonly OwedCommand[]
  /** Whom it tells. Default: nobody; requests tell by their events. */
  readonly tell?: readonly Told[]
}

/** What `decide` answers: the events that happen, or the refusal. */
export type Decision =
  | (Caused & {
      /** In order. Empty: the command is accepted and changes nothing; not allowed for a record that does not exist yet. */
      readonly events: readonly NewEvent[]
      /** References of texts in the vault that are erased together with the events. Default: none. */
      readonly erase?: readonly string[]
    })
  | {
      /** Why not. The caller gets it as a value; nothing is written. */
      readonly refusal: Refusal
    }

/** What `decide` knows in addition to facts and command. Plain values: the same input always gives the same decision. */
export interface Moment {
  /** Milliseconds since 1970, never before the record's last event. The events get it as their `at`. */
  readonly now: number
  /** Who issues the command, with grants. */
  readonly by: Actor
  /** Roles and permissions of the place: what the grants of `by` come to. */
  readonly authority: Authority
}

/**
 * One kind of record: the pure core of a slice. Everything the library keeps goes through this: requests, the area tree,
 * teams, the catalogue, and the records of plugins.
 *
 * `decide` judges a command, `evolve` folds an event, the rest are projections of the facts, so that everything stored besides the events
 * can be computed from them again. All are pure: no clock, no I/O.
 */
export interface RecordKind<
  Facts extends object,
  Command extends {
    /** Imperative, for example `claim`; part of what an idempotency key is bound to. */
    readonly name: string
  },
  Context extends Moment = Moment,
> {
  /** Unique, for example `request`; `<plugin>.<name>` for a plugin's. Part of every stored key: never rename it. */
  readonly type: string
  /**
   * The types of all events that `decide` may answer. A delivery can only wait for events that are named here, and `decide` may answer no other.
   * Absent: no delivery waits for an event of this kind.
   */
  readonly events?: readonly string[]
  /**
   * Number of the form of the facts, a whole number from 1 on; 1 when absent. Raise it when `evolve`, `index` or `deadlines` give something else for the
   * events of old, such as one more member: records of another form are folded anew from their events when they are read.
   */
  readonly form?: number
  /**
   * Whether the actor may issue the command at all, and may know of the record: asked before anything that would tell of it, such as another version
   * than expected. `decide` asks it too. Absent: every refusal of `decide` goes first.
   */
  authorise?(facts: Facts | undefined, command: Command, context: Context): Refusal | undefined
  /** Judges a command. `facts` is `undefined` for a record that does not exist. May be called several times for one command. */
  decide(facts: Facts | undefined, command: Command, context: Context): Decision
  /** Folds one event into the facts, which are plain JSON. It must never throw on a stored event, however old. */
  evolve(facts: Facts | undefined, event: DomainEvent): Facts
  /** What `find` compares with and desks count; texts left out are `''`, flags and desks none. Flags have the order of their code points, desks that of `<`, each once. */
  index(facts: Facts): Pick<RecordIndex, 'status' | 'open' | 'createdAt'> & Partial<RecordIndex>
  /** Deadlines that must run while the facts are these, names unique within the record. Core stores the difference. Absent: none. */
  deadlines?(facts: Facts): readonly DeadlineWrite[]
  /**
   * Which texts of the record are found, by the `ref` of their row of the vault, in which field, and whether as words or as telephone numbers. What is said of
   * a ref never changes while it is named; core stores the difference, a text with the command that brings it. Absent: none is found.
   */
  searched?(facts: Facts): readonly Searched[]
  /** What the record counts for, with `delta` 1 (or more) each; core stores the difference to the facts before. Absent: nothing. */
  tallies?(facts: Facts): readonly TallyDelta[]
  /**
   * The command that a due deadline stands for, issued by the system actor. `undefined` (also when the method is absent): nothing is done,
   * and the deadline comes again an hour later.
   */
  onDue?(facts: Facts, deadline: string, now: number): Command | undefined
  /** When a due deadline that stands for nothing now comes again, in milliseconds since 1970; `undefined` (also when absent): an hour later. */
  restsUntil?(facts: Facts, deadline: string, now: number): number | undefined
  /**
   * The command with which an open record follows a change of the areas, issued by the system actor when the last area of the `areaPath` in its `index` is
   * in force no more, or lies elsewhere. It may be asked again, so that a command which is refused now is tried later. Absent, or `undefined`: the record
   * stays where it is, and is found below the area that was.
   */
  relocate?(
    facts: Facts,
    to: {
      /** Code of the area in force that has taken its place, or of the same area that lies elsewhere now. */
      readonly area: string
      /** What `index` is to answer as `areaPath` from now on. */
      readonly areaPath: string
    },
  ): Command | undefined
  /** How events and facts are stored in fewer bytes. Absent: as they are. */
  readonly packing?: Packing
  /** When people may be told of an event, in milliseconds since 1970. Absent: at once. Plugins' own deliveries go out at once. */
  tellAt?(event: Pick<DomainEvent, 'type' | 'at' | 'by'>, facts: Facts): number
}

/** Facts of a stored record. */
export interface ReadFacts<F> {
  /** As the body has them, or folded from the events. */
  readonly facts: F
  /** The body is of another form than the kind writes: the facts were folded anew, and what is stored beside them is of that form too. */
  readonly outdated: boolean
}

/** A stored record with its facts. */
export interface ReadRecord<F> extends ReadFacts<F> {
  /** As it is stored. */
  readonly record: StoredRecord
}

/** What a service adds to the caller's options. */
export interface RunOptions extends CommandOptions {
  /** Vault rows for the texts that the command refers to; written in the same commit. Rows without a subject get the record's requester. */
  readonly vault?: readonly VaultRow[] | undefined
  /** What the idempotency key is bound to, in addition to actor and command name. Default: the command. */
  readonly body?: unknown
  /** The id was just made, so core does not read the record first. Safe: if it exists, the commit conflicts and it is read then. */
  readonly isNew?: boolean | undefined
  /**
   * The record as it was just read, so that core does not read it again; its facts are not changed. Safe: if it has changed since, the commit conflicts.
   * It is not cached: whoever walks over all records leaves in the cache what others use.
   */
  readonly known?: ReadRecord<object> | undefined
  /** The instant to decide at, in milliseconds since 1970. Default: now. */
  readonly at?: number | undefined
}

/** What a command came to: the new state, or the refusal. Failures of the storage are thrown, not returned. */
export type CommandResult<Facts, Event = DomainEvent> =
  | {
      /** Accepted and, if it had events, committed. */
      readonly ok: true
      /** Facts after the command, frozen. */
      readonly record: Facts
      /** Number of events of the record; pass it as `expectedVersion`. */
      readonly version: number
      /** The events of this command, in order; empty when it changed nothing. */
      readonly events: readonly Event[]
    }
  | {
      /** Refused: nothing was written. */
      readonly ok: false
      /** Code, details and messages in Chinese and English. */
      readonly refusal: Refusal
    }

/** A page of records with their facts. */
export interface RecordPage<Facts> {
  /** In the order of the walk; may be empty. */
  readonly items: readonly {
    /** Id of the record. */
    readonly id: string
    /** Number of events of the record. */
    readonly version: number
    /** As they were when the page was read; a copy of your own. */
    readonly facts: Facts
  }[]
  /** Opaque; absent on the last page. */
  readonly next?: string
  /** Ids of records of this page that are damaged and therefore left out; absent when there are none. */
  readonly damaged?: readonly string[]
}

/** What services of core and plugins run records with: load → decide → evolve → commit, and reading back. */
export interface RecordRunner {
  /**
   * Decides and commits one command; with a `key` a repetition returns the first answer.
   *
   * @throws ConfigurationError for a type that is not registered, and for `tx` where the storage cannot use it
   * @throws ConflictError when other changes were committed first, sixteen times over
   * @throws OverloadedError when `limits.maxInFlight` commands are under way
   * @throws AdapterError when the storage fails
   */
  run<
    F extends object,
    C extends {
      /** Imperative, for example `claim`. */
      readonly name: string
    },
    X extends Moment,
  >(kind: RecordKind<F, C, X>, id: string, command: C, options: RunOptions): Promise<CommandResult<F>>
  /** The present state of one record; `undefined` when it does not exist, or is not newer than asked. */
  facts<F extends object>(
    kind: Pick<RecordKind<F, never>, 'type'>,
    id: string,
    /** An open transaction of the host: then as it stands within. */
    tx?: unknown,
    /** The version that is known already: who follows a record of rules does not pay for reading the same text again. */
    newerThan?: number,
  ): Promise<
    | {
        /** As `evolve` made them from the events; a copy of your own. */
        facts: F
        /** Number of events of the record. */
        version: number
      }
    | undefined
  >
  /** The event stream of one record, in order: events with `seq > after`, all when absent. Read in pages of up to 500, fewer where events are large. */
  events(type: string, id: string, after?: number): AsyncIterable<DomainEvent>
  /**
   * A page of the records of a kind that match the query, by time of creation. A record that is damaged is left out and named, so that it hides no
   * other.
   */
  page<F extends object>(
    kind: Pick<RecordKind<F, never>, 'type'>,
    query: Omit<FindQuery, 'type'>,
  ): Promise<RecordPage<F>>
  /**
   * Every record of a kind that matches the query, by time of creation; read in pages, so records may change during the walk. One that is damaged is
   * left out.
   */
  each<F extends object>(
    kind: Pick<RecordKind<F, never>, 'type'>,
    query?: Omit<FindQuery, 'type' | 'after' | 'limit'>,
    /** Called with the id of each record that is damaged. Absent: a warning is logged all the same. */
    damaged?: (id: string) => void,
  ): AsyncIterable<{
    /** Id of the record. */
    id: string
    /** Number of events of the record. */
    version: number
    /** As they were when the page was read. */
    facts: F
  }>
}
