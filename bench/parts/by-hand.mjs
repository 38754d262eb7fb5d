// The peer of the SQLite bench: the rows that our commands wrote, by hand. The same schema, the same groups, one transaction a group, each statement
// prepared once, tallies summed over the group before they are written. It judges nothing: no versions, no keys, no conflicts.
import { DatabaseSync } from 'node:sqlite'
import { hashDigest } from '@huiyin/core'
import { canonical, tallyRows } from '@huiyin/core/contracts'
import { sqliteStorage } from '@huiyin/storage-sqlite'

const written = {
  insert:
    'INSERT INTO records (version, head, body, updated_at, status, open, created_at, area_path, unit, category, channel, requester, bucket, type, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  update:
    'UPDATE records SET version = ?, head = ?, body = ?, updated_at = ?, status = ?, open = ?, created_at = ?, area_path = ?, unit = ?, category = ?, channel = ?, requester = ? WHERE bucket = ? AND type = ? AND id = ?',
  event: 'INSERT INTO events (bucket, type, id, seq, event, at, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  drop: 'DELETE FROM deadlines WHERE bucket = ? AND type = ? AND id = ? AND name = ?',
  put: 'INSERT INTO deadlines (bucket, type, id, name, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at',
  owe: 'INSERT INTO deliveries (bucket, type, id, destination, event, payload, at, head) VALUES (?, ?, ?, ?, ?, ?, ?, 1)',
  vault:
    'INSERT INTO vault (bucket, type, id, ref, subject, field, value, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  answer:
    'INSERT INTO answers (bucket, type, id, key, fingerprint, version, events, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  tally:
    'INSERT INTO tallies (grain, measure, day, area_path, unit, category, channel, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET sum = sum + excluded.sum',
}

function writeChange(statements, change) {
  const { bucket, type, id, index, events, deadlines, deliveries, vault, command } = change
  const row = [
    ...[change.version, change.head, change.body, change.at, index.status, Number(index.open), index.createdAt],
    ...[index.areaPath, index.unit, index.category, index.channel, index.requester],
  ]
  statements[change.expectedVersion === 0 ? 'insert' : 'update'].run(...row, bucket, type, id)
  for (const { seq, type: event, at, bytes, hash } of events)
    statements.event.run(bucket, type, id, seq, event, at, bytes, hash)
  for (const name of deadlines.drop) statements.drop.run(bucket, type, id, name)
  for (const { name, at } of deadlines.put) statements.put.run(bucket, type, id, name, at)
  for (const { destination, event, payload, at } of deliveries)
    statements.owe.run(bucket, type, id, destination, event, payload, at)
  for (const { ref, subject, field, value, salt } of vault.put)
    statements.vault.run(bucket, type, id, ref, subject, field, value, salt)
  if (command !== undefined) {
    const { key, fingerprint, version, events: count, at } = command
    statements.answer.run(bucket, type, id, key, fingerprint, version, count, at)
  }
}

function sumsOf(group) {
  const rows = new Map()
  for (const change of group)
    for (const delta of change.tallies)
      for (const { grain, measure, day, areaPath, unit, category, channel, delta: by } of tallyRows(delta)) {
        const key = [grain, measure, day, areaPath, unit, category, channel]
        const text = key.join('\u0001')
        const known = rows.get(text)
        if (known === undefined) rows.set(text, { key, sum: by })
        else known.sum += by
      }
  return [...rows.values()].filter(({ sum }) => sum !== 0)
}

/** An empty database with the very schema of the storage, and its pragmas. */
async function emptyDatabase(path) {
  const storage = sqliteStorage({ path })
  await storage.open()
  await storage.close()
  const db = new DatabaseSync(path)
  db.exec(
    'PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON',
  )
  return db
}

const sm3 = hashDigest('sm3')

// What the rows are made of, for the peer that has to make them too.
function ingredients(change) {
  const events = change.events.map(({ bytes }) => JSON.parse(bytes))
  return { change, facts: JSON.parse(change.body), events, previous: sm3.hex(change.id) }
}

// Encodes the facts and the events and chains these with the digest of the record; the result must have the size of what is written.
function encode({ change, facts, events, previous }) {
  let [hash, weight] = [previous, JSON.stringify(facts).length]
  for (const event of events) {
    const bytes = canonical(event)
    hash = sm3.hex(`${hash}\n${bytes}`)
    weight += bytes.length
  }
  if (hash.length !== change.head.length || weight < change.body.length) throw new Error('this is not what was written')
}

/** Writes `before` untimed and then `groups`; milliseconds. With `encoding` it encodes and chains what it writes, as anyone who keeps such a record must. */
export async function writeByHand(path, { before, groups }, { encoding = false } = {}) {
  const db = await emptyDatabase(path)
  const statements = Object.fromEntries(Object.entries(written).map(([name, sql]) => [name, db.prepare(sql)]))
  const writeAll = (all) => {
    for (const group of all) {
      db.exec('BEGIN IMMEDIATE')
      for (const change of group) writeChange(statements, change)
      for (const { key, sum } of sumsOf(group)) statements.tally.run(...key, sum)
      db.exec('COMMIT')
    }
  }
  writeAll(before)
  const parts = encoding ? groups.map((group) => group.map(ingredients)) : []
  const start = performance.now()
  for (const group of parts) for (const part of group) encode(part)
  writeAll(groups)
  const elapsed = performance.now() - start
  db.close()
  return elapsed
}

const tables = ['records', 'events', 'deadlines', 'deliveries', 'vault', 'answers', 'tallies']

/** @throws when the two databases do not hold the same rows: then nothing was compared. */
export function assertSameRows(mine, peer) {
  const db = new DatabaseSync(mine)
  db.prepare('ATTACH ? AS peer').run(peer)
  for (const table of tables) {
    const differing = db
      .prepare(
        `SELECT count(*) AS rows FROM (SELECT * FROM (SELECT * FROM main.${table} EXCEPT SELECT * FROM peer.${table})
           UNION ALL SELECT * FROM (SELECT * FROM peer.${table} EXCEPT SELECT * FROM main.${table}))`,
      )
      .get().rows
    const counts = db
      .prepare(`SELECT (SELECT count(*) FROM main.${table}) AS mine, (SELECT count(*) FROM peer.${table}) AS peer`)
      .get()
    if (differing !== 0 || counts.mine !== counts.peer)
      throw new Error(`${table}: ${counts.mine} rows against ${counts.peer}, ${differing} of them differ`)
  }
  db.close()
}
