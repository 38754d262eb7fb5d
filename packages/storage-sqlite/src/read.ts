import type { Page } from '@huiyin/core'
import type {
  EventRow,
  FindQuery,
  Loaded,
  RecordRef,
  StorageTimes,
  StoredAnswer,
  StoredRecord,
  VaultRow,
} from '@huiyin/core/contracts'
import { conditionsOf } from './conditions.js'
import { placeIn } from './cursor.js'
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

/** One record, with its answer and vault when asked for. Call it inside one read transaction when both are wanted. */
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
          'SELECT key, fingerprint, version, events, at FROM answers WHERE bucket = ? AND type = ? AND id = ? AND key = ?',
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

/** The event stream of one record after a `seq`, one page. */
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

/** One page of records by `(created_at, id, type)`. */
export function findRecords(db: Database, query: FindQuery): Page<StoredRecord> {
  const { parts, values } = conditionsOf(query, findColumns)
  if (query.after !== undefined) {
    parts.push('(created_at, id, type) > (?, ?, ?)')
    values.push(...placeIn<[createdAt: number, id: string, type: string]>(query.after, 'number string string'))
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

/** The instant of the event written last, or that of the newest record, whichever is later; a file has no clock of its own. */
export function readTimes(db: Database): StorageTimes {
  const row = db.get<{ newest: number | null }>(
    `SELECT max(at) AS newest FROM (
       SELECT * FROM (SELECT at FROM events ORDER BY rowid DESC LIMIT 1) UNION ALL SELECT max(created_at) FROM records)`,
  )
  return row == null || row.newest === null ? {} : { newest: row.newest }
}
