import type { Page } from '@huiyin/core'
import type { KeptDelivery, RecordRef, RecordRows, StoredAnswer, Stray } from '@huiyin/core/contracts'
import { placeIn } from './cursor.js'
import type { Database } from './database.js'

type DeliveryRow = Omit<KeptDelivery, 'leasedUntil' | 'dead' | 'blocks'> & {
  readonly lease_until: number | null
  readonly dead: string | null
  readonly blocks: boolean
}

/** What is kept beside a record, in columns of the statement that reads it. Absent when it was not asked for. */
export interface KeptColumns {
  readonly kept_deadlines?: readonly {
    readonly name: string
    readonly at: number
    readonly lease_until: number | null
  }[]
  readonly kept_deliveries?: readonly DeliveryRow[]
  readonly kept_delivered?: number
  readonly kept_answers?: readonly StoredAnswer[]
}

/** The rows of one record. It is named by values and not by columns, so that a node is found before anything is read. */
export const ours = 'bucket = $1 AND type = $2 AND id = $3'
const listOf = (schema: string, table: string, columns: string) =>
  `(SELECT coalesce(json_agg(k), '[]') FROM (SELECT ${columns} FROM ${schema}.${table} WHERE ${ours}) k) AS kept_${table}`

/** The columns that read what is kept beside a record, which is named by the first three values. */
export const rowsColumns = (schema: string): string =>
  [
    listOf(schema, 'deadlines', 'name, at, lease_until'),
    listOf(schema, 'deliveries', 'destination, event, payload, at, attempts, head, lease_until, dead, blocks'),
    listOf(schema, 'answers', 'key, fingerprint, version, events, at'),
    `(SELECT coalesce(sum(count), 0)::int FROM ${schema}.delivered WHERE ${ours}) AS kept_delivered`,
  ].join(', ')

const leased = (until: number | null) => (until === null ? {} : { leasedUntil: until })

/** What these columns hold. */
export function rowsOf(row: KeptColumns): RecordRows {
  return {
    deadlines: (row.kept_deadlines ?? []).map(({ lease_until: until, ...each }) => ({ ...each, ...leased(until) })),
    deliveries: (row.kept_deliveries ?? []).map(({ lease_until: until, dead, blocks, ...each }) => ({
      ...each,
      ...leased(until),
      ...(dead !== null && { dead, blocks }),
    })),
    delivered: row.kept_delivered ?? 0,
    answers: row.kept_answers ?? [],
  }
}

const tables = ['events', 'deadlines', 'deliveries', 'vault', 'answers'] as const

/** Finds rows whose record is not there, table by table, in the order of their keys. */
export function createStrays(db: Database, schema: string) {
  return async function strays(query: { readonly after?: string; readonly limit: number }): Promise<Page<Stray>> {
    const { after, limit } = query
    const [from, ...place] =
      after === undefined
        ? [0, -1, '', '']
        : placeIn<[table: number, bucket: number, type: string, id: string]>(after, 'number number string string')
    const items: Stray[] = []
    for (const [position, rows] of tables.entries()) {
      if (position < from) continue
      const key = position === from ? place : [-1, '', '']
      const found = await db.query<RecordRef>(
        'strays',
        `SELECT DISTINCT x.bucket, x.type, x.id FROM ${schema}.${rows} x
           LEFT JOIN ${schema}.records r ON r.bucket = x.bucket AND r.type = x.type AND r.id = x.id
         WHERE r.id IS NULL AND (x.bucket, x.type, x.id) > ($1, $2, $3) ORDER BY 1, 2, 3 LIMIT $4`,
        [...key, limit - items.length + 1],
      )
      for (const each of found) {
        const last = items.at(-1)
        if (items.length === limit && last !== undefined)
          return { items, next: JSON.stringify([tables.indexOf(last.rows), last.bucket, last.type, last.id]) }
        items.push({ ...each, rows })
      }
    }
    return { items }
  }
}
