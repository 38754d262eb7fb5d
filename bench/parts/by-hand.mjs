// The peer of the SQLite bench: the rows that our commands wrote, by hand. The same schema, the same groups, one transaction a group, each statement
// prepared once, tallies summed over the group before they are written. It judges nothing: no versions, no keys, no conflicts.
import { DatabaseSync } from 'node:sqlite'
import { hashDigest } from '@huiyin/core'
import { canonical, tallyRows } from '@huiyin/core/contracts'
import { sqliteStorage } from '@huiyin/storage-sqlite'

const packed = (text) => (/^(?:[0-9a-f]{2})+$/.test(text) ? Buffer.from(text, 'hex') : text)
const mostEvents = 1_048_576

const written = {
  insert:
    'INSERT INTO records (rid, bucket, type, id, version, head, updated_at, status, open, created_at, area_path, unit, category, channel, requester, due_at, deadlines, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  event: 'INSERT INTO event_rows (k, event, at, bytes, hash) VALUES (?, ?, ?, ?, ?)',
  owe: 'INSERT INTO delivery_rows (rid, destination, event, payload, at, head) VALUES (?, ?, ?, ?, ?, 1)',
  vault:
    'INSERT INTO vault_rows (rid, ref, position, subject, field, value, salt) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  answer: 'INSERT INTO answer_rows (rid, key, fingerprint, version, events, at) VALUES (?, ?, ?, ?, ?, ?)',
  series: 'INSERT INTO series (series, grain, measure) VALUES (?, ?, ?)',
  cell: 'INSERT INTO cells (cell, area_path, unit, category, channel) VALUES (?, ?, ?, ?, ?)',
  sum: 'INSERT INTO sums (series, day, cell, sum) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sum = sum + excluded.sum',
}

// The one who writes by hand knows what is in the file: it is its only writer, and keeps in memory what it would otherwise read.
function createWriter(db) {
  const statements = new Map()
  const prepared = (sql) => statements.get(sql) ?? statements.set(sql, db.prepare(sql)).get(sql)
  const run = (name, ...values) => prepared(written[name]).run(...values)
  const records = new Map()
  const numbers = { series: new Map(), cell: new Map() }

  function numberOf(what, ...names) {
    const key = names.join('\u0001')
    const known = numbers[what].get(key)
    if (known !== undefined) return known
    const number = numbers[what].size + 1
    numbers[what].set(key, number)
    run(what, number, ...names)
    return number
  }

  function writeRecord(change, record, deadlines) {
    const { index, version, head, at, body } = change
    const due = deadlines.size === 0 ? null : Math.min(...deadlines.values())
    const columns = {
      ...{ status: index.status, open: Number(index.open), created_at: index.createdAt, area_path: index.areaPath },
      ...{ unit: index.unit, category: index.category, channel: index.channel, requester: index.requester },
      due_at: due,
      deadlines: deadlines.size === 0 ? null : JSON.stringify(Object.fromEntries(deadlines)),
    }
    if (record.columns === undefined)
      run(
        'insert',
        record.rid,
        change.bucket,
        change.type,
        change.id,
        version,
        packed(head),
        at,
        ...Object.values(columns),
        body,
      )
    else {
      const changed = Object.keys(columns).filter((name) => columns[name] !== record.columns[name])
      const sets = ['version', 'head', 'updated_at', 'body', ...changed].map((name) => `${name} = ?`).join(', ')
      const values = [version, packed(head), at, body, ...changed.map((name) => columns[name])]
      prepared(`UPDATE records SET ${sets} WHERE rid = ?`).run(...values, record.rid)
    }
    record.columns = columns
  }

  function writeChange(change) {
    const { type, id, events, deadlines, deliveries, vault, command } = change
    const key = `${type}/${id}`
    let record = records.get(key)
    if (record === undefined) {
      record = { rid: records.size + 1, deadlines: new Map(), texts: 0 }
      records.set(key, record)
    }
    const { rid } = record
    for (const name of deadlines.drop) record.deadlines.delete(name)
    for (const { name, at } of deadlines.put) record.deadlines.set(name, at)
    writeRecord(change, record, record.deadlines)
    for (const { seq, type: event, at, bytes, hash } of events)
      run('event', rid * mostEvents + seq, event, at, bytes, packed(hash))
    for (const { destination, event, payload, at } of deliveries) run('owe', rid, destination, event, payload, at)
    for (const { ref, subject, field, value, salt } of vault.put)
      run('vault', rid, ref, ++record.texts, subject, field, value, packed(salt))
    if (command !== undefined) {
      const { key: name, fingerprint, version, events: count, at } = command
      run('answer', rid, name, packed(fingerprint), version, count, at)
    }
  }

  function writeSums(group) {
    const sums = new Map()
    for (const change of group)
      for (const delta of change.tallies)
        for (const { grain, measure, day, areaPath, unit, category, channel, delta: by } of tallyRows(delta)) {
          const key = [
            numberOf('series', grain, measure),
            Number(day.replaceAll('-', '')),
            numberOf('cell', areaPath, unit, category, channel),
          ]
          const text = key.join()
          const known = sums.get(text)
          if (known === undefined) sums.set(text, { key, sum: by })
          else known.sum += by
        }
    for (const { key, sum } of sums.values()) if (sum !== 0) run('sum', ...key, sum)
  }

  return (group) => {
    db.exec('BEGIN IMMEDIATE')
    for (const change of group) writeChange(change)
    writeSums(group)
    db.exec('COMMIT')
  }
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
  const write = createWriter(db)
  const writeAll = (all) => {
    for (const group of all) write(group)
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

// Numbers of series and cells are each writer's own: sums are compared by what they are sums of.
const tables = ['records', 'event_rows', 'delivery_rows', 'vault_rows', 'answer_rows', 'tallies']

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
