import type {
  Beside,
  EventRow,
  Loaded,
  RecordRef,
  RecordRows,
  RecordTexts,
  StorageTimes,
  StoredRecord,
  VaultRow,
} from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { keptDeadlines } from './deadlines.js'
import { flagsIn, never } from './desk-rows.js'
import { desksIn, keptDesks } from './desks.js'
import { given } from './hex.js'
import { eventKey, mostEvents, seqIn } from './lean-rows.js'
import { readSent } from './ledger.js'
import { ridOf } from './record-row.js'
import { isUnsearched, keptSearch } from './search-rows.js'
import { readAnswer, readAnswers } from './write.js'

/** A row of `records`, with the deadlines of the record. */
export interface Row {
  rid: number
  bucket: number
  type: string
  id: string
  version: number
  head: string | Uint8Array
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
  due_at: number | null
  deadlines: string | null
  leases: string | null
  owner: string | null
  owner_due_at: number
  flags: string
  number: string
  desks: string | null
}

/** The record that a row holds. */
export function recordOf(row: Row): StoredRecord {
  const { bucket, type, id, version, body, status, unit, category, channel, requester, number } = row
  const index = {
    status,
    open: row.open === 1,
    createdAt: row.created_at,
    areaPath: row.area_path,
    unit,
    category,
    channel,
    requester,
    owner: row.owner ?? '',
    ...(row.owner_due_at !== never && { dueAt: row.owner_due_at }),
    flags: flagsIn(row.flags),
    number,
    desks: desksIn(row.desks),
  }
  const isWhole = row.open === 1 ? row.owner !== null && row.desks !== null : row.desks !== null || row.due_at === null
  const head = given(row.head)
  return {
    bucket,
    type,
    id,
    version,
    head,
    body,
    index,
    updatedAt: row.updated_at,
    ...(!isWhole && { unindexed: true }),
  }
}

/** Records from before there were desks, or some of them, that may lie on one. */
export const readUnindexed = (db: Database, limit: number): StoredRecord[] =>
  db
    .all<Row>(
      'SELECT * FROM records INDEXED BY records_before_desks WHERE desks IS NULL AND (open = 1 OR due_at IS NOT NULL) LIMIT ?',
      limit,
    )
    .map(recordOf)

/** Records with texts from before they could be searched. */
export const readUnsearched = (db: Database, limit: number): StoredRecord[] =>
  db
    .all<Row>(
      'SELECT r.* FROM records r WHERE r.rid IN (SELECT rid FROM search_backlog ORDER BY rid LIMIT ?) ORDER BY r.rid',
      limit,
    )
    .map(recordOf)

/** One record, with what is asked for beside it. Call it inside one read transaction when anything is. */
export function readRecord(db: Database, { bucket, type, id }: RecordRef, beside: Beside): Loaded {
  const row = db.get<Row>('SELECT * FROM records WHERE bucket = ? AND type = ? AND id = ?', bucket, type, id)
  if (row === undefined) return beside.vault === true ? { vault: [] } : {}
  const answer = beside.key === undefined ? undefined : readAnswer(db, row.rid, beside.key)
  const record = recordOf(row)
  const { index } = record
  return {
    // What it is found by, where it is to be compared.
    record:
      beside.rows === true ? { ...record, index: { ...index, desks: keptDesks(db, row.rid, index.desks) } } : record,
    ...(answer !== undefined && { answer }),
    ...(beside.vault === true && { vault: readVault(db, row.rid) }),
    ...(beside.rows === true && { rows: readRows(db, row) }),
  }
}

type TextRow = Omit<VaultRow, 'salt'> & { readonly salt: string | Uint8Array | null }

const vaultRow = ({ salt, ...row }: TextRow): VaultRow => ({ ...row, salt: salt === null ? null : given(salt) })

const readVault = (db: Database, rid: number): VaultRow[] =>
  db
    .all<TextRow>('SELECT ref, subject, field, value, salt FROM vault_rows WHERE rid = ? ORDER BY position', rid)
    .map(vaultRow)

// `?1` lists where the records are, `?2` the fields.
const someTexts = `SELECT j.key AS place, v.ref, v.subject, v.field, v.value, v.salt FROM json_each(?1) j
  CROSS JOIN records r ON r.bucket = j.value ->> 0 AND r.type = j.value ->> 1 AND r.id = j.value ->> 2
  CROSS JOIN vault_rows v ON v.rid = r.rid WHERE v.field IN (SELECT value FROM json_each(?2)) ORDER BY j.key, v.position`

/** The rows of some fields, of several records. */
export function readTexts(db: Database, refs: readonly RecordRef[], fields: readonly string[]): RecordTexts[] {
  const asked = JSON.stringify(refs.map(({ bucket, type, id }) => [bucket, type, id]))
  const found = refs.map((ref): RecordTexts & { rows: VaultRow[] } => ({ ref, rows: [] }))
  for (const { place, ...row } of db.all<TextRow & { readonly place: number }>(
    someTexts,
    asked,
    JSON.stringify(fields),
  ))
    found[place]?.rows.push(vaultRow(row))
  return found
}

interface DeliveryRow {
  destination: string
  event: number
  payload: string
  at: number
  attempts: number
  head: number
  lease_until: number | null
  dead: string | null
  blocks: number
}

// Everything that is kept beside a record and its vault.
function readRows(db: Database, row: Row): RecordRows {
  const deliveries = db
    .all<DeliveryRow>(
      'SELECT destination, event, payload, at, attempts, head, lease_until, dead, blocks FROM delivery_rows WHERE rid = ?',
      row.rid,
    )
    .map(({ head, dead, blocks, lease_until: until, ...each }) => ({
      ...each,
      head: head === 1,
      ...(until !== null && { leasedUntil: until }),
      ...(dead !== null && { dead, blocks: blocks === 1 }),
    }))
  const counts = db.get<{ count: number; kept: number }>(
    'SELECT count, kept FROM delivered_counts WHERE rid = ?',
    row.rid,
  )
  return {
    deadlines: keptDeadlines(row),
    deliveries,
    delivered: counts?.count ?? 0,
    sent: readSent(db, row.rid),
    kept: counts?.kept ?? 0,
    answers: readAnswers(db, row.rid),
    ...(!isUnsearched(db, row.rid) && { search: keptSearch(db, row.rid) }),
  }
}

/** The event stream of one record after a `seq`, one page. */
export function readHistory(
  db: Database,
  ref: RecordRef,
  page: { readonly after: number; readonly limit: number },
): EventRow[] {
  const rid = ridOf(db, ref)
  if (rid === undefined) return []
  return db
    .all<Omit<EventRow, 'hash'> & { readonly hash: string | Uint8Array }>(
      `SELECT ${seqIn('k')} AS seq, event AS type, at, bytes, hash FROM event_rows WHERE k > ? AND k <= ? ORDER BY k LIMIT ?`,
      eventKey(rid, page.after),
      eventKey(rid, mostEvents),
      page.limit,
    )
    .map((row) => ({ ...row, hash: given(row.hash) }))
}

/** The types of records there are, found in as many steps as there are types. */
export const typesOf = (db: Database): string[] =>
  db
    .all<{ type: string }>(
      `WITH RECURSIVE types (type) AS (
         SELECT min(type) FROM records UNION ALL SELECT (SELECT min(r.type) FROM records r WHERE r.type > types.type) FROM types WHERE type IS NOT NULL)
       SELECT type FROM types WHERE type IS NOT NULL`,
    )
    .map(({ type }) => type)

/** The instant of the newest creation, or of the last change to one of the newest records, whichever is later; a file has no clock of its own. */
export function readTimes(db: Database): StorageTimes {
  const changed = db.all<{ at: number }>('SELECT updated_at AS at FROM records ORDER BY rid DESC LIMIT 100')
  const created = typesOf(db).flatMap((type) =>
    [0, 1].map((open) =>
      db.get<{ at: number | null }>(
        'SELECT max(created_at) AS at FROM records WHERE type = ? AND open = ?',
        type,
        open,
      ),
    ),
  )
  const instants = [...changed, ...created].map((row) => row?.at).filter((at) => typeof at === 'number')
  return instants.length === 0 ? {} : { newest: Math.max(...instants) }
}
