import type { RecordRef } from '../rows.js'
import type { KeptSent } from './kept-sent.js'

/** A row of the ledger, and the record whose event caused it. */
export interface SentDelivery extends RecordRef, KeptSent {}

/** Which rows of the ledger, and which page of them. Conditions are combined with AND; an absent condition does not filter. */
export type SentQuery = {
  /** What the provider calls the message, compared exactly. */
  readonly ref?: string
  /** `true` for those that failed: there is a receipt that says so, and none that it was delivered or read. Default false. */
  readonly failed?: boolean
  /** Settled at or after this instant, in milliseconds since 1970. */
  readonly from?: number
  /** Settled before this instant, in milliseconds since 1970. */
  readonly to?: number
  /** `next` of the page before. */
  readonly after?: string
  /** Size of the page; 0 for nothing. */
  readonly limit: number
} & (
  | {
      /** Name of the one destination. */
      readonly destination: string
      /** The one record. All when absent. */
      readonly of?: RecordRef
    }
  | {
      /** Name of the one destination. All of the record when absent. */
      readonly destination?: string
      /** The one record. */
      readonly of: RecordRef
    }
)
