import type { SentWrite, Settlement, TakenDelivery } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { eventKey, mostEvents, ridIn, seqIn } from './lean-rows.js'
import { ridOf } from './record-row.js'

/** Some rows of one destination, named by the keys of their events in a list of JSON: `?1` is the destination, `?2` the list. */
export const theseRows = `(rid, destination, event) IN (SELECT ${ridIn('value')}, ?1, ${seqIn('value')} FROM json_each(?2))`

const mine = `${theseRows} AND lease_owner = ?3 AND lease_until = ?4 AND dead IS NULL`
// A delivery that is done leaves the outbox, so it is counted: without that, one that somebody deleted would look like one that was sent.
const count = `INSERT INTO delivered_counts (rid, count) SELECT rid, 1 FROM delivery_rows WHERE ${mine} ON CONFLICT (rid) DO UPDATE SET count = count + 1`
const countKept = `INSERT INTO delivered_counts (rid, count, kept) SELECT rid, 1, 1 FROM delivery_rows WHERE ${mine}
  ON CONFLICT (rid) DO UPDATE SET count = count + 1, kept = kept + 1`
// What the ledger keeps: the list names the key and what is kept for each.
const [k, kept] = ['j.value ->> 0', (name: string) => `j.value -> 1 ->> '${name}'`] as const
const keep = `INSERT INTO sent_rows (rid, event, destination, at, attempts, ref, skipped)
  SELECT d.rid, d.event, ?1, ${kept('at')}, ${kept('attempts')}, ${kept('ref')}, ${kept('skipped')}
  FROM json_each(?2) j CROSS JOIN delivery_rows d ON d.rid = ${ridIn(`(${k})`)} AND d.destination = ?1 AND d.event = ${seqIn(`(${k})`)}
  WHERE lease_owner = ?3 AND lease_until = ?4 AND dead IS NULL ON CONFLICT DO NOTHING`
const remove = `DELETE FROM delivery_rows WHERE ${mine}`
// The first of each queue becomes its head, unless it is that already.
const uncover = `UPDATE delivery_rows SET head = 1 WHERE head = 0 AND (rid, destination, event) IN (
  SELECT ${ridIn('value')}, ?1, (SELECT event FROM delivery_rows
    WHERE rid = ${ridIn('value')} AND destination = ?1 AND (dead IS NULL OR blocks = 1) ORDER BY event LIMIT 1)
  FROM json_each(?2))`

type Delivery = Extract<Settlement, { what: 'delivery' }>

// Who settles a delivery passes on what was taken, so its record need not be looked up by its name again.
const takenFrom = new WeakMap<object, { readonly db: Database; readonly rid: number }>()

/** Remembers the number of the record of a delivery that is handed out. */
export function rememberRid(db: Database, taken: TakenDelivery, rid: number): void {
  takenFrom.set(taken, { db, rid })
}

/** The number of the record that a settlement names. */
export function ridOfTaken(db: Database, ref: Delivery['ref']): number | undefined {
  const known = takenFrom.get(ref)
  return known?.db === db ? known.rid : ridOf(db, ref)
}

const keepOf = ({ outcome }: Delivery): SentWrite | undefined => (outcome.kind === 'done' ? outcome.keep : undefined)

/** Removes deliveries that were sent, and keeps of them what is to be kept, those of one destination and lease in a few statements. One whose lease is another by now is left alone. */
export function settleDone(db: Database, done: readonly Delivery[]): void {
  const together = Map.groupBy(done, (row) => {
    const { destination, lease } = row
    return `${keepOf(row) === undefined} ${lease.until} ${lease.owner}\u0001${destination}`
  })
  for (const some of together.values()) {
    const { destination, lease } = some[0] as Delivery
    const isKept = keepOf(some[0] as Delivery) !== undefined
    const keys: number[] = []
    const writes: (readonly [key: number, sent: SentWrite | undefined])[] = []
    for (const row of some) {
      const rid = ridOfTaken(db, row.ref)
      if (rid === undefined || row.event > mostEvents) continue
      const key = eventKey(rid, row.event)
      keys.push(key)
      if (isKept) writes.push([key, keepOf(row)])
    }
    const named = [destination, JSON.stringify(keys)] as const
    if (isKept) db.run(keep, destination, JSON.stringify(writes), lease.owner, lease.until)
    if (db.run(isKept ? countKept : count, ...named, lease.owner, lease.until) === 0) continue
    db.run(remove, ...named, lease.owner, lease.until)
    db.run(uncover, ...named)
  }
}
