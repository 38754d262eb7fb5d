import type { Page } from '@huiyin/core'
import { type KeptSent, placeIn, type SentDelivery, type SentQuery, type Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { ridOf } from './record-row.js'

interface Row {
  readonly event: number
  readonly destination: string
  readonly at: number
  readonly attempts: number
  readonly ref: string | null
  readonly skipped: string | null
  readonly delivered_at: number | null
  readonly read_at: number | null
  readonly failed_at: number | null
  readonly failed: string | null
}
const columns = 'event, destination, at, attempts, ref, skipped, delivered_at, read_at, failed_at, failed'
const sentOf = ({ event, destination, at, attempts, ...row }: Row): KeptSent => ({
  event,
  destination,
  at,
  attempts,
  ...(row.ref !== null && { ref: row.ref }),
  ...(row.skipped !== null && { skipped: row.skipped }),
  ...(row.delivered_at !== null && { deliveredAt: row.delivered_at }),
  ...(row.read_at !== null && { readAt: row.read_at }),
  ...(row.failed_at !== null && { failedAt: row.failed_at }),
  ...(row.failed !== null && { failure: row.failed }),
})

const countOff = 'UPDATE delivered_counts SET kept = kept - ? WHERE rid = ?'
const ofRow = 'rid = ? AND event = ? AND destination = ?'
const removeRow = `DELETE FROM sent_rows WHERE ${ofRow}`
const noted = (column: string, more: string) =>
  `UPDATE sent_rows SET ${column} = ?, ${more} WHERE ${ofRow} AND coalesce(${column} > ?, 1)`
const reached = { delivered: noted('delivered_at', 'failing = 0'), read: noted('read_at', 'failing = 0') } as const
const failed = noted('failed_at', 'failed = ?, failing = (delivered_at IS NULL AND read_at IS NULL)')

/** Adds a receipt: of each kind the earliest stays. */
export function addReceipt(db: Database, row: Extract<Settlement, { what: 'receipt' }>): void {
  const rid = ridOf(db, row.ref)
  if (rid === undefined) return
  const { kind, at, reason = null } = row.receipt
  const place = [rid, row.event, row.destination, at] as const
  if (kind === 'failed') db.run(failed, at, reason, ...place)
  else db.run(reached[kind], at, ...place)
}

/** Removes the oldest rows of one destination. */
export function forgetSent(db: Database, { destination, before, limit }: Extract<Settlement, { what: 'sent' }>): void {
  const old = db.all<{ rid: number; event: number }>(
    'SELECT rid, event FROM sent_rows WHERE destination = ? AND at < ? ORDER BY at LIMIT ?',
    destination,
    before,
    limit,
  )
  for (const { rid, event } of old) db.run(countOff, db.run(removeRow, rid, event, destination), rid)
}

/** The rows of one record. */
export const readSent = (db: Database, rid: number): KeptSent[] =>
  db.all<Row>(`SELECT ${columns} FROM sent_rows WHERE rid = ?`, rid).map(sentOf)

type Place = readonly [at: number, rid: number, event: number, destination: string]

/** The statement of one page, for the record of this number or for all. */
export function sentStatement(query: SentQuery, rid?: number) {
  const { destination, ref, failed, from, to, after, limit } = query
  const place = after === undefined ? undefined : placeIn<Place>(after, 'number number number string')
  const conditions: readonly (readonly [sql: string, values: readonly (string | number)[] | undefined])[] = [
    ['s.rid = ?', rid === undefined ? undefined : [rid]],
    ['destination = ?', destination === undefined ? undefined : [destination]],
    ['ref = ?', ref === undefined ? undefined : [ref]],
    ['failing = 1', failed === true ? [] : undefined],
    ['at >= ?', from === undefined ? undefined : [from]],
    ['at < ?', to === undefined ? undefined : [to]],
    ['(at, s.rid, event, destination) < (?, ?, ?, ?)', place],
  ]
  const asked = conditions.filter(([, values]) => values !== undefined)
  return {
    sql: `SELECT s.rid, bucket, type, id, ${columns} FROM sent_rows s CROSS JOIN records USING (rid) WHERE ${asked.map(([sql]) => sql).join(' AND ')}
      ORDER BY at DESC, s.rid DESC, event DESC, destination DESC LIMIT ?`,
    values: [...asked.flatMap(([, values = []]) => values), limit + 1],
  }
}

/** A page of the ledger, newest first. */
export function findSent(db: Database, query: SentQuery): Page<SentDelivery> {
  const rid = query.of === undefined ? undefined : ridOf(db, query.of)
  const { sql, values } = sentStatement(query, rid)
  if (query.of !== undefined && rid === undefined) return { items: [] }
  const rows = db.all<Row & { rid: number; bucket: number; type: string; id: string }>(sql, ...values)
  const page = rows.slice(0, query.limit)
  const items = page.map(({ bucket, type, id, ...row }) => ({ bucket, type, id, ...sentOf(row) }))
  const last = page.at(-1)
  if (rows.length <= query.limit || last === undefined) return { items }
  return { items, next: JSON.stringify([last.at, last.rid, last.event, last.destination]) }
}
