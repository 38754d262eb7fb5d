// Durable commands per second on PostgreSQL, against pgbench writing the same rows one transaction each, and against libraries that keep work there.
// One server for all, started by the bench, fsync and synchronous_commit on; every round meets every one of them.
import { postgresStorage } from '@huiyin/storage-postgres'
import { median } from './lib.mjs'
import { perLifecycle, playFor, startedCity, works } from './parts/city-work.mjs'
import { findPgbench, installPeers } from './parts/peers.mjs'
import { makeTables, pgbenchScript } from './parts/pgbench.mjs'
import { dbos, emmett, pgBoss } from './parts/postgres-peers.mjs'
import { startServer } from './parts/postgres-server.mjs'

export const name = 'commands per second on PostgreSQL 每秒命令数'

const rounds = 5
const seconds = 1
const bars = { pgbench: 1, emmett: 4 }

// The changes that one lifecycle is, as the storage gets them.
async function changesOfOne(huiyin, seen) {
  seen.length = 0
  await works.lifecycles.run(huiyin)
  return seen.splice(0)
}

async function ours(server) {
  const seen = []
  const inner = postgresStorage({ connection: server.connection })
  const commit = (changes, within) => {
    if (seen.length < 100) seen.push(...changes)
    return inner.commit(changes, within)
  }
  const huiyin = await startedCity({ ...inner, commit })
  return {
    per: perLifecycle,
    work: () => works.lifecycles.run(huiyin),
    changes: () => changesOfOne(huiyin, seen),
    stop: () => huiyin.stop(),
  }
}

async function compare(callers, mine, script, peers) {
  const figures = { ours: [], pgbench: [], ...Object.fromEntries(peers.map((peer) => [peer.name, []])) }
  for (let round = 0; round < rounds; round++) {
    const rate = async (one) => (await playFor(seconds * 1000, { callers, work: one.work })) * one.per
    figures.ours.push(await rate(mine))
    // More clients than this make pgbench slower here, not faster.
    figures.pgbench.push((await script.run(Math.min(callers, 32), seconds)) * perLifecycle)
    for (const peer of peers) figures[peer.name].push(await rate(peer))
  }
  const mineRate = median(figures.ours)
  const row = (peerName, rates, unit, bar) => {
    const peer = median(rates)
    const ratio = mineRate / peer
    const what = `lifecycles, ${callers} caller${callers === 1 ? '' : 's'}`
    return { what, ours: mineRate, peer, peerName, unit, ratio, ...(bar !== undefined && { met: ratio >= bar }) }
  }
  const many = callers >= 64
  return [
    row('pgbench, same rows, 1 transaction each', figures.pgbench, 'commands/s', many ? bars.pgbench : undefined),
    ...peers.map((peer) => {
      const bar = many && peer.name.includes('emmett') ? bars.emmett : undefined
      return row(peer.name, figures[peer.name], `commands/s : ${peer.unit}`, bar)
    }),
  ]
}

export async function run() {
  const pgbench = findPgbench()
  installPeers()
  const server = await startServer()
  const running = []
  try {
    const mine = await ours(server)
    running.push(mine)
    await makeTables(server, 'huiyin')
    const changes = await mine.changes()
    const script = pgbenchScript({ pgbench, server, schema: 'huiyin', changes })
    running.push({ stop: async () => script.remove() })
    const peers = []
    for (const make of [emmett, pgBoss, dbos]) {
      const peer = await make(server)
      running.push(peer)
      peers.push(peer)
    }
    const rows = []
    for (const callers of [1, 8, 64, 256]) rows.push(...(await compare(callers, mine, script, peers)))
    return rows.map((row, position) =>
      position === 0 ? { ...row, what: `${row.what} (PostgreSQL ${server.version})` } : row,
    )
  } finally {
    for (const each of running.reverse()) await each.stop()
    await server.stop()
  }
}
