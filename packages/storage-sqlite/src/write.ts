import { AdapterError } from '@huiyin/core'
import type { Change, CommitOutcome, StoredAnswer, TallyDelta } from '@huiyin/core/contracts'
import type { Database } from './database.js'
import { changedDeadlines } from './deadlines.js'
import { putDeliveries } from './deliveries.js'
import { given, stored } from './hex.js'
import { eventKey, mostEvents } from './lean-rows.js'
import { insertRecord, rowOf, updateRecord } from './record-row.js'
import { changeSearch, writeGrams } from './search-rows.js'
import type { Tallies } from './tallies.js'

type AnswerRow = Omit<StoredAnswer, 'fingerprint'> & { readonly fingerprint: string | Uint8Array }

/** The answer to a key of a record, if it was answered. */
export function readAnswer(db: Database, rid: number, key: string): StoredAnswer | undefined {
  const row = db.get<AnswerRow>(
    'SELECT key, fingerprint, version, events, at FROM answer_rows WHERE rid = ? AND key = ?',
    rid,
    key,
  )
  return row && { ...row, fingerprint: given(row.fingerprint) }
}

/** Every answer of a record that was not removed yet. */
export const readAnswers = (db: Database, rid: number): StoredAnswer[] =>
  db
    .all<AnswerRow>('SELECT key, fingerprint, version, events, at FROM answer_rows WHERE rid = ?', rid)
    .map((row) => ({ ...row, fingerprint: given(row.fingerprint) }))

function putAnswer(db: Database, rid: number, { key, fingerprint, version, events, at }: StoredAnswer): void {
  db.run(
    'INSERT INTO answer_rows (rid, key, fingerprint, version, events, at) VALUES (?, ?, ?, ?, ?, ?)',
    rid, key, stored(fingerprint), version, events, at,
  ) // biome-ignore format: one row
}

function writeBeside(db: Database, rid: number, change: Change): void {
  for (const { seq, type, at, bytes, hash } of change.events)
    db.run(
      'INSERT INTO event_rows (k, event, at, bytes, hash) VALUES (?, ?, ?, ?, ?)',
      eventKey(rid, seq), type, at, bytes, stored(hash),
    ) // biome-ignore format: one row
  putDeliveries(db, rid, change.deliveries)
  for (const { ref, subject, field, value, salt } of change.vault.put)
    db.run(
      `INSERT INTO vault_rows (rid, ref, position, subject, field, value, salt)
       VALUES (?1, ?2, 1 + coalesce((SELECT max(position) FROM vault_rows WHERE rid = ?1), 0), ?3, ?4, ?5, ?6)
       ON CONFLICT (rid, ref) DO UPDATE SET subject = excluded.subject, field = excluded.field, value = excluded.value, salt = excluded.salt`,
      rid, ref, subject, field, value, salt === null ? null : stored(salt),
    ) // biome-ignore format: one row
  for (const ref of change.vault.erase)
    db.run('UPDATE vault_rows SET value = NULL, salt = NULL WHERE rid = ? AND ref = ?', rid, ref)
  changeSearch(db, rid, change)
  if (change.command !== undefined) putAnswer(db, rid, change.command)
}

const tooManyEvents = ({ type, id }: Change) =>
  new AdapterError({
    adapter: 'sqlite',
    operation: 'commit',
    message: `${type}/${id} cannot have more than ${mostEvents} events`,
  })

// The key is judged before the version, and both before anything is written, so that a rejected change leaves nothing behind.
function writeChange(db: Database, change: Change): CommitOutcome {
  const was = rowOf(db, change)
  if (was !== undefined && change.command !== undefined) {
    const answer = readAnswer(db, was.rid, change.command.key)
    if (answer !== undefined) return { kind: 'duplicate', answer }
  }
  const version = was?.version ?? 0
  if (version !== change.expectedVersion) return { kind: 'conflict', version }
  if (change.version > mostEvents) return { kind: 'failed', error: tooManyEvents(change) }
  const deadlines = changedDeadlines(change, was)
  let rid = was?.rid
  if (was === undefined) rid = insertRecord(db, change, deadlines)
  else updateRecord(db, change, was, deadlines)
  writeBeside(db, rid as number, change)
  return { kind: 'committed' }
}

/** A group of changes, inside one transaction, each judged after those before it. */
export function writeChanges(db: Database, tallies: Tallies, changes: readonly Change[]): CommitOutcome[] {
  const deltas: TallyDelta[] = []
  const outcomes = changes.map((change) => {
    const outcome = writeChange(db, change)
    if (outcome.kind === 'committed') deltas.push(...change.tallies)
    return outcome
  })
  tallies.add(db, deltas)
  if (changes.some(({ search }) => search !== undefined)) writeGrams(db)
  return outcomes
}

/** Removes the answers given before an instant. Once a day they are walked as a whole: they are those of a month. */
export function forgetAnswers(db: Database, before: number): void {
  db.run('DELETE FROM answer_rows WHERE at < ?', before)
}
