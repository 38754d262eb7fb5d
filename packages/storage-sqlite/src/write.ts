import type { Change, CommitOutcome, RecordRef, Settlement, StoredAnswer } from '@huiyin/core'
import type { Database } from './database.js'

const keyOf = ({ bucket, type, id }: RecordRef) => [bucket, type, id] as const

function verdict(db: Database, change: Change): CommitOutcome | undefined {
  if (change.command !== undefined) {
    const answer = db.get<StoredAnswer>(
      'SELECT key, fingerprint, version, events FROM answers WHERE bucket = ? AND type = ? AND id = ? AND key = ?',
      ...keyOf(change),
      change.command.key,
    )
    if (answer !== undefined) return { kind: 'duplicate', answer: { ...answer } }
  }
  return undefined
}

// The record itself: the version decides who was first.
function writeRecord(db: Database, change: Change): CommitOutcome {
  const { index, at } = change
  const columns = [
    change.version, change.head, change.body, at, index.status, index.open ? 1 : 0, index.createdAt, index.areaPath,
    index.unit, index.category, index.channel, index.requester,
  ] // biome-ignore format: one row
  const written =
    change.expectedVersion === 0
      ? db.run(
          `INSERT INTO records (version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel, requester, bucket, type, id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          ...columns,
          ...keyOf(change),
        )
      : db.run(
          `UPDATE records SET version = ?, head = ?, body = ?, updated_at = ?, status = ?, open = ?, created_at = ?, area_path = ?,
             unit = ?, category = ?, channel = ?, requester = ?
           WHERE bucket = ? AND type = ? AND id = ? AND version = ?`,
          ...columns,
          ...keyOf(change),
          change.expectedVersion,
        )
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
  for (const { event, destination, payload, at } of change.deliveries) {
    db.run(
      'INSERT INTO deliveries (bucket, type, id, destination, event, payload, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...key,
      destination,
      event,
      payload,
      at,
    )
  }
  for (const { ref, subject, field, value, salt } of change.vault.put) {
    db.run(
      'INSERT OR REPLACE INTO vault (bucket, type, id, ref, subject, field, value, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
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
  for (const { measure, day, areaPath, unit, category, channel, delta } of change.tallies) {
    db.run(
      `INSERT INTO tallies (bucket, measure, day, area_path, unit, category, channel, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (bucket, measure, day, area_path, unit, category, channel) DO UPDATE SET sum = sum + excluded.sum`,
      change.bucket, measure, day, areaPath, unit, category, channel, delta,
    ) // biome-ignore format: one row
  }
  if (change.command !== undefined) {
    const { key: name, fingerprint, version, events } = change.command
    db.run(
      'INSERT INTO answers (bucket, type, id, key, fingerprint, version, events) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...key,
      name,
      fingerprint,
      version,
      events,
    )
  }
}

/** One change, inside a transaction. A verdict against it leaves nothing behind: the record is judged before anything is written. */
export function writeChange(db: Database, change: Change): CommitOutcome {
  const against = verdict(db, change)
  if (against !== undefined) return against
  const outcome = writeRecord(db, change)
  if (outcome.kind === 'committed') writeBeside(db, change)
  return outcome
}

/** Gives back or finishes rows that were taken, unless their lease has passed to another owner. */
export function writeSettlement(db: Database, row: Settlement): void {
  const key = keyOf(row.ref)
  if (row.what === 'deadline') {
    db.run(
      'UPDATE deadlines SET at = ?, lease_owner = NULL, lease_until = NULL WHERE bucket = ? AND type = ? AND id = ? AND name = ? AND lease_owner = ?',
      row.at, ...key, row.name, row.owner,
    ) // biome-ignore format: one row
    return
  }
  const place = [...key, row.destination, row.event, row.owner] as const
  const where = 'WHERE bucket = ? AND type = ? AND id = ? AND destination = ? AND event = ? AND lease_owner = ?'
  if (row.outcome.kind === 'done') db.run(`DELETE FROM deliveries ${where}`, ...place)
  else if (row.outcome.kind === 'retry')
    db.run(`UPDATE deliveries SET at = ?, lease_owner = NULL, lease_until = NULL ${where}`, row.outcome.at, ...place)
  else
    db.run(
      `UPDATE deliveries SET dead = ?, lease_owner = NULL, lease_until = NULL ${where}`,
      row.outcome.reason,
      ...place,
    )
}
