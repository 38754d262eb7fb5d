import type { Change, CommitOutcome, RecordRef, StoredAnswer, TallyDelta } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { putDeliveries } from './queues.js'
import { addTallies } from './tallies.js'

const keyOf = ({ bucket, type, id }: RecordRef) => [bucket, type, id] as const

function verdict(db: Database, change: Change): CommitOutcome | undefined {
  if (change.command !== undefined) {
    const answer = db.get<StoredAnswer>(
      'SELECT key, fingerprint, version, events, at FROM answers WHERE bucket = ? AND type = ? AND id = ? AND key = ?',
      ...keyOf(change),
      change.command.key,
    )
    if (answer !== undefined) return { kind: 'duplicate', answer: { ...answer } }
  }
  return undefined
}

// What no index of the table is made of, and what they are made of.
const plainColumns = ({ version, head, body, at, index }: Change) =>
  [version, head, body, at, index.status, index.category, index.channel] as const
const indexedColumns = ({ index }: Change) =>
  [index.open ? 1 : 0, index.createdAt, index.areaPath, index.unit, index.requester] as const

// An UPDATE rewrites every index whose columns it names, changed or not: those are named only when one of them has changed.
function updateRecord(db: Database, change: Change): number {
  const values = [...plainColumns(change), ...keyOf(change), change.expectedVersion]
  const set = 'version = ?, head = ?, body = ?, updated_at = ?, status = ?, category = ?, channel = ?'
  const where = 'bucket = ? AND type = ? AND id = ? AND version = ?'
  const written = db.run(
    `UPDATE records SET ${set} WHERE ${where} AND open = ? AND created_at = ? AND area_path = ? AND unit = ? AND requester = ?`,
    ...values,
    ...indexedColumns(change),
  )
  if (written === 1) return written
  return db.run(
    `UPDATE records SET open = ?, created_at = ?, area_path = ?, unit = ?, requester = ?, ${set} WHERE ${where}`,
    ...indexedColumns(change),
    ...values,
  )
}

function insertRecord(db: Database, change: Change): number {
  return db.run(
    `INSERT INTO records (version, head, body, updated_at, status, category, channel, open, created_at, area_path, unit, requester, bucket, type, id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ...plainColumns(change),
    ...indexedColumns(change),
    ...keyOf(change),
  )
}

// The record itself: the version decides who was first.
function writeRecord(db: Database, change: Change): CommitOutcome {
  const written = change.expectedVersion === 0 ? insertRecord(db, change) : updateRecord(db, change)
  if (written === 1) return { kind: 'committed' }
  const stored = db.get<{ version: number }>(
    'SELECT version FROM records WHERE bucket = ? AND type = ? AND id = ?',
    ...keyOf(change),
  )
  return { kind: 'conflict', version: stored?.version ?? 0 }
}

function writeBeside(db: Database, change: Change): void {
  const key = keyOf(change)
  for (const { seq, type, at, bytes, hash } of change.events) {
    db.run(
      'INSERT INTO events (bucket, type, id, seq, event, at, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...key,
      seq,
      type,
      at,
      bytes,
      hash,
    )
  }
  for (const name of change.deadlines.drop)
    db.run('DELETE FROM deadlines WHERE bucket = ? AND type = ? AND id = ? AND name = ?', ...key, name)
  for (const { name, at } of change.deadlines.put) {
    db.run(
      `INSERT INTO deadlines (bucket, type, id, name, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (bucket, type, id, name) DO UPDATE SET at = excluded.at, lease_owner = NULL, lease_until = NULL`,
      ...key,
      name,
      at,
    )
  }
  putDeliveries(db, change)
  for (const { ref, subject, field, value, salt } of change.vault.put) {
    db.run(
      `INSERT INTO vault (bucket, type, id, ref, subject, field, value, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (bucket, type, id, ref) DO UPDATE SET subject = excluded.subject, field = excluded.field, value = excluded.value, salt = excluded.salt`,
      ...key,
      ref,
      subject,
      field,
      value,
      salt,
    )
  }
  for (const ref of change.vault.erase)
    db.run(
      'UPDATE vault SET value = NULL, salt = NULL WHERE bucket = ? AND type = ? AND id = ? AND ref = ?',
      ...key,
      ref,
    )
  if (change.command !== undefined) {
    const { key: name, fingerprint, version, events, at } = change.command
    db.run(
      'INSERT INTO answers (bucket, type, id, key, fingerprint, version, events, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...key,
      name,
      fingerprint,
      version,
      events,
      at,
    )
  }
}

// The record is judged before anything is written, so a rejected change leaves nothing behind.
function writeChange(db: Database, change: Change): CommitOutcome {
  const against = verdict(db, change)
  if (against !== undefined) return against
  const outcome = writeRecord(db, change)
  if (outcome.kind === 'committed') writeBeside(db, change)
  return outcome
}

/** A group of changes, inside one transaction, each judged after those before it. */
export function writeChanges(db: Database, changes: readonly Change[]): CommitOutcome[] {
  const tallies: TallyDelta[] = []
  const outcomes = changes.map((change) => {
    const outcome = writeChange(db, change)
    if (outcome.kind === 'committed') tallies.push(...change.tallies)
    return outcome
  })
  addTallies(db, tallies)
  return outcomes
}
