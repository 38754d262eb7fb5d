import type { Page } from '@huiyin/core'
import { placeIn, type SentDelivery, type SentQuery, type Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { type SentColumns, sentColumns, sentOf } from './ledger-rows.js'
import { sideBySide } from './side-by-side.js'

const noted = (column: string, more: string) =>
  `${column} = $1, ${more} FROM $.records r WHERE r.bucket = $2 AND r.type = $3 AND r.id = $4
     AND x.bucket = $2 AND x.rid = r.rid AND x.event = $5 AND x.destination = $6 AND coalesce(x.${column} > $1, true)`
const note = {
  delivered: noted('delivered_at', 'failing = false'),
  read: noted('read_at', 'failing = false'),
  failed: noted('failed_at', 'failed = $7, failing = (x.delivered_at IS NULL AND x.read_at IS NULL)'),
} as const

type Place = readonly [at: number, bucket: number, rid: string, event: number, destination: string]

/** The statement of one page. */
export function sentStatement(schema: string, query: SentQuery) {
  const { of, destination, ref, failed, from, to, after, limit } = query
  const values: unknown[] = []
  const given = (value: unknown) => `$${values.push(value)}`
  const parts: string[] = []
  if (of !== undefined) {
    const bucket = given(of.bucket)
    parts.push(
      `s.bucket = ${bucket} AND r.bucket = ${bucket} AND r.type = ${given(of.type)} AND r.id = ${given(of.id)}`,
    )
  }
  if (destination !== undefined) parts.push(`s.destination = ${given(destination)}`)
  if (ref !== undefined) parts.push(`s.ref = ${given(ref)}`)
  if (failed === true) parts.push('s.failing')
  if (from !== undefined) parts.push(`s.at >= ${given(from)}`)
  if (to !== undefined) parts.push(`s.at < ${given(to)}`)
  if (after !== undefined) {
    const place = placeIn<Place>(after, 'number number string number string')
    parts.push(`(s.at, s.bucket, s.rid, s.event, s.destination) < (${place.map(given).join(', ')})`)
  }
  const text = `SELECT s.bucket, s.rid::text AS rid, r.type, r.id, ${sentColumns.replaceAll(/\w+/g, 's.$&')} FROM ${schema}.sent_rows s
    JOIN ${schema}.records r ON r.bucket = s.bucket AND r.rid = s.rid WHERE ${parts.join(' AND ')}
    ORDER BY s.at DESC, s.bucket DESC, s.rid DESC, s.event DESC, s.destination DESC LIMIT ${given(limit + 1)}`
  return { text, values }
}

/** The ledger: pages of it, receipts, and what is removed. */
export function createLedger(db: Database, schema: string) {
  async function find(query: SentQuery): Promise<Page<SentDelivery>> {
    const { text, values } = sentStatement(schema, query)
    const rows = await db.query<SentColumns & { bucket: number; rid: string; type: string; id: string }>(
      'sent',
      text,
      values,
    )
    const page = rows.slice(0, query.limit)
    const items = page.map(({ bucket, type, id, ...row }) => ({ bucket, type, id, ...sentOf(row) }))
    const last = page.at(-1)
    if (rows.length <= query.limit || last === undefined) return { items }
    return { items, next: JSON.stringify([last.at, last.bucket, last.rid, last.event, last.destination]) }
  }

  async function addReceipt({
    ref,
    event,
    destination,
    receipt,
  }: Extract<Settlement, { what: 'receipt' }>): Promise<void> {
    const { kind, at, reason = null } = receipt
    const text = `UPDATE $.sent_rows x SET ${note[kind]}`.replaceAll('$.', () => `${schema}.`)
    const values = [at, ref.bucket, ref.type, ref.id, event, destination]
    await db.query('settle', text, kind === 'failed' ? [...values, reason] : values)
  }

  // The records are locked first and in the order of their keys, as everywhere: a row that is gone is one less that the record must have.
  function forgetIn(
    bucket: number,
    destination: string,
    rows: readonly { readonly rid: string; readonly event: number }[],
  ) {
    const of = (name: string) => `${name}.bucket = ${Number(bucket)}`
    return db.query(
      'settle',
      `WITH held AS MATERIALIZED (
         SELECT r.rid FROM ${schema}.records r WHERE ${of('r')} AND r.rid = ANY ($1::bigint[]) ORDER BY r.type, r.id FOR NO KEY UPDATE),
       gone AS (
         DELETE FROM ${schema}.sent_rows x USING unnest($1::bigint[], $2::int[]) AS k(rid, event)
         WHERE ${of('x')} AND x.rid = k.rid AND x.event = k.event AND x.destination = $3 AND (SELECT count(*) FROM held) > 0 RETURNING x.rid)
       UPDATE ${schema}.records r SET kept = r.kept - g.rows FROM (SELECT rid, count(*)::int AS rows FROM gone GROUP BY rid) g
       WHERE ${of('r')} AND r.rid = g.rid`,
      [rows.map(({ rid }) => rid), rows.map(({ event }) => event), destination],
    )
  }

  /** Removes the oldest rows of one destination. */
  async function forget({ destination, before, limit }: Extract<Settlement, { what: 'sent' }>): Promise<void> {
    const old = await db.query<{ bucket: number; rid: string; event: number }>(
      'settle',
      `SELECT bucket, rid::text AS rid, event FROM ${schema}.sent_rows WHERE destination = $1 AND at < $2 ORDER BY at LIMIT $3`,
      [destination, before, limit],
    )
    const gone = await sideBySide([...Map.groupBy(old, ({ bucket }) => bucket)], ([bucket, rows]) =>
      forgetIn(bucket, destination, rows),
    )
    for (const each of gone) if (each.status === 'rejected') throw each.reason
  }

  return { find, addReceipt, forget }
}

/** See `createLedger`. */
export type Ledger = ReturnType<typeof createLedger>
