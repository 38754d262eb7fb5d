// Whole commands per second through createHuiyin, against hand-written node:sqlite that writes the same rows in the same batches.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'

export const name = 'commands per second 每秒命令数'

const rounds = 5
const lifecycles = 400
const perLifecycle = 5
const { desk, housing, resident } = cityActors

// Remembers which changes went into which write, so that the peer can write the same.
function remembering(storage) {
  const groups = []
  return {
    groups,
    storage: {
      ...storage,
      commit: (changes) => {
        groups.push(changes)
        return storage.commit(changes)
      },
    },
  }
}

// Each caller takes one request after the other round the loop: submit, dispatch, claim, reply, rate.
async function callers(huiyin, count) {
  let left = lifecycles
  const { requests } = huiyin
  async function caller() {
    while (left-- > 0) {
      const submitted = await requests.submit(
        { category: 'heating', area: cityGrid, description: '家中不热，只有 14 度。' },
        { by: resident },
      )
      const { id } = submitted.request
      await requests.dispatch(id, {}, { by: desk })
      await requests.claim(id, {}, { by: housing })
      await requests.reply(id, { text: '已排气，室温恢复。' }, { by: housing })
      const rated = await requests.rate(id, { grade: 5 }, { by: resident })
      if (!rated.ok) throw new Error(rated.refusal.code)
    }
  }
  await Promise.all(Array.from({ length: count }, caller))
}

async function ours(inner, count) {
  const { storage, groups } = remembering(inner)
  const huiyin = createHuiyin({
    storage,
    clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')),
    ids: simulatedIds(1),
  })
  await huiyin.start()
  await seedCity(huiyin)
  groups.length = 0
  const start = performance.now()
  await callers(huiyin, count)
  const elapsed = performance.now() - start
  await huiyin.stop()
  return { elapsed, groups }
}

// The same rows by hand: one transaction a batch, prepared statements, the same pragmas and keys.
function byHand(path, groups) {
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -65536;
    CREATE TABLE r (b INTEGER, t TEXT, i TEXT, v INTEGER, h TEXT, d TEXT, u INTEGER, s TEXT, o INTEGER, c INTEGER, p TEXT, n TEXT, g TEXT, l TEXT, q TEXT, UNIQUE (b, t, i)) STRICT;
    CREATE INDEX r1 ON r (c, i, t); CREATE INDEX r2 ON r (q, c, i, t) WHERE q <> ''; CREATE INDEX r3 ON r (n, c, i, t) WHERE n <> '' AND o = 1;
    CREATE TABLE e (b INTEGER, t TEXT, i TEXT, s INTEGER, y TEXT, a INTEGER, d TEXT, h TEXT, UNIQUE (b, t, i, s)) STRICT;
    CREATE TABLE x (b INTEGER, t TEXT, i TEXT, n TEXT, a INTEGER, o TEXT, u INTEGER, UNIQUE (b, t, i, n)) STRICT; CREATE INDEX x1 ON x (a, b, t, i, n);
    CREATE TABLE w (b INTEGER, t TEXT, i TEXT, r TEXT, s TEXT, f TEXT, v TEXT, z TEXT, UNIQUE (b, t, i, r)) STRICT;
    CREATE TABLE m (b INTEGER, k TEXT, d TEXT, p TEXT, u TEXT, c TEXT, l TEXT, n INTEGER, UNIQUE (b, k, d, p, u, c, l)) STRICT; CREATE INDEX m1 ON m (k, d)`)
  const insert = db.prepare('INSERT INTO r VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const update = db.prepare(
    'UPDATE r SET v = ?, h = ?, d = ?, u = ?, s = ?, o = ?, c = ?, p = ?, n = ?, g = ?, l = ?, q = ? WHERE b = ? AND t = ? AND i = ? AND v = ?',
  )
  const event = db.prepare('INSERT INTO e VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const drop = db.prepare('DELETE FROM x WHERE b = ? AND t = ? AND i = ? AND n = ?')
  const put = db.prepare('INSERT INTO x VALUES (?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT DO UPDATE SET a = excluded.a')
  const vault = db.prepare('INSERT INTO w VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const tally = db.prepare('INSERT INTO m VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n')
  const start = performance.now()
  for (const group of groups) {
    db.exec('BEGIN IMMEDIATE')
    for (const change of group) {
      const { bucket, type, id, index } = change
      const row = [
        change.version,
        change.head,
        change.body,
        change.at,
        index.status,
        Number(index.open),
        index.createdAt,
        index.areaPath,
        index.unit,
        index.category,
        index.channel,
        index.requester,
      ]
      if (change.expectedVersion === 0) insert.run(bucket, type, id, ...row)
      else update.run(...row, bucket, type, id, change.expectedVersion)
      for (const each of change.events) event.run(bucket, type, id, each.seq, each.type, each.at, each.bytes, each.hash)
      for (const each of change.deadlines.drop) drop.run(bucket, type, id, each)
      for (const each of change.deadlines.put) put.run(bucket, type, id, each.name, each.at)
      for (const each of change.vault.put)
        vault.run(bucket, type, id, each.ref, each.subject, each.field, each.value, each.salt)
      for (const each of change.tallies)
        tally.run(bucket, each.measure, each.day, each.areaPath, each.unit, each.category, each.channel, each.delta)
    }
    db.exec('COMMIT')
  }
  const elapsed = performance.now() - start
  db.close()
  return elapsed
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

async function compare(what, count, durable) {
  const perSecond = { ours: [], peer: [] }
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
    const file = (name) => (durable ? join(folder, name) : ':memory:')
    const storage = durable ? sqliteStorage({ path: file('ours.db') }) : memoryStorage()
    const { elapsed, groups } = await ours(storage, count)
    const peer = byHand(file('peer.db'), groups)
    rmSync(folder, { recursive: true, force: true })
    perSecond.ours.push((lifecycles * perLifecycle * 1000) / elapsed)
    perSecond.peer.push((lifecycles * perLifecycle * 1000) / peer)
  }
  const [mine, other] = [median(perSecond.ours), median(perSecond.peer)]
  const peerName = durable
    ? 'node:sqlite by hand, the same rows only'
    : 'node:sqlite by hand in memory, the same rows only'
  return { what, ours: mine, peer: other, peerName, unit: 'commands/s', ratio: mine / other }
}

export async function run() {
  return [
    await compare('SQLite file, synchronous FULL, 1 caller', 1, true),
    await compare('SQLite file, synchronous FULL, 200 callers', 200, true),
    await compare('memory, 1 caller', 1, false),
    await compare('memory, 200 callers', 200, false),
  ]
}
