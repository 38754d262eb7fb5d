import type { AreaRowError } from '@huiyin/core'
import type { Table } from '../table-file/table.js'

/** One area that a file names, before core has checked it. */
export interface ReadRow {
  /** Number of the row in its file. */
  readonly row: number
  readonly area: unknown
}

/** What was understood of a file of areas. */
export interface UnderstoodAreas {
  /** How the file was read; `rows` aside. */
  readonly source: Omit<Table, 'rows' | 'format'> & { readonly format: 'csv' | 'xlsx' | 'json' | 'jsonl' }
  /** Where the heading stands and what each column was taken for; absent for JSON. */
  readonly heading?: {
    readonly row: number
    /** By the words of the file: what they were taken for, `null` for a column that is not used. */
    readonly columns: readonly { readonly words: string; readonly means: string | null }[]
  }
  /** The areas, in the order of the file. */
  readonly rows: readonly ReadRow[]
  /** Rows that are no areas: totals and notes. */
  readonly skipped: readonly { readonly row: number; readonly text: string }[]
  /** Rows that cannot be read, besides the faults that core finds. */
  readonly faults: readonly AreaRowError[]
}
