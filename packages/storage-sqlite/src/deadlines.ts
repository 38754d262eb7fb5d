import type { Change, DeadlineRow, DueQuery, KeptDeadline, Lease, RecordRef, Settlement } from '@huiyin/core/contracts'
import { among, asked } from './conditions.js'
import type { Database } from './database.js'
import { byBytes } from './order.js'
import { type DeadlineColumns, rowOf } from './record-row.js'

/** The deadlines of one record: when each is due, and under which lease it was taken. */
interface Deadlines {
  readonly at: Map<string, number>
  readonly leases: Map<string, readonly [owner: string, until: number]>
}

const none: DeadlineColumns = { due_at: null, deadlines: null, leases: null }

// A text that somebody broke by hand counts as nothing, which a verification finds; the deadlines of all others are still taken.
function mapOf<Value>(text: string | null, isValue: (value: unknown) => value is Value): Map<string, Value> {
  const map = new Map<string, Value>()
  if (text === null) return map
  try {
    for (const [name, value] of Object.entries(JSON.parse(text) as object)) if (isValue(value)) map.set(name, value)
  } catch {
    map.clear()
  }
  return map
}
const isInstant = (value: unknown): value is number => typeof value === 'number'
const isLease = (value: unknown): value is readonly [owner: string, until: number] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'
const textOf = (map: ReadonlyMap<string, unknown>): string | null =>
  map.size === 0 ? null : JSON.stringify(Object.fromEntries(map))

const read = ({ deadlines, leases }: Pick<DeadlineColumns, 'deadlines' | 'leases'>): Deadlines => ({
  at: mapOf(deadlines, isInstant),
  leases: mapOf(leases, isLease),
})

function columnsOf({ at, leases }: Deadlines): DeadlineColumns {
  let due: number | null = null
  for (const each of at.values()) if (due === null || each < due) due = each
  return { due_at: due, deadlines: textOf(at), leases: textOf(leases) }
}

/** What a change makes of the deadlines a record has. */
export function changedDeadlines({ deadlines: { put, drop } }: Change, was: DeadlineColumns = none): DeadlineColumns {
  if (put.length === 0 && drop.length === 0) return was
  const kept = read(was)
  for (const name of drop) {
    kept.at.delete(name)
    kept.leases.delete(name)
  }
  for (const { name, at } of put) {
    kept.at.set(name, at)
    kept.leases.delete(name)
  }
  return columnsOf(kept)
}

interface DueRecord extends RecordRef {
  readonly rid: number
  readonly due_at: number
  readonly deadlines: string
  readonly leases: string | null
}

interface Takeable {
  readonly row: DeadlineRow
  readonly record: DueRecord
}

const inOrder = ({ row: a }: Takeable, { row: b }: Takeable): number =>
  a.at - b.at || a.bucket - b.bucket || byBytes(a.type, b.type) || byBytes(a.id, b.id) || byBytes(a.name, b.name)

function takeableOf(record: DueRecord, now: number): Takeable[] {
  const { at: instants, leases } = read(record)
  const found: Takeable[] = []
  for (const [name, at] of instants) {
    const lease = leases.get(name)
    if (at > now || (lease !== undefined && lease[1] > now)) continue
    found.push({ row: { bucket: record.bucket, type: record.type, id: record.id, name, at }, record })
  }
  return found
}

/**
 * Due deadlines that no lease holds, earliest first. Records are walked by their earliest deadline: nothing in a later one is earlier than that, so
 * the walk ends as soon as enough was found before it.
 */
function takeable(db: Database, { now, limit, buckets }: Pick<DueQuery, 'now' | 'limit' | 'buckets'>): Takeable[] {
  const size = Math.min(limit, 500)
  let found: Takeable[] = []
  let [due, rid] = [Number.MIN_SAFE_INTEGER, 0]
  for (;;) {
    const page = db.all<DueRecord>(
      `SELECT rid, bucket, type, id, due_at, deadlines, leases FROM records
       WHERE due_at IS NOT NULL AND due_at <= ? AND (due_at, rid) > (?, ?) ${among('bucket', buckets)} ORDER BY due_at, rid LIMIT ?`,
      now,
      due,
      rid,
      ...asked(buckets),
      size,
    )
    for (const record of page) found.push(...takeableOf(record, now))
    const last = page.at(-1)
    if (found.length > 1) found.sort(inOrder)
    if (found.length > limit) found = found.slice(0, limit)
    const latest = found.at(-1)
    const enough = found.length === limit && latest !== undefined && last !== undefined && latest.row.at < last.due_at
    if (last === undefined || page.length < size || enough) return found
    ;[due, rid] = [last.due_at, last.rid]
  }
}

/** Whether any deadline could be taken. Checked before taking the write lock. */
export const anyDeadlineDue = (db: Database, { now }: DueQuery): boolean => takeable(db, { now, limit: 1 }).length > 0

/** Takes due deadlines under a lease, earliest first, inside a transaction. */
export function takeDeadlines(db: Database, query: DueQuery): DeadlineRow[] {
  const taken = takeable(db, query)
  for (const [record, rows] of Map.groupBy(taken, (each) => each.record)) {
    const { leases } = read(record)
    for (const { row } of rows) leases.set(row.name, [query.lease.owner, query.lease.until])
    db.run('UPDATE records SET leases = ? WHERE rid = ?', textOf(leases), record.rid)
  }
  return taken.map(({ row }) => row)
}

const isUnder = (lease: readonly [string, number] | undefined, named: Lease): boolean =>
  lease !== undefined && lease[0] === named.owner && lease[1] === named.until

/** Gives a deadline back that was taken, unless its lease is another by now. */
export function giveBackDeadline(db: Database, row: Extract<Settlement, { what: 'deadline' }>): void {
  const record = rowOf(db, row.ref)
  if (record === undefined) return
  const kept = read(record)
  if (!isUnder(kept.leases.get(row.name), row.lease)) return
  kept.leases.delete(row.name)
  kept.at.set(row.name, row.at)
  const { due_at, deadlines, leases } = columnsOf(kept)
  db.run(
    'UPDATE records SET due_at = ?, deadlines = ?, leases = ? WHERE rid = ?',
    due_at,
    deadlines,
    leases,
    record.rid,
  )
}

/** The deadlines of a record, for a verification: one that the index has later than it is would be taken later, and none without an instant there. */
export function keptDeadlines(columns: DeadlineColumns): KeptDeadline[] {
  const due = columns.due_at
  if (due === null) return []
  const { at: instants, leases } = read(columns)
  return [...instants].map(([name, at]) => {
    const lease = leases.get(name)
    return { name, at: Math.max(at, due), ...(lease !== undefined && { leasedUntil: lease[1] }) }
  })
}
