import type { Change, RecordIndex, RecordRef, Settlement } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { flagsText, never } from './desk-rows.js'
import { desksText, putDesks } from './desks.js'
import { stored } from './hex.js'
import { ridIn } from './lean-rows.js'

/** What a change is compared with: the number of the record and everything of its row that costs something to write again. */
export interface RecordRow {
  readonly rid: number
  readonly version: number
  readonly status: string
  readonly open: number
  readonly created_at: number
  readonly area_path: string
  readonly unit: string
  readonly category: string
  readonly channel: string
  readonly requester: string
  readonly due_at: number | null
  readonly deadlines: string | null
  readonly leases: string | null
  readonly number: string
  readonly desks: string | null
}

/** The deadlines of a record as its row keeps them. */
export type DeadlineColumns = Pick<RecordRow, 'due_at' | 'deadlines' | 'leases'>

const ofRecord = 'bucket = ? AND type = ? AND id = ?'

/** The number of a record: everything beside it is kept under that. */
export function ridOf(db: Database, { bucket, type, id }: RecordRef): number | undefined {
  return db.get<{ rid: number }>(`SELECT rid FROM records WHERE ${ofRecord}`, bucket, type, id)?.rid
}

/** The row of a record, without what every change replaces anyway. */
export function rowOf(db: Database, { bucket, type, id }: RecordRef): RecordRow | undefined {
  return db.get<RecordRow>(
    `SELECT rid, version, status, open, created_at, area_path, unit, category, channel, requester, due_at, deadlines, leases,
       number, desks
     FROM records WHERE ${ofRecord}`,
    bucket,
    type,
    id,
  )
}

/** Adds a record. Its number is above that of any event: rows somebody left behind without their record never join another. */
export function insertRecord(db: Database, change: Change, { due_at, deadlines }: DeadlineColumns): number {
  const { bucket, type, id, version, head, at, index, body } = change
  const desks = desksText(index)
  const { rid } = db.get<{ rid: number }>(
    `INSERT INTO records (rid, bucket, type, id, version, head, updated_at, status, open, created_at, area_path, unit, category, channel, requester,
       due_at, deadlines, body, owner, owner_due_at, flags, number, desks)
     VALUES (1 + max(coalesce((SELECT max(rid) FROM records), 0), coalesce((SELECT ${ridIn('max(k)')} FROM event_rows), 0)),
       ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING rid`,
    bucket, type, id, version, stored(head), at, index.status, index.open ? 1 : 0, index.createdAt, index.areaPath,
    index.unit, index.category, index.channel, index.requester, due_at, deadlines, body, ...deskOf(index), index.number,
    desks,
  ) as { rid: number } // biome-ignore format: one row
  putDesks(db, rid, desks, null)
  return rid
}

/** What a desk has of a record. */
const deskOf = ({ owner, dueAt = never, flags }: RecordIndex) => [owner, dueAt, flagsText(flags)] as const
const place = ({ createdAt, areaPath, channel, requester }: RecordIndex) => [createdAt, areaPath, channel, requester]

type Set = (columns: string, ...each: (string | number | null)[]) => void

// What changes seldom is one group, so that few forms of a statement are ever prepared.
function setIndex(set: Set, index: RecordIndex, was: RecordRow): void {
  const open = index.open ? 1 : 0
  if (index.status !== was.status) set(', status = ?', index.status)
  if (open !== was.open) set(', open = ?', open)
  if (index.unit !== was.unit) set(', unit = ?', index.unit)
  if (index.category !== was.category) set(', category = ?', index.category)
  const before = [was.created_at, was.area_path, was.channel, was.requester]
  if (place(index).some((value, position) => value !== before[position]))
    set(', created_at = ?, area_path = ?, channel = ?, requester = ?', ...place(index))
  if (index.number !== was.number) set(', number = ?', index.number)
  const desks = desksText(index)
  if (desks !== was.desks) set(', desks = ?', desks)
}

/** Replaces what a record of this version is found by. */
export function reindex(db: Database, { ref, version, index }: Extract<Settlement, { what: 'index' }>): void {
  const was = rowOf(db, ref)
  if (was?.version !== version) return
  let sets = 'owner = ?, owner_due_at = ?, flags = ?'
  const values: (string | number | null)[] = [...deskOf(index)]
  setIndex(
    (columns, ...each) => {
      sets += columns
      values.push(...each)
    },
    index,
    was,
  )
  db.run(`UPDATE records SET ${sets} WHERE rid = ?`, ...values, was.rid)
  putDesks(db, was.rid, desksText(index), was.desks)
}

/**
 * Replaces a record, and names only the columns that say something else than before: SQLite writes every index again that has a named column in it.
 */
export function updateRecord(db: Database, change: Change, was: RecordRow, now: DeadlineColumns): void {
  // Who has to act, and by when, changes with nearly every command: to read it first would cost more than to write it again.
  let sets = 'version = ?, head = ?, updated_at = ?, body = ?, owner = ?, owner_due_at = ?, flags = ?'
  const { version, head, at, body, index } = change
  const values: (string | number | Buffer | null)[] = [version, stored(head), at, body, ...deskOf(index)]
  const set = (columns: string, ...each: (string | number | null)[]) => {
    sets += columns
    values.push(...each)
  }
  setIndex(set, index, was)
  if (now.due_at !== was.due_at) set(', due_at = ?', now.due_at)
  if (now.deadlines !== was.deadlines) set(', deadlines = ?', now.deadlines)
  if (now.leases !== was.leases) set(', leases = ?', now.leases)
  db.run(`UPDATE records SET ${sets} WHERE rid = ?`, ...values, was.rid)
  putDesks(db, was.rid, desksText(index), was.desks)
}
