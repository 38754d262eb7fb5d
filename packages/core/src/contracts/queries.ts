// What a storage is asked: shapes of the Storage contract.

import type { Receipt, SentWrite } from './ledger/kept-sent.js'
import type { RecordIndex, RecordRef, TakenDelivery } from './rows.js'
import type { SearchQuery } from './searching/search-query.js'
import type { SearchSettlement } from './searching/search-settlement.js'

/** What pages of records are ordered by: when they were created, when the owner's time is over, when they were changed last. */
export type RecordOrder = 'submitted' | 'due' | 'updated'

/** Which records, and which page of them. Conditions are combined with AND; an absent condition does not filter. */
export interface FindQuery {
  /** All types when absent. */
  readonly type?: string
  /** One of these, compared with `index.status` exactly. */
  readonly status?: readonly string[]
  /** `true` for records that have not ended, `false` for those that have. */
  readonly open?: boolean
  /** Records whose `areaPath` starts with this. */
  readonly within?: string
  /** Id of the handling unit, compared exactly; `''` finds records without one. */
  readonly unit?: string
  /** Code of the category, compared exactly. */
  readonly category?: string
  /** Name of the intake channel, compared exactly. */
  readonly channel?: string
  /** Opaque id of the resident, compared exactly. */
  readonly requester?: string
  /** Created at or after this instant, in milliseconds since 1970. */
  readonly from?: number
  /** Created before this instant, in milliseconds since 1970. */
  readonly to?: number
  /** Who has to act now, compared exactly with `index.owner`. */
  readonly owner?: string
  /** Each of these is among `index.flags`. */
  readonly flags?: readonly string[]
  /** One of `index.desks`, compared exactly. */
  readonly desk?: string
  /** The number people are told, compared exactly. */
  readonly number?: string
  /** The owner's time is over before this instant, in milliseconds since 1970; never a record without `dueAt`. */
  readonly dueBefore?: number
  /** Changed at or after this instant, in milliseconds since 1970. */
  readonly updatedFrom?: number
  /** Found by texts or numbers besides; asked only where the storage has the capability `search`. */
  readonly search?: SearchQuery
  /** Default `submitted`. The others are orders of a desk: core asks for them with `open: true`, or with `desk`, only. */
  readonly order?: RecordOrder
  /** From the last to the first. Default false. */
  readonly descending?: boolean
  /** `next` of the page before, in the same order and direction. */
  readonly after?: string
  /** Size of the page; 0 for nothing. */
  readonly limit: number
}

/** Which open records are counted. Conditions are combined with AND; an absent condition does not filter. */
export interface CountsQuery {
  /** All types when absent. */
  readonly type?: string
  /** Records whose `areaPath` starts with this. */
  readonly within?: string
  /** Id of the handling unit, compared exactly. */
  readonly unit?: string
  /** Who has to act now, compared exactly with `index.owner`. */
  readonly owner?: string
  /** One of `index.desks`, compared exactly. */
  readonly desk?: string
}
/** How many open records have the same owner, status and flags. */
export interface RecordCount {
  /** As in the index. */
  readonly owner: string
  /** As in the index. */
  readonly status: string
  /** As in the index: exactly these flags. */
  readonly flags: readonly string[]
  /** At least 1. */
  readonly count: number
}

/** A page of a keyset walk. */
export interface Page<T> {
  /** In the order of the walk; may be empty. */
  readonly items: readonly T[]
  /** Opaque; absent on the last page. */
  readonly next?: string
}

/** What is due, and under which lease it is taken. */
export interface DueQuery {
  /** Rows whose `at` is not after this instant are due, and leases that end at or before it have expired. Milliseconds since 1970. */
  readonly now: number
  /** At most so many rows; 0 takes nothing. */
  readonly limit: number
  /** Written to every row that is taken. */
  readonly lease: Lease
  /** Only these destinations (deliveries). All when absent. */
  readonly destinations?: readonly string[]
  /** Only these buckets. All when absent. */
  readonly buckets?: readonly number[]
}

/** A delivery that is pending, or a dead letter. */
export interface OwedDelivery extends Omit<TakenDelivery, 'cause'> {
  /** Why it became a dead letter; absent while it is pending. */
  readonly dead?: string
  /** Whether later deliveries of the queue wait for this dead letter; absent while it is pending. */
  readonly blocks?: boolean
}
/** Which deliveries, and which page of them. */
export interface OwedQuery {
  /** `open` for pending deliveries, those under a lease included; `dead` for dead letters. */
  readonly state: 'open' | 'dead'
  /** Name of the one destination to list. All when absent. */
  readonly destination?: string
  /** `next` of the page before. */
  readonly after?: string
  /** Size of the page; 0 for nothing. */
  readonly limit: number
}

/** A destination to which nothing is sent for a while. */
export interface DestinationPause {
  /** Name of the channel, or `<plugin>/<delivery>`. */
  readonly destination: string
  /** Its end, in milliseconds since 1970. A pause that is over stays listed until the destination is resumed. */
  readonly until: number
  /** Why, for operators: at most 500 characters, no personal data. */
  readonly reason: string
  /** When it was paused, in milliseconds since 1970. */
  readonly since: number
}

/** The lease a row was taken under. Both members together identify it. */
export interface Lease {
  /** Id of the process that took the row. */
  readonly owner: string
  /** When the lease ends, in milliseconds since 1970: at this very instant the row may be taken again. */
  readonly until: number
}

/** What became of a row that was taken, or what is done about a dead letter. */
export type Settlement =
  /** Gives a deadline back: due again at `at`. A deadline that was put again in the meantime is left alone. */
  | {
      /** A deadline that was taken and not handled. */
      readonly what: 'deadline'
      /** The lease it was taken under; the row stays as it is when it is under another. */
      readonly lease: Lease
      /** The record it belongs to. */
      readonly ref: RecordRef
      /** Name of the deadline within the record. */
      readonly name: string
      /** When it is due again, in milliseconds since 1970. */
      readonly at: number
    }
  | {
      /** A delivery that was attempted. */
      readonly what: 'delivery'
      /** The lease it was taken under; the row stays as it is when it is under another. */
      readonly lease: Lease
      /** The record whose event caused it. */
      readonly ref: RecordRef
      /** `seq` of that event. */
      readonly event: number
      /** Name of the destination it was for. */
      readonly destination: string
      /** What the attempt came to. Each outcome ends the lease. */
      readonly outcome:
        | {
            /** It was sent, or there was nothing to send: the row is removed. */
            readonly kind: 'done'
            /** What the ledger keeps of it. Absent: nothing. */
            readonly keep?: SentWrite
          }
        | {
            /** It was not sent: the row stays. */
            readonly kind: 'retry'
            /** When to try again, in milliseconds since 1970; replaces `at` of the row. */
            readonly at: number
            /** `false` takes the attempt back that was counted when the row was taken: nothing was tried. Default `true`: the attempt failed. */
            readonly counted?: boolean
          }
        | {
            /** It becomes a dead letter: kept, not attempted again until it is replayed. */
            readonly kind: 'dead'
            /** Why, for operators; returned as `OwedDelivery.dead`. */
            readonly reason: string
            /** Whether later deliveries of the same record and destination go on (`skip`) or wait for the replay (`block`). */
            readonly behind: 'skip' | 'block'
          }
    }
  /** Requeues a dead letter at `at` and resets its attempts. A delivery that is not a dead letter is left alone. */
  | {
      /** A dead letter that an operator sends again; needs no lease. */
      readonly what: 'replay'
      /** The record whose event caused it. */
      readonly ref: RecordRef
      /** `seq` of that event. */
      readonly event: number
      /** Name of the destination it is for. */
      readonly destination: string
      /** When it is due, in milliseconds since 1970. */
      readonly at: number
    }
  /**
   * Adds a receipt to a row of the ledger, where the earliest of its kind stays: one that comes again, late or out of order changes nothing else. A delivery
   * without such a row is left alone.
   */
  | {
      /** What the provider said of a message. */
      readonly what: 'receipt'
      /** The record whose event caused it. */
      readonly ref: RecordRef
      /** `seq` of that event. */
      readonly event: number
      /** Name of the destination it was for. */
      readonly destination: string
      /** Needs no lease. */
      readonly receipt: Receipt
    }
  /** Removes rows of the ledger whose time is over, the oldest first and at most so many. */
  | {
      /** What was kept of deliveries to one destination. */
      readonly what: 'sent'
      /** Its name. */
      readonly destination: string
      /** Rows settled before this instant may be removed. Milliseconds since 1970. */
      readonly before: number
      /** At most so many, so that nobody waits for all of them. */
      readonly limit: number
    }
  /** Pauses a destination, for every process: until then `takeDue` gives no delivery of it. A pause of it that ends later, or at the same instant, stays as it is. */
  | (DestinationPause & {
      /** A destination that cannot take anything now. */
      readonly what: 'pause'
    })
  /** Ends the pause of a destination, also one that is over; a destination without one is left alone. */
  | {
      /** A destination that takes messages again. */
      readonly what: 'resume'
      /** Its name. */
      readonly destination: string
    }
  /**
   * Replaces what a record is found by, and nothing else: the same facts, projected anew. A record that has another version by now is left alone, since the
   * change that made it wrote an index of its own.
   */
  | {
      /** The index of one record. */
      readonly what: 'index'
      /** The record. */
      readonly ref: RecordRef
      /** Of the facts that the index was projected from. */
      readonly version: number
      /** Replaces `StoredRecord.index`; `createdAt` is as it was. */
      readonly index: RecordIndex
    }
  | SearchSettlement
  /** Removes stored answers: from then on their idempotency keys count as new. */
  | {
      /** The answers to idempotency keys, of all records. */
      readonly what: 'answers'
      /** Answers given before this instant are removed. Milliseconds since 1970. */
      readonly before: number
    }

/** What tallies are grouped by. */
export type TallyDimension = 'area' | 'unit' | 'category' | 'channel' | 'day'

/** Which tallies are summed. Conditions are combined with AND; an absent condition does not filter. */
export interface TallyQuery {
  /** Names of the measures; each is summed by itself. */
  readonly measures: readonly string[]
  /** First day, `2022-03-05`, in Asia/Shanghai. */
  readonly from: string
  /** Day after the last, in the same form. */
  readonly to: string
  /** Tallies whose `areaPath` starts with this. */
  readonly within?: string
  /** Id of the handling unit, compared exactly; `''` for tallies without one. */
  readonly unit?: string
  /** Code of the category, compared exactly. */
  readonly category?: string
  /** Name of the intake channel, compared exactly. */
  readonly channel?: string
  /** Groups the sums; `area` groups by the whole `areaPath`. One sum a measure when absent. */
  readonly by?: TallyDimension
}
/** What one measure adds up to, over everything the query asks for or for one group of it. */
export interface TallySum {
  /** One of the names in the query. */
  readonly measure: string
  /** The value grouped by, `''` without `by`. */
  readonly key: string
  /** A whole number, never 0. */
  readonly sum: number
}
