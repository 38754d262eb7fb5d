import {
  type DeadlineRow,
  type DueQuery,
  type EventRow,
  type FindQuery,
  InvalidInputError,
  type Loaded,
  type Page,
  type RecordRef,
  type StoredAnswer,
  type StoredRecord,
  type TakenDelivery,
  type TallyQuery,
  type TallySum,
  type VaultRow,
} from '@huiyin/core'
import type { Database } from './database.js'

interface Row {
  bucket: number
  type: string
  id: string
  version: number
  head: string
  body: string
  updated_at: number
  status: string
  open: number
  created_at: number
  area_path: string
  unit: string
  category: string
  channel: string
  requester: string
}

const keyOf = ({ bucket, type, id }: RecordRef) => [bucket, type, id] as const

function recordOf(row: Row): StoredRecord {
  const { bucket, type, id, version, head, body, status, unit, category, channel, requester } = row
  const index = {
    status,
    open: row.open === 1,
    createdAt: row.created_at,
    areaPath: row.area_path,
    unit,
    category,
    channel,
    requester,
  }
  return { bucket, type, id, version, head, body, index, updatedAt: row.updated_at }
}

export function readRecord(
  db: Database,
  ref: RecordRef,
  beside: { readonly key?: string; readonly vault?: boolean },
): Loaded {
  const row = db.get<Row>('SELECT * FROM records WHERE bucket = ? AND type = ? AND id = ?', ...keyOf(ref))
  const answer =
    beside.key === undefined
      ? undefined
      : db.get<StoredAnswer>(
          'SELECT key, fingerprint, version, events FROM answers WHERE bucket = ? AND type = ? AND id = ? AND key = ?',
          ...keyOf(ref),
          beside.key,
        )
  const vault =
    beside.vault === true
      ? db
          .all<VaultRow>(
            'SELECT ref, subject, field, value, salt FROM vault WHERE bucket = ? AND type = ? AND id = ? ORDER BY rowid',
            ...keyOf(ref),
          )
          .map((each) => ({ ...each }))
      : undefined
  return {
    ...(row !== undefined && { record: recordOf(row) }),
    ...(answer !== undefined && { answer: { ...answer } }),
    ...(vault !== undefined && { vault }),
  }
}

export function readHistory(
  db: Database,
  ref: RecordRef,
  page: { readonly after: number; readonly limit: number },
): EventRow[] {
  return db
    .all<EventRow>(
      'SELECT seq, event AS type, at, bytes, hash FROM events WHERE bucket = ? AND type = ? AND id = ? AND seq > ? ORDER BY seq LIMIT ?',
      ...keyOf(ref),
      page.after,
      page.limit,
    )
    .map((row) => ({ ...row }))
}

// Conditions of a query with their values; a prefix is a half-open range, so that an index can serve it.
function conditionsOf(
  query: FindQuery | TallyQuery,
  columns: readonly (readonly [keyof (FindQuery & TallyQuery), string])[],
) {
  const parts: string[] = []
  const values: (string | number)[] = []
  for (const [name, sql] of columns) {
    const value = (query as unknown as Record<string, unknown>)[name]
    if (value === undefined) continue
    // The partial indexes leave out records without a unit or requester; asked for those, SQLite looks elsewhere.
    parts.push(value === '' ? sql.replace(/ AND \w+ <> ''$/, '') : sql)
    if (Array.isArray(value)) values.push(JSON.stringify(value))
    else if (name === 'within') values.push(value as string, `${value as string}\u{10ffff}`)
    else values.push(typeof value === 'boolean' ? Number(value) : (value as string | number))
  }
  return { parts, values }
}

const findColumns = [
  ['type', 'type = ?'],
  ['status', 'status IN (SELECT value FROM json_each(?))'],
  ['open', 'open = ?'],
  ['within', 'area_path >= ? AND area_path < ?'],
  ['unit', 'unit = ?'],
  ['category', 'category = ?'],
  ['channel', 'channel = ?'],
  ['requester', 'requester = ?'],
  ['from', 'created_at >= ?'],
  ['to', 'created_at < ?'],
] as const

// A cursor comes back from outside, through an address perhaps: it is read as anything else is.
function cursorOf(after: string): [createdAt: number, id: string, type: string] {
  try {
    const [createdAt, id, type] = JSON.parse(after) as unknown[]
    if (typeof createdAt === 'number' && typeof id === 'string' && typeof type === 'string')
      return [createdAt, id, type]
  } catch {
    // Told below, like any other text that is no cursor.
  }
  throw new InvalidInputError([{ path: ['after'], message: 'is no cursor that a page of this storage gave' }], 'query')
}

export function findRecords(db: Database, query: FindQuery): Page<StoredRecord> {
  const { parts, values } = conditionsOf(query, findColumns)
  if (query.after !== undefined) {
    parts.push('(created_at, id, type) > (?, ?, ?)')
    values.push(...cursorOf(query.after))
  }
  const where = parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`
  const rows = db.all<Row>(
    `SELECT * FROM records ${where} ORDER BY created_at, id, type LIMIT ?`,
    ...values,
    query.limit + 1,
  )
  const items = rows.slice(0, query.limit).map(recordOf)
  const last = items.at(-1)
  return {
    items,
    ...(rows.length > query.limit &&
      last !== undefined && { next: JSON.stringify([last.index.createdAt, last.id, last.type]) }),
  }
}

const among = (column: string, list: readonly (string | number)[] | undefined) =>
  list === undefined ? '' : `AND ${column} IN (SELECT value FROM json_each(?))`
const asked = (...lists: (readonly (string | number)[] | undefined)[]) =>
  lists.flatMap((list) => (list === undefined ? [] : [JSON.stringify(list)]))
const free = '(lease_until IS NULL OR lease_until <= ? OR lease_owner = ?)'

/** Is there a row that could be taken? Asked before the write lock is. */
export function anythingDue(
  db: Database,
  { what, now }: DueQuery & { readonly what: 'deadlines' | 'deliveries' },
): boolean {
  const sql =
    what === 'deadlines'
      ? 'SELECT 1 FROM deadlines WHERE at <= ? LIMIT 1'
      : 'SELECT 1 FROM deliveries WHERE dead IS NULL AND at <= ? LIMIT 1'
  return db.get(sql, now) !== undefined
}

/** Takes due deadlines under a lease, earliest first, inside a transaction. */
export function takeDeadlines(db: Database, { now, limit, lease, buckets }: DueQuery): DeadlineRow[] {
  const rows = db.all<DeadlineRow & { rowid: number }>(
    `SELECT rowid, bucket, type, id, name, at FROM deadlines WHERE at <= ? AND ${free} ${among('bucket', buckets)} ORDER BY at, bucket, type, id, name LIMIT ?`,
    now,
    now,
    lease.owner,
    ...asked(buckets),
    limit,
  )
  for (const { rowid } of rows)
    db.run('UPDATE deadlines SET lease_owner = ?, lease_until = ? WHERE rowid = ?', lease.owner, lease.until, rowid)
  return rows.map(({ bucket, type, id, name, at }) => ({ bucket, type, id, name, at }))
}

/** Takes due deliveries under a lease: of each record and destination only the first that is still owed. */
export function takeDeliveries(db: Database, { now, limit, lease, buckets, destinations }: DueQuery): TakenDelivery[] {
  const rows = db.all<TakenDelivery & { rowid: number }>(
    `SELECT rowid, bucket, type, id, destination, event, payload, at, attempts FROM deliveries AS head
     WHERE at <= ? AND dead IS NULL AND ${free} ${among('bucket', buckets)} ${among('destination', destinations)}
       AND NOT EXISTS (
         SELECT 1 FROM deliveries AS earlier
         WHERE earlier.bucket = head.bucket AND earlier.type = head.type AND earlier.id = head.id
           AND earlier.destination = head.destination AND earlier.event < head.event AND earlier.dead IS NULL)
     ORDER BY at, bucket, type, id, destination LIMIT ?`,
    now,
    now,
    lease.owner,
    ...asked(buckets, destinations),
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

const tallyColumns = [
  ['measures', 'measure IN (SELECT value FROM json_each(?))'],
  ['from', 'day >= ?'],
  ['to', 'day < ?'],
  ['within', 'area_path >= ? AND area_path < ?'],
  ['unit', 'unit = ?'],
  ['category', 'category = ?'],
  ['channel', 'channel = ?'],
] as const

const dimensions = { area: 'area_path', unit: 'unit', category: 'category', channel: 'channel', day: 'day' } as const

export function readTallies(db: Database, query: TallyQuery): TallySum[] {
  const { parts, values } = conditionsOf(query, tallyColumns)
  const key = query.by === undefined ? "''" : dimensions[query.by]
  return db
    .all<TallySum>(
      `SELECT measure, ${key} AS key, SUM(sum) AS sum FROM tallies WHERE ${parts.join(' AND ')} GROUP BY 1, 2 HAVING SUM(sum) <> 0`,
      ...values,
    )
    .map((row) => ({ ...row }))
}
