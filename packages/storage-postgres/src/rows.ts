import type { Page } from '@huiyin/core'
import {
  type KeptDeadline,
  type KeptDelivery,
  placeIn,
  type RecordRows,
  type SearchWrite,
  type StoredAnswer,
  type Stray,
} from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { givenHash } from './hashes.js'
import { type SentColumns, sentColumns, sentOf } from './ledger-rows.js'

type DeliveryRow = Omit<KeptDelivery, 'leasedUntil' | 'dead' | 'blocks'> & {
  readonly lease_until: number | null
  readonly dead: string | null
  readonly blocks: boolean
}

/** What is kept beside a record, in columns of the statement that reads it. Absent when it was not asked for. */
export interface KeptColumns {
  readonly due_at?: number | null
  readonly deadlines?: Readonly<Record<string, number>> | null
  readonly leases?: Readonly<Record<string, readonly [owner: string, until: number]>> | null
  readonly delivered?: number
  readonly kept?: number
  readonly kept_sent?: readonly SentColumns[]
  readonly kept_deliveries?: readonly DeliveryRow[]
  readonly kept_answers?: readonly StoredAnswer[]
  readonly kept_search?: readonly SearchWrite[]
  readonly unsearched?: boolean
}

/** The rows of one record. It is named by values and not by columns, so that a node is found before anything is read. */
export const ours = 'r.bucket = $1 AND r.type = $2 AND r.id = $3'
const listOf = (schema: string, what: string, table: string, columns: string) =>
  `(SELECT coalesce(json_agg(k), '[]') FROM (SELECT ${columns} FROM ${schema}.${table} WHERE bucket = $1 AND rid = r.rid) k) AS kept_${what}`

/** The columns that read what is kept beside a record, which is named by the first three values. */
export const rowsColumns = (schema: string): string =>
  [
    'deadlines, leases, delivered, kept',
    listOf(schema, 'sent', 'sent_rows', sentColumns),
    listOf(
      schema,
      'deliveries',
      'delivery_rows',
      'destination, event, payload, at, attempts, head, lease_until, dead, blocks',
    ),
    listOf(schema, 'search', 'search_rows', 'ref, field, text, keys'),
    `EXISTS (SELECT 1 FROM ${schema}.search_backlog WHERE bucket = $1 AND rid = r.rid) AS unsearched`,
    listOf(schema, 'answers', 'answer_rows', 'key, fingerprint, version, events, at'),
  ].join(', ')

const leased = (until: number | null | undefined) => (until == null ? {} : { leasedUntil: until })

/** An answer as it was given. */
export const answerGiven = (answer: StoredAnswer): StoredAnswer => ({
  ...answer,
  fingerprint: givenHash(answer.fingerprint),
})

// One that the index has later than it is would be taken later, and without an instant there none is taken.
function deadlinesOf({ due_at: due, deadlines, leases }: KeptColumns): KeptDeadline[] {
  if (due == null) return []
  return Object.entries(deadlines ?? {}).map(([name, at]) => ({
    name,
    at: Math.max(at, due),
    ...leased(leases?.[name]?.[1]),
  }))
}

/** What these columns hold. */
export function rowsOf(row: KeptColumns): RecordRows {
  return {
    deadlines: deadlinesOf(row),
    deliveries: (row.kept_deliveries ?? []).map(({ lease_until: until, dead, blocks, ...each }) => ({
      ...each,
      ...leased(until),
      ...(dead !== null && { dead, blocks }),
    })),
    delivered: row.delivered ?? 0,
    sent: (row.kept_sent ?? []).map(sentOf),
    kept: row.kept ?? 0,
    answers: (row.kept_answers ?? []).map(answerGiven),
    ...(row.unsearched !== true && { search: row.kept_search ?? [] }),
  }
}

// Deadlines are part of their record: they cannot be left without it.
const tables = [
  ['events', 'event_rows'],
  ['deliveries', 'delivery_rows'],
  ['sent', 'sent_rows'],
  ['vault', 'vault_rows'],
  ['search', 'search_rows'],
  ['answers', 'answer_rows'],
] as const

/** Finds rows whose record is not there, table by table. Nothing tells what it was: it is named by its number in its bucket. */
export function createStrays(db: Database, schema: string) {
  return async function strays(query: { readonly after?: string; readonly limit: number }): Promise<Page<Stray>> {
    const { after, limit } = query
    const [from, ...place] =
      after === undefined
        ? [0, -1, '-1']
        : placeIn<[table: number, bucket: number, rid: string]>(after, 'number number string')
    const items: Stray[] = []
    for (const [position, [rows, table]] of tables.entries()) {
      if (position < from) continue
      const found = await db.query<{ bucket: number; id: string }>(
        'strays',
        `SELECT DISTINCT x.bucket, x.rid, x.rid::text AS id FROM ${schema}.${table} x
           LEFT JOIN ${schema}.records r ON r.bucket = x.bucket AND r.rid = x.rid
         WHERE r.rid IS NULL AND (x.bucket, x.rid) > ($1, $2) ORDER BY 1, 2 LIMIT $3`,
        [...(position === from ? place : [-1, '-1']), limit - items.length + 1],
      )
      for (const { bucket, id } of found) {
        const last = items.at(-1)
        if (items.length === limit && last !== undefined) {
          const at = tables.findIndex(([name]) => name === last.rows)
          return { items, next: JSON.stringify([at, last.bucket, last.id]) }
        }
        items.push({ bucket, type: 'rid', id, rows })
      }
    }
    return { items }
  }
}
