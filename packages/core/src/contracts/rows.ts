// What a storage keeps, reads and writes: shapes of the Storage contract.

import type { KeptSent } from './ledger/kept-sent.js'
import type { SearchWrite } from './searching/search-query.js'

/** Where a record is. */
export interface RecordRef {
  /** Hash of the id, `0 … 63`, always the same for the same id: the unit of partition and distribution. First part of every key. */
  readonly bucket: number
  /** Record type, for example `request`. */
  readonly type: string
  /** Opaque and unique within the type: an identifier of at most `limits.id` characters, 256 bytes of UTF-8. */
  readonly id: string
}

/** The present state of a record: its facts and what it can be found by. */
export interface StoredRecord extends RecordRef {
  /** Number of events of the record. */
  readonly version: number
  /** Hash of the last event: the head of the record's chain, lower-case hex. */
  readonly head: string
  /** Facts of the record as JSON text, with the form of the kind that wrote them; stored verbatim. */
  readonly body: string
  /** Projected from the facts with every change; `find` compares with it. */
  readonly index: RecordIndex
  /** `at` of the last change, in milliseconds since 1970. */
  readonly updatedAt: number
  /**
   * The record was written before the index had `owner`, `dueAt`, `flags`, `number` and `desks`: those that it did not have are not known, and stand there
   * as if there were none. Only of records that are open or have a deadline: any other
   * has none of them. Absent otherwise.
   */
  readonly unindexed?: true
}

/**
 * What records can be found by, and what a desk counts. No personal data: `requester` is an opaque id. Each text is an identifier of at most 64 characters
 * (256 bytes of UTF-8), or empty; `areaPath` is made of codes of at most 32, one for each level of the tree.
 */
export interface RecordIndex {
  /** Where the record stands, for requests the name of a state of the lifecycle. */
  readonly status: string
  /** Still open, that is, not in an end of its lifecycle. */
  readonly open: boolean
  /** Milliseconds since 1970. Never changes: pages are walked in its order. */
  readonly createdAt: number
  /** Codes from the root to the area, each followed by `/`: `370281/370281001/`. Empty when the record has no area. */
  readonly areaPath: string
  /** Id of the handling unit; empty when the record has none. */
  readonly unit: string
  /** Code of the category; empty when the record has none. */
  readonly category: string
  /** Name of the intake channel, such as `hotline`; empty when the record has none. */
  readonly channel: string
  /** Opaque id of the resident; empty when the record has none. */
  readonly requester: string
  /** Who has to act now: id of a unit, or a party: `@dispatcher`, `@supervisor`, `@candidates`, `@requester`. Empty when nobody has to, and once the record has ended. */
  readonly owner: string
  /** When the owner's time is over, in milliseconds since 1970; it may be past. Absent while no clock of the owner runs. */
  readonly dueAt?: number
  /** What a desk marks, such as `overdue`: at most 16 names of letters, digits, `.`, `-`, `_` and `/`, each once, in the order of their code points. */
  readonly flags: readonly string[]
  /** The number people are told; empty when the record has none. */
  readonly number: string
  /**
   * On whose desks it lies besides the owner's, each named `<view>/<who>`, such as `coHandled/water`: at most 32 names of at most 100 characters, each once, in
   * ascending order (`<`). Of a record that has ended only while something of it waits for a decision.
   */
  readonly desks: readonly string[]
}

/** What `load` found. */
export interface Loaded {
  /** Absent when there is no such record. */
  readonly record?: StoredRecord
  /** Absent when the key was not asked for, or is not known for this record. */
  readonly answer?: StoredAnswer
  /** Present (maybe empty) when asked for, in the order the rows were first put. */
  readonly vault?: readonly VaultRow[]
  /** Present when asked for and there is such a record. */
  readonly rows?: RecordRows
}

/** What is kept beside one record and its vault, as it is, for a verification. Lists in no particular order. */
export interface RecordRows {
  /** Every deadline, those under a lease included. */
  readonly deadlines: readonly KeptDeadline[]
  /** Every delivery that is pending, under a lease or a dead letter. */
  readonly deliveries: readonly KeptDelivery[]
  /** How many deliveries of the record were settled as `done`, ever. */
  readonly delivered: number
  /** Those of them that left a row in the ledger, until it is removed. */
  readonly sent: readonly KeptSent[]
  /** How many left a row, less those removed by a settlement `sent`: as many as there must be. Counted apart from the rows, so that one that is gone is missed. */
  readonly kept: number
  /** Every answer that was not removed yet. */
  readonly answers: readonly StoredAnswer[]
  /** What the texts of the record are found by; absent where the storage has no `search`, and while the record is `unsearched`. */
  readonly search?: readonly SearchWrite[]
}
/** A deadline of a record, with the lease it is under, as a verification compares it with the facts. */
export interface KeptDeadline extends DeadlineWrite {
  /** When its lease ends, in milliseconds since 1970; absent when it was never leased, or given back. */
  readonly leasedUntil?: number
}
/** A pending delivery or dead letter of a record, with its place in the queue, as a verification compares it with what the event owed. */
export interface KeptDelivery extends DeliveryWrite {
  /** How often it was taken since it was put, or since its last replay. */
  readonly attempts: number
  /** Whether it is the one of its queue that `takeDue` would take, or a dead letter that blocks the queue. */
  readonly head: boolean
  /** When its lease ends, in milliseconds since 1970; absent when it was never leased, or given back. */
  readonly leasedUntil?: number
  /** Why it became a dead letter; absent while it is pending. */
  readonly dead?: string
  /** Whether later deliveries of the queue wait for this dead letter; absent while it is pending. */
  readonly blocks?: boolean
}

/** Rows of a record that is not there, one item for each table that has some. No change ever leaves such rows. */
export interface Stray extends RecordRef {
  /** What the rows are. */
  readonly rows: 'events' | 'deadlines' | 'deliveries' | 'sent' | 'desks' | 'vault' | 'search' | 'answers'
}

/** The first answer to an idempotency key, kept so that a repetition gets the same one. */
export interface StoredAnswer {
  /** The idempotency key, at most 255 characters (1020 bytes of UTF-8); unique within the record. */
  readonly key: string
  /** Hash over command name, actor and body. The same key with another fingerprint is a mistake of the caller. */
  readonly fingerprint: string
  /** Version of the record after the command: the first answer is rebuilt from the events up to it. */
  readonly version: number
  /** How many events the command wrote. */
  readonly events: number
  /** When it was answered, in milliseconds since 1970: old answers are removed by `settle`. */
  readonly at: number
}

/** Everything one decision changes, written whole or not at all. */
export interface Change extends RecordRef {
  /** The version it was decided on, 0 for a new record: another stored version is a conflict (optimistic concurrency). */
  readonly expectedVersion: number
  /** Version after the change: `expectedVersion + events.length`. */
  readonly version: number
  /** Replaces `StoredRecord.head`: the hash of the last of these events. */
  readonly head: string
  /** Replaces `StoredRecord.body`. */
  readonly body: string
  /** Replaces `StoredRecord.index`. */
  readonly index: RecordIndex
  /** When it was decided, in milliseconds since 1970; never before the record's last change. */
  readonly at: number
  /** Appended to the event stream of the record, in order; at least one. */
  readonly events: readonly EventRow[]
  /** The difference to the deadlines stored for the record. */
  readonly deadlines: {
    /** Added, or replaced by name. */
    readonly put: readonly DeadlineWrite[]
    /** Names to remove; a name that is not stored is ignored. */
    readonly drop: readonly string[]
  }
  /** Rows for the outbox; one that is stored already (same record, event and destination), a dead letter among them, is ignored. */
  readonly deliveries: readonly DeliveryWrite[]
  /** The difference to the personal data and free text stored for the record. */
  readonly vault: {
    /** New rows. One whose ref is stored already replaces that row, also an erased one, in its place. */
    readonly put: readonly VaultRow[]
    /** Refs whose text and salt are erased: the row stays, `value` and `salt` become `null`. */
    readonly erase: readonly string[]
  }
  /**
   * The difference to what the rows of the vault are found by, where the storage has the capability `search`; absent: none. A row that is put again or erased
   * loses what it was found by, whatever stands here.
   */
  readonly search?: {
    /** Added, or replaced by ref. */
    readonly put: readonly SearchWrite[]
    /** Refs that are found no more; one that is not stored is ignored. */
    readonly drop: readonly string[]
  }
  /** Differences, added to what is there. */
  readonly tallies: readonly TallyDelta[]
  /** The answer to keep; absent when the command came without an idempotency key. */
  readonly command?: StoredAnswer
}

/** The verdict on one change. Only `committed` wrote anything, and `failed` perhaps. */
export type CommitOutcome =
  | {
      /** Written whole, as durably as the storage promises. */
      readonly kind: 'committed'
    }
  | {
      /** The stored version is not the expected one: core reads the record and decides again. */
      readonly kind: 'conflict'
      /** The stored version, 0 when there is no such record. */
      readonly version: number
    }
  | {
      /** The idempotency key was answered before: core returns that answer, or refuses with `key-reused`. */
      readonly kind: 'duplicate'
      /** As it was stored with the first command. */
      readonly answer: StoredAnswer
    }
  | {
      /** It could not be written, for a reason that others of the same call need not share: the node that holds its record is away. */
      readonly kind: 'failed'
      /** The `AdapterError` with which `commit` would have rejected for this change alone. */
      readonly error: Error
    }

/** An event as stored. */
export interface EventRow {
  /** 1, 2, 3 … within the record, no gaps. */
  readonly seq: number
  /** Dotted name, for example `request.claimed`; also part of `bytes`. */
  readonly type: string
  /** When it happened, in milliseconds since 1970; also part of `bytes`. */
  readonly at: number
  /** Canonical JSON text of the event: exactly what was hashed. Stored verbatim. */
  readonly bytes: string
  /** Hash over the previous event's hash and `bytes`, lower-case hex. */
  readonly hash: string
}

/** A deadline of a record. One row per record and `name`; putting it again replaces it and ends any lease. */
export interface DeadlineWrite {
  /** Unique within the record; for requests the name of the clock. */
  readonly name: string
  /** When it is due, in milliseconds since 1970. */
  readonly at: number
}
/** A deadline that is due. */
export interface DeadlineRow extends RecordRef, DeadlineWrite {}

/** One row of the outbox: something to be sent to one destination because of one event. Unique per record, event and destination. */
export interface DeliveryWrite {
  /** `seq` of the event that caused it. */
  readonly event: number
  /** Name of a channel, `<plugin>/<delivery>` of a plugin, or `huiyin` for core's own work on other records. */
  readonly destination: string
  /** JSON text, without personal data: references only. */
  readonly payload: string
  /** Not before this instant, in milliseconds since 1970. */
  readonly at: number
}
/** A delivery taken under a lease. */
export interface TakenDelivery extends RecordRef, DeliveryWrite {
  /** How often it was taken, this time included. */
  readonly attempts: number
  /** The event that caused it, as `history` gives it; absent where the record has no such event. */
  readonly cause?: EventRow
}
/** One piece of personal data or free text, stored apart from the events so that it can be erased. */
export interface VaultRow {
  /** Unique within the record. */
  readonly ref: string
  /** Whose data it is: an opaque id. */
  readonly subject: string
  /** What it is: `name`, `phone`, `address`, `description`, `reply`, … */
  readonly field: string
  /** The text itself, `null` once erased. Core writes at most 8000 characters, which are up to 32 000 bytes of UTF-8. */
  readonly value: string | null
  /** Salt of the commitment in the event; erased with the text. */
  readonly salt: string | null
}

/** What `texts` found of one record. */
export interface RecordTexts {
  /** The record, as it was asked for. */
  readonly ref: RecordRef
  /** Its rows of the fields asked for, erased ones among them, in the order they were first put; none when there is no such record. */
  readonly rows: readonly VaultRow[]
}

/** How much one cell of the tallies changes. The cell is named by everything but `delta`. */
export interface TallyDelta {
  /** Name of the measure that is counted, `<plugin>.<name>` for a plugin's. */
  readonly measure: string
  /** Calendar date in Asia/Shanghai, `2022-03-05`. */
  readonly day: string
  /** As in `RecordIndex`; empty when the record has no area. */
  readonly areaPath: string
  /** Id of the handling unit that it counts for; empty when there is none. */
  readonly unit: string
  /** Code of the category; empty when there is none. */
  readonly category: string
  /** Name of the intake channel; empty when there is none. */
  readonly channel: string
  /** A whole number to add; negative when something no longer counts. */
  readonly delta: number
}
