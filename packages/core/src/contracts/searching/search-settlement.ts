import type { RecordRef } from '../rows.js'
import type { SearchWrite } from './search-query.js'

/**
 * Replaces all that the texts of a record are found by, which is no longer `unsearched` then. A record that has another version by now is left alone, and so
 * is a row of the vault that was erased. Only where the storage has the capability `search`.
 */
export interface SearchSettlement {
  /** The search index of one record. */
  readonly what: 'search'
  /** The record. */
  readonly ref: RecordRef
  /** Of the texts that it was made from. */
  readonly version: number
  /** All of it. */
  readonly rows: readonly SearchWrite[]
}
