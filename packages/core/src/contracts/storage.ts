/**
 * The Storage contract, version 1. Types only.
 *
 * A storage keeps records, their events, their deadlines, what is owed to others (deliveries), the personal data beside
 * them (vault), tallies and the answers given to command keys. It knows nothing of the domain: texts are stored
 * verbatim, instants are integers (milliseconds since 1970-01-01T00:00Z), pages are keysets.
 *
 * Prove an adapter with `storageConformance` of `@huiyin/testkit`.
 */
export interface Storage {
  readonly contract: 'huiyin.storage/1'
  /** Short name for messages and logs, for example `sqlite`. */
  readonly name: string
  readonly capabilities: StorageCapabilities

  /** Opens the storage and brings its schema up to date. Idempotent. Called once by `huiyin.start()`. */
  open(): Promise<void>

  /**
   * Reads one record as of now, with what was asked for beside it.
   * Guarantee: record, answer and vault come from one consistent moment, and see every change whose commit was acknowledged.
   */
  load(ref: RecordRef, beside?: { readonly key?: string; readonly vault?: boolean }): Promise<Loaded>

  /**
   * Writes changes. Each change is atomic: all of it or nothing. Changes of one call may share one durable write.
   *
   * Guarantees, per change, in this order:
   * 1. `command.key` already answered for this record → `duplicate` with the stored answer, nothing written;
   * 2. stored version ≠ `expectedVersion` (a record that does not exist has version 0) → `conflict`, nothing written;
   * 3. otherwise written whole; `committed` is only answered once it is as durable as the storage promises.
   *
   * Changes of one call are judged in the order given, each seeing those before it.
   * A failure that is nobody's verdict (disk full, connection lost) rejects with an `AdapterError`; nothing of the call was written,
   * or, where the storage cannot know (`retryable` and cause say so), the caller asks again with the same key.
   */
  commit(changes: readonly Change[]): Promise<readonly CommitOutcome[]>

  /** A page of records by time of creation. Guarantee: a record present during the whole walk appears exactly once. */
  find(query: FindQuery): Promise<Page<StoredRecord>>

  /** Events of one record in order, those with `seq > after`. */
  history(ref: RecordRef, page: { readonly after: number; readonly limit: number }): Promise<readonly EventRow[]>

  /**
   * Takes due rows under a lease. Guarantee: until `lease.until` no other caller with another owner is given the same row.
   * Deliveries: only the head (lowest `event`, then `n`) of each record's open queue per destination is ever given.
   * A taken delivery has its `attempts` raised by the taking.
   */
  takeDue(query: DueQuery & { readonly what: 'deadlines' }): Promise<readonly DeadlineRow[]>
  takeDue(query: DueQuery & { readonly what: 'deliveries' }): Promise<readonly TakenDelivery[]>

  /** Gives back or finishes rows taken. A row whose lease has passed to another owner is left alone. */
  settle(rows: readonly Settlement[]): Promise<void>

  /** Sums of tallies, over the half-open days `[from, to)`, in no particular order. */
  tally(query: TallyQuery): Promise<readonly TallySum[]>

  /** Finishes what is under way and lets go of files and connections. Idempotent. */
  close(): Promise<void>
}

/** What a storage can do beyond the contract. Each says what it means and what core does when it is `false`. */
export interface StorageCapabilities {
  /** Acknowledged commits survive the end of the process. `false`: core works the same; `huiyin doctor` warns. */
  readonly durable: boolean
  /** Several processes may open the same storage at once. `false`: run one process only. */
  readonly shared: boolean
}

/** Where a record is. */
export interface RecordRef {
  /** Small fixed hash of the id, `0 … 63`: the unit of lease, partition and distribution. First part of every key. */
  readonly bucket: number
  /** Record type, for example `request`. */
  readonly type: string
  readonly id: string
}

/** A record as stored. */
export interface StoredRecord extends RecordRef {
  /** Number of events of the record. */
  readonly version: number
  /** Hash of the last event: the head of the record's chain, lower-case hex. */
  readonly head: string
  /** Facts of the record as JSON text, stored verbatim. */
  readonly body: string
  readonly index: RecordIndex
  readonly updatedAt: number
}

/** What records can be found by. No personal data: `requester` is an opaque id. */
export interface RecordIndex {
  readonly status: string
  /** Still open, that is, not in an end of its lifecycle. */
  readonly open: boolean
  readonly createdAt: number
  /** Codes from the root to the area, each followed by `/`: `370281/370281001/`. Empty when the record has no area. */
  readonly areaPath: string
  readonly unit: string
  readonly category: string
  readonly channel: string
  readonly requester: string
}

/** What `load` found. */
export interface Loaded {
  readonly record?: StoredRecord
  readonly answer?: StoredAnswer
  /** Present (maybe empty) when asked for. */
  readonly vault?: readonly VaultRow[]
}

/** What was answered to a command key, kept so that a repetition gets the same answer. */
export interface StoredAnswer {
  readonly key: string
  /** Hash over command name, actor and body. The same key with another fingerprint is a mistake of the caller. */
  readonly fingerprint: string
  /** Version of the record after the command, so that the first answer can be told again. */
  readonly version: number
  /** How many events the command wrote. */
  readonly events: number
}

/** Everything one decision changes, written whole or not at all. */
export interface Change extends RecordRef {
  readonly expectedVersion: number
  /** Version after the change: `expectedVersion + events.length`. */
  readonly version: number
  readonly head: string
  readonly body: string
  readonly index: RecordIndex
  readonly at: number
  readonly events: readonly EventRow[]
  readonly deadlines: { readonly put: readonly DeadlineWrite[]; readonly drop: readonly string[] }
  readonly deliveries: readonly DeliveryWrite[]
  /** New vault rows, and refs whose text and salt are erased (the row stays, `value` and `salt` become `null`). */
  readonly vault: { readonly put: readonly VaultRow[]; readonly erase: readonly string[] }
  /** Differences, added to what is there. */
  readonly tallies: readonly TallyDelta[]
  readonly command?: StoredAnswer
}

/** The verdict on one change. */
export type CommitOutcome =
  | { readonly kind: 'committed' }
  /** `version` is the stored one. */
  | { readonly kind: 'conflict'; readonly version: number }
  | { readonly kind: 'duplicate'; readonly answer: StoredAnswer }

/** An event as stored. */
export interface EventRow {
  /** 1, 2, 3 … within the record, no gaps. */
  readonly seq: number
  readonly type: string
  readonly at: number
  /** Canonical JSON text of the event: exactly what was hashed. Stored verbatim. */
  readonly bytes: string
  /** Hash over the previous event's hash and `bytes`, lower-case hex. */
  readonly hash: string
}

/** A deadline of a record. One row per record and `name`; putting it again replaces it and ends any lease. */
export interface DeadlineWrite {
  readonly name: string
  readonly at: number
}
/** A deadline that is due. */
export interface DeadlineRow extends RecordRef, DeadlineWrite {}

/** Something owed to one destination because of one event. Unique per record, event and destination. */
export interface DeliveryWrite {
  /** `seq` of the event that caused it. */
  readonly event: number
  readonly destination: string
  /** JSON text, without personal data: references only. */
  readonly payload: string
  /** Not before this instant. */
  readonly at: number
}
/** A delivery taken under a lease. */
export interface TakenDelivery extends RecordRef, DeliveryWrite {
  /** How often it was taken, this time included. */
  readonly attempts: number
}

/** One piece of personal data or free text, kept beside the record so that it can be erased. */
export interface VaultRow {
  /** Unique within the record. */
  readonly ref: string
  /** Whose data it is: an opaque id. */
  readonly subject: string
  /** What it is: `name`, `phone`, `address`, `description`, `reply`, … */
  readonly field: string
  /** The text itself, `null` once erased. */
  readonly value: string | null
  /** Salt of the commitment in the event; erased with the text. */
  readonly salt: string | null
}

/** Where a difference is counted. `day` is a calendar date in Asia/Shanghai. */
export interface TallyDelta {
  readonly measure: string
  readonly day: string
  readonly areaPath: string
  readonly unit: string
  readonly category: string
  readonly channel: string
  readonly delta: number
}

/** Which records, and which page of them. */
export interface FindQuery {
  /** All types when absent. */
  readonly type?: string
  readonly status?: readonly string[]
  readonly open?: boolean
  /** Records whose `areaPath` starts with this. */
  readonly within?: string
  readonly unit?: string
  readonly category?: string
  readonly channel?: string
  readonly requester?: string
  /** Created at or after / before. */
  readonly from?: number
  readonly to?: number
  /** `next` of the page before. */
  readonly after?: string
  readonly limit: number
}
/** A page of a keyset walk. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Opaque; absent on the last page. */
  readonly next?: string
}

/** What is due, and under which lease it is taken. */
export interface DueQuery {
  readonly now: number
  readonly limit: number
  readonly lease: { readonly owner: string; readonly until: number }
  /** Only these destinations (deliveries). All when absent. */
  readonly destinations?: readonly string[]
  /** Only these buckets. All when absent. */
  readonly buckets?: readonly number[]
}

/** What became of a row that was taken. */
export type Settlement =
  /** Gives a deadline back: due again at `at`. A deadline put again in the meantime is left alone. */
  | {
      readonly what: 'deadline'
      readonly owner: string
      readonly ref: RecordRef
      readonly name: string
      readonly at: number
    }
  | {
      readonly what: 'delivery'
      readonly owner: string
      readonly ref: RecordRef
      readonly event: number
      readonly destination: string
      /** `done` removes it; `retry` owes it again at `at`; `dead` sets it aside, out of the queue, kept for replay. */
      readonly outcome:
        | { readonly kind: 'done' }
        | { readonly kind: 'retry'; readonly at: number }
        | { readonly kind: 'dead'; readonly reason: string }
    }

/** What tallies are grouped by. */
export type TallyDimension = 'area' | 'unit' | 'category' | 'channel' | 'day'

/** Which tallies are summed. */
export interface TallyQuery {
  readonly measures: readonly string[]
  readonly from: string
  readonly to: string
  readonly within?: string
  readonly unit?: string
  readonly category?: string
  readonly channel?: string
  /** Groups the sums; `area` groups by the whole `areaPath`. One sum a measure when absent. */
  readonly by?: TallyDimension
}
/** One sum. */
export interface TallySum {
  readonly measure: string
  /** The value grouped by, `''` without `by`. */
  readonly key: string
  readonly sum: number
}
