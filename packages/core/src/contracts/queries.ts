// What a storage is asked: shapes of the Storage contract.

import type { RecordRef, TakenDelivery } from './rows.js'

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
  /** At least 1. */
  readonly limit: number
  readonly lease: Lease
  /** Only these destinations (deliveries). All when absent. */
  readonly destinations?: readonly string[]
  /** Only these buckets. All when absent. */
  readonly buckets?: readonly number[]
}

/** A delivery as it stands. */
export interface OwedDelivery extends TakenDelivery {
  /** Why it was set aside; absent while it is owed. */
  readonly dead?: string
  /** Whether what comes after it waits for it though it is dead. */
  readonly blocks?: boolean
}
/** Which deliveries, and which page of them. */
export interface OwedQuery {
  readonly state: 'open' | 'dead'
  readonly destination?: string
  /** `next` of the page before. */
  readonly after?: string
  readonly limit: number
}

/** The lease a row was taken under. */
export interface Lease {
  readonly owner: string
  readonly until: number
}

/** What became of a row that was taken, or what is done about one that was set aside. */
export type Settlement =
  /** Gives a deadline back: due again at `at`. A deadline put again in the meantime is left alone. */
  | {
      readonly what: 'deadline'
      readonly lease: Lease
      readonly ref: RecordRef
      readonly name: string
      readonly at: number
    }
  | {
      readonly what: 'delivery'
      readonly lease: Lease
      readonly ref: RecordRef
      readonly event: number
      readonly destination: string
      /**
       * `done` removes it; `retry` owes it again at `at`; `dead` sets it aside, kept for replay: those behind it go on (`skip`) or wait for it (`block`).
       */
      readonly outcome:
        | { readonly kind: 'done' }
        | { readonly kind: 'retry'; readonly at: number }
        | { readonly kind: 'dead'; readonly reason: string; readonly behind: 'skip' | 'block' }
    }
  /** Owes a dead delivery again from `at` on, with its attempts forgotten. One that is not dead is left alone. */
  | {
      readonly what: 'replay'
      readonly ref: RecordRef
      readonly event: number
      readonly destination: string
      readonly at: number
    }
  /** Forgets the answers given to command keys before that instant. */
  | { readonly what: 'answers'; readonly before: number }

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
