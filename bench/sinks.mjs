// Events handed to another system: through a sink in batches of 200, against an outbox written by hand that selects 200 rows, hands them to the same sink and
// marks them sent, and against one event a call. All three in one SQLite file, durable, the same events, in every round. The sink itself does nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createHuiyin } from '@huiyin/core'
import { definePlugin } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { simulatedClock, simulatedIds } from '@huiyin/testkit'
import { median } from './lib.mjs'
import { costOf, machineNow, machineRows, wasQuiet } from './parts/machine.mjs'
import { createWork, startedCounty, workday } from './parts/realistic-work.mjs'

export const name = 'events a second through a sink 每秒交出事件数'

const rounds = 5
const requestsARound = 500
const batch = 200
const bars = { outbox: 0.5, oneByOne: 4 }

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

const taking = async () => ({ ok: true })
const emptySink = { contract: 'huiyin.sink/1', name: 'bus', on: ['request.*'], batch, publish: taking }

/** A process over the file, with a sink or with a plugin that is handed one event at a time. */
const process = (path, seed, more) =>
  createHuiyin({
    storage: sqliteStorage({ path }),
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
    platform: { clock: simulatedClock(workday), ids: simulatedIds(seed) },
    ...more,
  })

/** The outbox that a team writes: rows in the transaction of the change, sent in order of their number. */
function outbox(path) {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000')
  db.exec('CREATE TABLE IF NOT EXISTS own_outbox (id INTEGER PRIMARY KEY, event TEXT NOT NULL, sent_at INTEGER)')
  db.exec('CREATE INDEX IF NOT EXISTS own_outbox_unsent ON own_outbox (id) WHERE sent_at IS NULL')
  const insert = db.prepare('INSERT INTO own_outbox (event) VALUES (?)')
  const select = db.prepare('SELECT id, event FROM own_outbox WHERE sent_at IS NULL ORDER BY id LIMIT ?')
  const mark = db.prepare('UPDATE own_outbox SET sent_at = ? WHERE id = ?')
  const inTransaction = (work) => {
    db.exec('BEGIN IMMEDIATE')
    work()
    db.exec('COMMIT')
  }
  async function drain(sink) {
    let sent = 0
    for (;;) {
      const rows = select.all(batch)
      if (rows.length === 0) return sent
      const answer = await sink.publish(
        rows.map(({ event }) => JSON.parse(event)),
        { signal: new AbortController().signal },
      )
      if (!answer.ok) throw new Error('The empty sink takes everything')
      inTransaction(() => {
        for (const { id } of rows) mark.run(workday, id)
      })
      sent += rows.length
    }
  }
  const fill = (events) =>
    inTransaction(() => {
      for (const event of events) insert.run(JSON.stringify(event))
    })
  return { fill, drain, close: () => db.close() }
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
  try {
    const path = join(folder, 'city.db')
    const before = machineNow(folder)
    // What the peer is filled with: events as the sink gets them, those of the first round. Whoever kept those of a measured round would be measured with it.
    const kept = []
    let keeps = true
    let [handed, calls] = [0, 0]
    const sink = {
      ...emptySink,
      publish: async (events) => {
        handed += events.length
        calls++
        if (keeps) kept.push(...events)
        return { ok: true }
      },
    }
    const county = await startedCounty(sqliteStorage({ path }))
    await county.stop()
    const withSink = process(path, 11, { sinks: [sink] })
    const one = definePlugin({
      id: 'one',
      deliveries: [
        {
          name: 'call',
          on: withSink.eventNames.filter((type) => type.startsWith('request.')),
          atMost: 1,
          deliver: taking,
        },
      ],
      setup: () => ({}),
    })
    const oneByOne = process(path, 12, { plugins: [one] })
    await withSink.start()
    await oneByOne.start()
    // The clock stands still, so that it would not look by itself: what both are owed is written from now on.
    await withSink.deliveries.destinations({ by: { id: 'bench', kind: 'system', grants: [] } })
    const peer = outbox(path)
    const lifecycle = createWork(6)
    // What one of them leaves, in the log and in memory, is cleared away in its own time, and nothing that others left.
    const log = new DatabaseSync(path)
    const carryOver = () => log.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const cost = (work) => {
      collect()
      carryOver()
      return costOf(async () => {
        const result = await work()
        carryOver()
        return result
      })
    }
    const played = []
    for (let round = 0; round <= rounds; round++) {
      await Promise.all(Array.from({ length: requestsARound }, () => lifecycle(withSink)))
      ;[handed, calls] = [0, 0]
      const ours = await cost(() => withSink.tick())
      keeps = false
      peer.fill(Array.from({ length: handed }, (_, n) => kept[n % kept.length]))
      const hand = await cost(() => peer.drain(emptySink))
      const single = await cost(() => oneByOne.tick())
      if (hand.result !== handed || single.result.deliveries < handed)
        throw new Error(`${handed} events were not handed to all three: ${hand.result}, ${single.result.deliveries}`)
      if (round > 0) played.push({ ours, hand, single, events: handed, calls })
    }
    await withSink.stop()
    await oneByOne.stop()
    peer.close()
    log.close()
    const after = machineNow(folder)
    const quiet = wasQuiet(before, after)
    const rate = (side) => median(played.map((each) => (each.events * 1000) / each[side].wall))
    const ratio = (side, what) => median(played.map((each) => each[side][what] / each.ours[what]))
    const row = (side, what, peerName, bar) => ({
      what,
      ours: rate('ours'),
      peer: rate(side),
      peerName,
      unit: 'events/s',
      ratio: ratio(side, 'wall'),
      cpuRatio: ratio(side, 'cpu'),
      met: ratio(side, quiet ? 'wall' : 'cpu') >= bar,
    })
    const size = median(played.map(({ events, calls }) => events / calls))
    const how = `through a sink by 200 (${size.toFixed(0)} in a call)`
    return [
      row('hand', `${how}, bar ${bars.outbox}`, 'outbox by hand, by 200', bars.outbox),
      row('single', `${how}, bar ${bars.oneByOne}`, 'one event a call', bars.oneByOne),
      ...machineRows(before, after),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
