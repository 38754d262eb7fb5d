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
import { rememberRid, ridOfTaken, theseRows } from './done.js'
import { given } from './hex.js'
import { eventKey, mostEvents } from './lean-rows.js'
import { notPaused } from './pauses.js'

const ofQueue = 'rid = ? AND destination = ?'
const inQueue = '(dead IS NULL OR blocks = 1)'
const mine = `${ofQueue} AND event = ? AND lease_owner = ? AND lease_until = ? AND dead IS NULL`
const release = 'lease_owner = NULL, lease_until = NULL'
const due = `d.head = 1 AND dead IS NULL AND d.at <= ? AND (lease_until IS NULL OR lease_until <= ?) AND ${notPaused}`

// A row of `dueStatement`.
type TakenRow = readonly [
  ...[rid: number, bucket: number, type: string, id: string, destination: string, event: number],
  ...[payload: string, at: number, attempts: number],
  ...[cause: string | null, causeAt: number, bytes: string, hash: string | Uint8Array],
]

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

// One destination is named as such: then its rows come in the order of the index.
const to = (destinations: DueQuery['destinations']) =>
  destinations?.length === 1
    ? { isTo: 'AND destination = ?', names: destinations }
    : { isTo: among('destination', destinations), names: asked(destinations) }

/** Whether any delivery could be taken. Checked before taking the write lock. */
export function anyDeliveryDue(db: Database, { now, destinations }: DueQuery): boolean {
  const { isTo, names } = to(destinations)
  return db.get(`SELECT 1 FROM delivery_rows d WHERE ${due} ${isTo} LIMIT 1`, now, now, now, ...names) !== undefined
}

/**
 * The statement that finds what is due. To one destination it comes in the order of the index, so that the many that are due at one instant, after a night,
 * are not sorted for every page of them.
 */
export function dueStatement({ now, limit, buckets, destinations }: Omit<DueQuery, 'lease'>) {
  const { isTo, names } = to(destinations)
  return {
    sql: `SELECT rid, bucket, type, id, destination, d.event, payload, d.at, attempts, e.event, e.at, bytes, hash
     FROM delivery_rows d CROSS JOIN records r USING (rid) LEFT JOIN event_rows e ON k = rid * ${mostEvents + 1} + d.event
     WHERE ${due} ${isTo} ${among('bucket', buckets)} ORDER BY d.at, rid LIMIT ?`,
    values: [now, now, now, ...names, ...asked(buckets), limit],
  }
}

/** Takes due deliveries under a lease, inside a transaction: of each record and destination only the first that is still pending. */
export function takeDeliveries(db: Database, query: DueQuery): TakenDelivery[] {
  const { owner, until } = query.lease
  const { sql, values } = dueStatement(query)
  const rows = db.lists<TakenRow>(sql, ...values)
  for (const [destination, some] of Map.groupBy(rows, (row) => row[4])) {
    const keys = some.map(([rid, , , , , event]) => eventKey(rid, event))
    db.run(lease, destination, JSON.stringify(keys), owner, until)
  }
  return rows.map(([rid, bucket, type, id, destination, event, payload, at, before, cause, causeAt, bytes, hash]) => {
    const named = { bucket, type, id, destination, event, payload, at, attempts: before + 1 }
    const taken: TakenDelivery =
      cause === null ? named : { ...named, cause: { seq: event, type: cause, at: causeAt, bytes, hash: given(hash) } }
    rememberRid(db, taken, rid)
    return taken
  })
}

// Texts of statements are made once: a new one for every row would be looked up by all of its letters.
const lease = `UPDATE delivery_rows SET lease_owner = ?3, lease_until = ?4, attempts = attempts + 1 WHERE ${theseRows}`
const requeue = `UPDATE delivery_rows SET dead = NULL, blocks = 0, attempts = 0, at = ? WHERE ${ofQueue} AND event = ? AND dead IS NOT NULL`
const putOff = `UPDATE delivery_rows SET at = ?, attempts = attempts - ?, ${release} WHERE ${mine}`
const bury = `UPDATE delivery_rows SET dead = ?, blocks = ?, ${release} WHERE ${mine}`
// The lowest event in the queue is its only head.
const moveUp = `WITH first AS (SELECT min(event) AS event FROM delivery_rows WHERE rid = ?1 AND destination = ?2 AND ${inQueue})
  UPDATE delivery_rows SET head = (event IS (SELECT event FROM first))
  WHERE rid = ?1 AND destination = ?2 AND (head = 1 OR event = (SELECT event FROM first))`

/** Gives a delivery back that was taken, or buries it, unless its lease is another by now; or sends a dead letter again. What was sent: `settleDone`. */
export function settleDelivery(db: Database, row: Extract<Settlement, { what: 'delivery' | 'replay' }>): void {
  const rid = ridOfTaken(db, row.ref)
  if (rid === undefined) return
  const { destination, event } = row
  if (row.what === 'replay') {
    db.run(requeue, row.at, rid, destination, event)
    db.run(moveUp, rid, destination)
    return
  }
  const { outcome } = row
  const taken = [rid, destination, event, row.lease.owner, row.lease.until] as const
  if (outcome.kind === 'retry') db.run(putOff, outcome.at, outcome.counted === false ? 1 : 0, ...taken)
  else if (outcome.kind === 'dead' && db.run(bury, outcome.reason, outcome.behind === 'block' ? 1 : 0, ...taken) === 1)
    db.run(moveUp, rid, destination)
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
