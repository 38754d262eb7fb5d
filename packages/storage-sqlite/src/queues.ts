import type { Page } from '@huiyin/core'
import type {
  Change,
  DeadlineRow,
  DueQuery,
  OwedDelivery,
  OwedQuery,
  RecordRef,
  Settlement,
  TakenDelivery,
} from '@huiyin/core/contracts'
import { placeIn } from './cursor.js'
import type { Database } from './database.js'

type Place = readonly [bucket: number, type: string, id: string, destination: string]

const keyOf = ({ bucket, type, id }: RecordRef) => [bucket, type, id] as const
const ofQueue = 'bucket = ? AND type = ? AND id = ? AND destination = ?'
const inQueue = '(dead IS NULL OR blocks = 1)'
const free = '(lease_until IS NULL OR lease_until <= ?)'
const among = (column: string, list: readonly (string | number)[] | undefined) =>
  list === undefined ? '' : `AND ${column} IN (SELECT value FROM json_each(?))`
const asked = (list: readonly (string | number)[] | undefined) => (list === undefined ? [] : [JSON.stringify(list)])

/**
 * Adds deliveries. The first of each queue is marked as its head, and only heads are in the index of due rows, so that what waits behind a head
 * costs nothing.
 */
export function putDeliveries(db: Database, change: Change): void {
  const inOrder =
    change.deliveries.length < 2 ? change.deliveries : change.deliveries.toSorted((a, b) => a.event - b.event)
  for (const { event, destination, payload, at } of inOrder) {
    const place: Place = [...keyOf(change), destination]
    db.run(
      `INSERT INTO deliveries (bucket, type, id, destination, event, payload, at, head)
       VALUES (?, ?, ?, ?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM deliveries WHERE ${ofQueue} AND ${inQueue})) ON CONFLICT DO NOTHING`,
      ...place,
      event,
      payload,
      at,
      ...place,
    )
  }
}

/** Whether any row could be taken. Checked before taking the write lock. */
export function anythingDue(
  db: Database,
  { what, now, destinations }: DueQuery & { readonly what: 'deadlines' | 'deliveries' },
): boolean {
  if (what === 'deadlines')
    return db.get(`SELECT 1 FROM deadlines WHERE at <= ? AND ${free} LIMIT 1`, now, now) !== undefined
  return (
    db.get(
      `SELECT 1 FROM deliveries WHERE head = 1 AND dead IS NULL AND at <= ? AND ${free} ${among('destination', destinations)} LIMIT 1`,
      now,
      now,
      ...asked(destinations),
    ) !== undefined
  )
}

/** Takes due deadlines under a lease, earliest first, inside a transaction. */
export function takeDeadlines(db: Database, { now, limit, lease, buckets }: DueQuery): DeadlineRow[] {
  const rows = db.all<DeadlineRow & { rowid: number }>(
    `SELECT rowid, bucket, type, id, name, at FROM deadlines WHERE at <= ? AND ${free} ${among('bucket', buckets)}
     ORDER BY at, bucket, type, id, name LIMIT ?`,
    now,
    now,
    ...asked(buckets),
    limit,
  )
  for (const { rowid } of rows)
    db.run('UPDATE deadlines SET lease_owner = ?, lease_until = ? WHERE rowid = ?', lease.owner, lease.until, rowid)
  return rows.map(({ bucket, type, id, name, at }) => ({ bucket, type, id, name, at }))
}

/** Takes due deliveries under a lease: of each record and destination only the first that is still pending. */
export function takeDeliveries(db: Database, query: DueQuery): TakenDelivery[] {
  const { now, limit, lease, buckets, destinations } = query
  const rows = db.all<TakenDelivery & { rowid: number }>(
    `SELECT rowid, bucket, type, id, destination, event, payload, at, attempts FROM deliveries
     WHERE head = 1 AND dead IS NULL AND at <= ? AND ${free} ${among('destination', destinations)} ${among('bucket', buckets)}
     ORDER BY at, bucket, type, id, destination LIMIT ?`,
    now,
    now,
    ...asked(destinations),
    ...asked(buckets),
    limit,
  )
  for (const { rowid } of rows)
    db.run(
      'UPDATE deliveries SET lease_owner = ?, lease_until = ?, attempts = attempts + 1 WHERE rowid = ?',
      lease.owner,
      lease.until,
      rowid,
    )
  return rows.map(({ bucket, type, id, destination, event, payload, at, attempts }) => ({
    bucket,
    type,
    id,
    destination,
    event,
    payload,
    at,
    attempts: attempts + 1,
  }))
}

// The lowest event in the queue is its only head.
function moveUp(db: Database, place: Place): void {
  db.run(
    `WITH first AS (SELECT min(event) AS event FROM deliveries WHERE ${ofQueue} AND ${inQueue})
     UPDATE deliveries SET head = (event IS (SELECT event FROM first))
     WHERE ${ofQueue} AND (head = 1 OR event = (SELECT event FROM first))`,
    ...place,
    ...place,
  )
}

/** Gives back or finishes rows that were taken, unless their lease is another by now; also requeues dead letters and deletes old answers. */
export function writeSettlement(db: Database, row: Settlement): void {
  if (row.what === 'answers') {
    forgetAnswers(db, row.before)
    return
  }
  const key = keyOf(row.ref)
  if (row.what === 'deadline') {
    db.run(
      `UPDATE deadlines SET at = ?, lease_owner = NULL, lease_until = NULL
       WHERE bucket = ? AND type = ? AND id = ? AND name = ? AND lease_owner = ? AND lease_until = ?`,
      row.at, ...key, row.name, row.lease.owner, row.lease.until,
    ) // biome-ignore format: one row
    return
  }
  const place: Place = [...key, row.destination]
  if (row.what === 'replay') {
    db.run(
      `UPDATE deliveries SET dead = NULL, blocks = 0, attempts = 0, at = ? WHERE ${ofQueue} AND event = ? AND dead IS NOT NULL`,
      row.at, ...place, row.event,
    ) // biome-ignore format: one row
    moveUp(db, place)
    return
  }
  const { outcome, lease, event } = row
  const mine = `${ofQueue} AND event = ? AND lease_owner = ? AND lease_until = ? AND dead IS NULL`
  const taken = [...place, event, lease.owner, lease.until] as const
  const release = 'lease_owner = NULL, lease_until = NULL'
  if (outcome.kind === 'retry') {
    db.run(`UPDATE deliveries SET at = ?, ${release} WHERE ${mine}`, outcome.at, ...taken)
    return
  }
  const settled =
    outcome.kind === 'done'
      ? deliver(db, key, `DELETE FROM deliveries WHERE ${mine}`, taken)
      : db.run(
          `UPDATE deliveries SET dead = ?, blocks = ?, ${release} WHERE ${mine}`,
          outcome.reason, outcome.behind === 'block' ? 1 : 0, ...taken,
        ) // biome-ignore format: one row
  if (settled === 1) moveUp(db, place)
}

// A delivery that is done leaves no row, so it is counted: without that, one that somebody deleted would look like one that was sent.
function deliver(
  db: Database,
  key: readonly [bucket: number, type: string, id: string],
  remove: string,
  taken: readonly (string | number)[],
): number {
  const removed = db.run(remove, ...taken)
  if (removed === 1)
    db.run(
      `INSERT INTO delivered (bucket, type, id, count) VALUES (?, ?, ?, 1)
       ON CONFLICT (bucket, type, id) DO UPDATE SET count = count + 1`,
      ...key,
    )
  return removed
}

// Oldest rows first, in batches, until one is young enough: rows are in the order of their commits.
function forgetAnswers(db: Database, before: number): void {
  const some = 1000
  const oldest = `SELECT rowid FROM answers ORDER BY rowid LIMIT ${some}`
  while (db.run(`DELETE FROM answers WHERE rowid IN (${oldest}) AND at < ?`, before) === some);
}

/** A page of pending or dead deliveries, by record, destination and event. */
export function findOwed(db: Database, { state, destination, after, limit }: OwedQuery): Page<OwedDelivery> {
  const from =
    after === undefined ? [] : placeIn<[...Place, event: number]>(after, 'number string string string number')
  const rows = db.all<TakenDelivery & { dead: string | null; blocks: number }>(
    `SELECT bucket, type, id, destination, event, payload, at, attempts, dead, blocks FROM deliveries
     WHERE dead IS ${state === 'dead' ? 'NOT NULL' : 'NULL'} ${destination === undefined ? '' : 'AND destination = ?'}
       ${after === undefined ? '' : 'AND (bucket, type, id, destination, event) > (?, ?, ?, ?, ?)'}
     ORDER BY bucket, type, id, destination, event LIMIT ?`,
    ...(destination === undefined ? [] : [destination]),
    ...from,
    limit + 1,
  )
  const items = rows.slice(0, limit).map(({ dead, blocks, ...row }) => ({
    ...row,
    ...(dead !== null && { dead, blocks: blocks === 1 }),
  }))
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: JSON.stringify([last.bucket, last.type, last.id, last.destination, last.event]) }
}
