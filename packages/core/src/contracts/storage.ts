import type { SentDelivery, SentQuery } from './ledger/sent-query.js'
import type {
  CountsQuery,
  DestinationPause,
  DueQuery,
  FindQuery,
  OwedDelivery,
  OwedQuery,
  Page,
  RecordCount,
  Settlement,
  TallyQuery,
  TallySum,
} from './queries.js'
import type {
  Change,
  CommitOutcome,
  DeadlineRow,
  EventRow,
  Loaded,
  RecordRef,
  RecordTexts,
  StoredRecord,
  Stray,
  TakenDelivery,
} from './rows.js'

/**
 * The Storage contract, version 2: fifteen methods, and two that may be left out. Types only.
 *
 * A storage keeps records, their event streams, their deadlines, an outbox (deliveries), a ledger of what was sent, personal data apart from the events (vault),
 * tallies and the answers to idempotency keys. It knows nothing of the domain: texts are stored verbatim (well-formed and without U+0000,
 * which core checks), keys and names are no longer than `limits`, instants are integers (milliseconds since 1970-01-01T00:00Z), pages are keysets.
 * Numbers are whole and safe: instants from 0 to 8 640 000 000 000 000 (the end of `Date`), versions, events, attempts and buckets from 0 on, differences of
 * tallies and their sums of either sign, all within ±9 007 199 254 740 991. Texts are compared and ordered by code point.
 * An empty list asks for nothing: `[]` as a condition finds nothing, `limit: 0` answers an empty list or page without `next`, and takes nothing.
 *
 * Prove an adapter with `storageConformance` of `@huiyin/testkit`.
 */
export interface Storage {
  /** Version of the contract that the storage is written for. */
  readonly contract: 'huiyin.storage/2'
  /** Short name for messages and logs, for example `sqlite`. */
  readonly name: string
  /** Fixed for the life of the storage, and known before `open`. */
  readonly capabilities: StorageCapabilities

  /**
   * Opens the storage and brings its schema up to date, or refuses one that must be brought up to date first. A schema that a newer adapter made is refused
   * with an `AdapterError`, and left as it is. Idempotent. Called once by `huiyin.start()`.
   */
  open(): Promise<void>

  /**
   * Reads one record as of now, and with it what `beside` asks for.
   * Guarantee: record, answer, vault and rows come from one consistent moment, and see every change whose commit was acknowledged.
   * With `tx` (capability `hostTransaction`) it reads inside the transaction the host has open; a storage without the capability rejects with a
   * `ConfigurationError`.
   */
  load(ref: RecordRef, beside?: Beside): Promise<Loaded>

  /**
   * Writes changes. Each change is atomic: all of it or nothing. Changes of one call may share one durable write.
   *
   * Guarantees, per change, in this order:
   * 1. `command.key` (idempotency key) already answered for this record → `duplicate` with the stored answer, nothing written;
   * 2. stored version ≠ `expectedVersion` (optimistic concurrency; a record that does not exist has version 0) → `conflict`, nothing written;
   * 3. otherwise written whole; `committed` is only answered once it is as durable as the storage promises.
   *
   * Changes of one call are judged in the order given, each seeing those before it.
   * A failure that is not a verdict on a change (disk full, connection lost) rejects with an `AdapterError`; nothing of the call was written,
   * or, where the storage cannot know (`outcome: 'unknown'` of the error), some or all of it may have been: ask again with the same keys.
   * A storage on several nodes, of which one is away, does not reject for the sake of those changes: they are `failed`, and the others have their verdicts.
   *
   * With `tx` (capability `hostTransaction`) the changes are written inside the transaction the host has open, which decides over them; a
   * storage without the capability rejects with a `ConfigurationError`.
   */
  commit(changes: readonly Change[], within?: HostTransaction): Promise<readonly CommitOutcome[]>

  /**
   * A page of records by `createdAt` (in the order `due` by `dueAt`, a record without one last; in the order `updated` by `updatedAt`), then `id`, then `type`,
   * texts by code point; `descending` is the very reverse. Guarantee: a record present during the whole walk appears exactly once, in the other two orders
   * one whose instant stays as it is. A cursor that did not come from a page of the same order and direction rejects with an `InvalidInputError`.
   * Promise of speed: a storage for many records reads for a page of open records, in any order, none that has ended. A page of a `search` may be shorter than
   * asked for, and even empty, and go on all the same (`next`), so that it costs no more than so much however often a word is written.
   */
  find(query: FindQuery): Promise<Page<StoredRecord>>

  /**
   * How many open records there are, by owner, status and flags, in no particular order. Guarantee: exact at any moment. Promise of speed: a storage for many
   * records reads none that has ended, and no facts.
   */
  counts(query: CountsQuery): Promise<readonly RecordCount[]>

  /**
   * The texts of several records in one call: of a page, what it shows. Answers for each record named, in that order, the rows of its vault whose field is
   * among `fields`. Guarantee: the rows of one record come from one consistent moment, and see every change whose commit was acknowledged. Promise of speed: a
   * storage reads no rows of other records, and asks a database once for all of them.
   */
  texts(refs: readonly RecordRef[], fields: readonly string[]): Promise<readonly RecordTexts[]>

  /** The event stream of one record, in order of `seq`. Empty when there are no more events, or no such record. */
  history(
    ref: RecordRef,
    page: {
      /** Only events with a higher `seq`; 0 for all. */
      readonly after: number
      /** At most so many events; fewer mean that the stream ends here. */
      readonly limit: number
    },
  ): Promise<readonly EventRow[]>

  /**
   * Takes due rows under a lease, earliest first: by `at`, deadlines of one instant by bucket, type, id and name, deliveries of one instant in any order. Guarantee: before `lease.until` the same row is not
   * taken again, not even by the same owner; at `lease.until` the lease has ended, whatever was settled. A deadline that has ended leaves by
   * `deadlines.drop` of a change only: until then it is taken again and again.
   * Deliveries: only the head (lowest `event`) of each record's open queue per destination is ever taken, and rows that wait behind it cost
   * nothing. Taking a delivery raises its `attempts`, so that a crashed worker's attempt is counted. Each comes with the event that caused it. Of a destination whose pause ends after `now` none is
   * given.
   */
  takeDue(
    query: DueQuery & {
      /** Deadlines of records. */
      readonly what: 'deadlines'
    },
  ): Promise<readonly DeadlineRow[]>
  takeDue(
    query: DueQuery & {
      /** Rows of the outbox. */
      readonly what: 'deliveries'
    },
  ): Promise<readonly TakenDelivery[]>

  /** Gives back or finishes rows taken. A row that is not under the very lease named (owner and instant) is left alone: the lease is the fence. */
  settle(rows: readonly Settlement[]): Promise<void>

  /** Every pause of a destination, in no particular order, also one that is over and was not ended by `resume`. Few: one a destination. */
  pauses(): Promise<readonly DestinationPause[]>

  /** A page of pending deliveries or dead letters, by bucket, type, id, destination and event, for operators. Takes no lease. */
  owed(query: OwedQuery): Promise<Page<OwedDelivery>>

  /**
   * A page of the ledger, by `at`, newest first; of one instant in any order that does not change. Guarantee: a row present during the whole walk appears exactly
   * once. Promise of speed: of one record, of one destination, and by the provider's reference a storage for many records reads no others; a look-up by reference
   * may ask every part.
   */
  sent(query: SentQuery): Promise<Page<SentDelivery>>

  /**
   * Sums of tallies, over the half-open days `[from, to)`, in no particular order; sums that are 0 are left out.
   * Guarantee: exact at any moment. Promise of speed: a storage for many records keeps the sums of `tallyRows` with the tallies, so
   * that a year costs the same whatever was counted in it.
   */
  tally(query: TallyQuery): Promise<readonly TallySum[]>

  /**
   * A page of rows whose record is not there, which only a change from outside can leave. Guarantee: all of them appear in the whole walk. Read by
   * a verification only, so it may walk the tables; a storage that cannot have such rows answers an empty page.
   */
  strays(query: {
    /** `next` of the page before. */
    readonly after?: string
    /** Size of the page; 0 for nothing. */
    readonly limit: number
  }): Promise<Page<Stray>>

  /**
   * Some records that are `unindexed`, at most so many; none when there are no more. Optional: a storage that never held a record without the whole index
   * leaves it out. Core projects them anew (settlement `index`) before a process works, and asks again until there is none.
   */
  unindexed?(limit: number): Promise<readonly StoredRecord[]>

  /**
   * Some records with texts that were written before the storage had the capability `search`, at most so many; none when there are no more. Optional, as
   * `unindexed`: core makes what they are found by (settlement `search`) before a process works.
   */
  unsearched?(limit: number): Promise<readonly StoredRecord[]>

  /**
   * What the storage knows of the time, so that a process whose clock is years off is kept from writing. Optional: without it a process compares its
   * clock only with what it has seen itself.
   */
  times?(): Promise<StorageTimes>

  /** Finishes what is under way and releases files and connections. Idempotent. A call after it rejects with an `AdapterError`; `open` may follow. */
  close(): Promise<void>
}

/** What a storage knows of the time. All in milliseconds since 1970. */
export interface StorageTimes {
  /** Its own clock, where it has one that is not this process's: that of a database server. Absent: it has none. */
  readonly now?: number
  /** The newest instant at which something was written, as far as that is known without reading everything. Absent: nothing was written. */
  readonly newest?: number
}

/** What a storage can do beyond the contract. Each capability says what core does when it is `false`. */
export interface StorageCapabilities {
  /** Acknowledged commits survive the end of the process. `false`: core works the same; `huiyin doctor` warns. */
  readonly durable: boolean
  /** Several processes may open the same storage at once. `false`: run one process only. */
  readonly shared: boolean
  /** `commit` can write inside a transaction the host has open. `false` (also when absent): a command with `tx` is refused before any I/O. */
  readonly hostTransaction?: boolean
  /** How many `commit` calls are worth having under way at once. 1 (also when absent): the next group waits until the one before is written. */
  readonly writesAtOnce?: number
  /** Records are found by words of their texts, and by keyed digests. `false` (also when absent): core keeps no such index, and refuses such a query. */
  readonly search?: boolean
}

/** What `load` reads in addition to the record: the answer to a key, the vault, everything else; inside the host's transaction when there is one. */
export interface Beside extends Partial<HostTransaction> {
  /** Idempotency key whose answer is wanted. Absent: no answer is read. */
  readonly key?: string
  /** `true` to read all vault rows of the record. Default false. */
  readonly vault?: boolean
  /** `true` to read everything else that is kept beside the record, for a verification. Default false. */
  readonly rows?: boolean
}

/** A transaction of the host's own, in the form the storage's driver has it. */
export interface HostTransaction {
  /** The driver's own object, such as a `pg` client on which BEGIN was sent; core passes it through and never ends it. */
  readonly tx: unknown
}
