import type { Page } from '@huiyin/core'
import {
  type Change,
  type DueQuery,
  type OwedDelivery,
  type OwedQuery,
  placeIn,
  type Settlement,
  type TakenDelivery,
} from '@huiyin/core/contracts'
import { among, asked } from './conditions.js'
import type { Database } from './database.js'
import { notPaused } from './pauses.js'
import { ridOf } from './record-row.js'

const ofQueue = 'rid = ? AND destination = ?'
const inQueue = '(dead IS NULL OR blocks = 1)'
const due = `d.head = 1 AND dead IS NULL AND at <= ? AND (lease_until IS NULL OR lease_until <= ?) AND ${notPaused}`

/**
 * Adds deliveries. The first of each queue is marked as its head, and only heads are in the index of due rows, so that what waits behind a head
 * costs nothing.
 */
export function putDeliveries(db: Database, rid: number, deliveries: Change['deliveries']): void {
  const inOrder = deliveries.length < 2 ? deliveries : deliveries.toSorted((a, b) => a.event - b.event)
  for (const { event, destination, payload, at } of inOrder)
    db.run(
      `INSERT INTO delivery_rows (rid, destination, event, payload, at, head)
       VALUES (?1, ?2, ?3, ?4, ?5, NOT EXISTS (SELECT 1 FROM delivery_rows WHERE rid = ?1 AND destination = ?2 AND ${inQueue})) ON CONFLICT DO NOTHING`,
      rid,
      destination,
      event,
      payload,
      at,
    )
}

/** Whether any delivery could be taken. Checked before taking the write lock. */
export const anyDeliveryDue = (db: Database, { now, destinations }: DueQuery): boolean =>
  db.get(
    `SELECT 1 FROM delivery_rows d WHERE ${due} ${among('destination', destinations)} LIMIT 1`,
    now,
    now,
    now,
    ...asked(destinations),
  ) !== undefined

/** Takes due deliveries under a lease, inside a transaction: of each record and destination only the first that is still pending. */
export function takeDeliveries(db: Database, query: DueQuery): TakenDelivery[] {
  const { now, limit, lease, buckets, destinations } = query
  const rows = db.all<TakenDelivery & { rid: number }>(
    `SELECT rid, bucket, type, id, destination, event, payload, at, attempts FROM delivery_rows d JOIN records r USING (rid)
     WHERE ${due} ${among('destination', destinations)} ${among('bucket', buckets)}
     ORDER BY at, bucket, type, id, destination LIMIT ?`,
    now,
    now,
    now,
    ...asked(destinations),
    ...asked(buckets),
    limit,
  )
  return rows.map(({ rid, ...row }) => {
    db.run(
      `UPDATE delivery_rows SET lease_owner = ?, lease_until = ?, attempts = attempts + 1 WHERE ${ofQueue} AND event = ?`,
      lease.owner,
      lease.until,
      rid,
      row.destination,
      row.event,
    )
    return { ...row, attempts: row.attempts + 1 }
  })
}

// The lowest event in the queue is its only head.
function moveUp(db: Database, rid: number, destination: string): void {
  db.run(
    `WITH first AS (SELECT min(event) AS event FROM delivery_rows WHERE rid = ?1 AND destination = ?2 AND ${inQueue})
     UPDATE delivery_rows SET head = (event IS (SELECT event FROM first))
     WHERE rid = ?1 AND destination = ?2 AND (head = 1 OR event = (SELECT event FROM first))`,
    rid,
    destination,
  )
}

/** Finishes a delivery that was taken, or gives it back, unless its lease is another by now; or sends a dead letter again. */
export function settleDelivery(db: Database, row: Extract<Settlement, { what: 'delivery' | 'replay' }>): void {
  const rid = ridOf(db, row.ref)
  if (rid === undefined) return
  const { destination, event } = row
  if (row.what === 'replay') {
    const again = 'SET dead = NULL, blocks = 0, attempts = 0, at = ?'
    db.run(
      `UPDATE delivery_rows ${again} WHERE ${ofQueue} AND event = ? AND dead IS NOT NULL`,
      row.at, rid, destination, event,
    ) // biome-ignore format: one row
    moveUp(db, rid, destination)
    return
  }
  const { outcome, lease } = row
  const mine = `${ofQueue} AND event = ? AND lease_owner = ? AND lease_until = ? AND dead IS NULL`
  const taken = [rid, destination, event, lease.owner, lease.until] as const
  const release = 'lease_owner = NULL, lease_until = NULL'
  if (outcome.kind === 'retry') {
    const back = outcome.counted === false ? 1 : 0
    db.run(
      `UPDATE delivery_rows SET at = ?, attempts = attempts - ?, ${release} WHERE ${mine}`,
      outcome.at, back, ...taken,
    ) // biome-ignore format: one row
    return
  }
  const settled =
    outcome.kind === 'done'
      ? db.run(`DELETE FROM delivery_rows WHERE ${mine}`, ...taken)
      : db.run(
          `UPDATE delivery_rows SET dead = ?, blocks = ?, ${release} WHERE ${mine}`,
          outcome.reason, outcome.behind === 'block' ? 1 : 0, ...taken,
        ) // biome-ignore format: one row
  if (settled !== 1) return
  // A delivery that is done leaves no row, so it is counted: without that, one that somebody deleted would look like one that was sent.
  if (outcome.kind === 'done')
    db.run(
      'INSERT INTO delivered_counts (rid, count) VALUES (?, 1) ON CONFLICT (rid) DO UPDATE SET count = count + 1',
      rid,
    )
  moveUp(db, rid, destination)
}

type Place = readonly [bucket: number, type: string, id: string, destination: string, event: number]

/** A page of pending or dead deliveries, by record, destination and event. */
export function findOwed(db: Database, { state, destination, after, limit }: OwedQuery): Page<OwedDelivery> {
  const from = after === undefined ? [] : placeIn<Place>(after, 'number string string string number')
  const rows = db.all<TakenDelivery & { dead: string | null; blocks: number }>(
    `SELECT bucket, type, id, destination, event, payload, at, attempts, dead, blocks FROM delivery_rows JOIN records USING (rid)
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
