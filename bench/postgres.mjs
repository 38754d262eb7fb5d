// Durable commands per second on PostgreSQL, against pgbench writing the same rows one transaction each, and against libraries that keep work there.
// One server for all, started by the bench, fsync and synchronous_commit on; every round meets every one of them.
import { postgresStorage } from '@huiyin/storage-postgres'
import { median } from './lib.mjs'
import { playFor, startedCity, works } from './parts/city-work.mjs'
import { findPgbench, installPeers } from './parts/peers.mjs'
import { makeTables, pgbenchScript } from './parts/pgbench.mjs'
import { dbos, emmett, pgBoss } from './parts/postgres-peers.mjs'
import { startServer } from './parts/postgres-server.mjs'

export const name = 'commands per second on PostgreSQL 每秒命令数'

const rounds = 5
const seconds = 1
// The default of the storage, and the same for pgbench.
const connections = 8
const bars = { pgbench: { 1: 0.6, 64: 1.8 }, emmett: { 1: 1, 64: 2.5 } }

async function ours(server) {
  const seen = []
  const inner = postgresStorage({ connection: server.connection, poolSize: connections })
  const commit = (changes, within) => {
    if (seen.length < 100) seen.push(...changes)
    return inner.commit(changes, within)
  }
  const huiyin = await startedCity({ ...inner, commit })
  /** The changes that one round of work is, as the storage gets them. */
  async function changesOf(what) {
    seen.length = 0
    await works[what].run(huiyin)
    return seen.splice(0)
  }
  return { huiyin, changesOf, stop: () => huiyin.stop() }
}

async function compare(what, callers, { huiyin, script, peers }) {
  const { run: work, commands } = works[what]
  const rate = async (one) => (await playFor(seconds * 1000, { callers, work: one.work })) * one.per
  const figures = { ours: [], pgbench: [], ...Object.fromEntries(peers.map((peer) => [peer.name, []])) }
  for (let round = 0; round < rounds; round++) {
    figures.ours.push(await rate({ work: () => work(huiyin), per: commands }))
    figures.pgbench.push((await script.run(Math.min(callers, connections), seconds)) * commands)
    for (const peer of peers) figures[peer.name].push(await rate(peer))
  }
  const mine = median(figures.ours)
  const row = (peerName, rates, unit, bar) => {
    const peer = median(rates)
    const said = { what: `${what}, ${callers} caller${callers === 1 ? '' : 's'}`, ours: mine, peer, peerName, unit }
    // A peer that finished nothing was not measured: there is no ratio, and no bar is met or missed.
    if (peer === 0) return said
    return { ...said, ratio: mine / peer, ...(bar !== undefined && { met: mine / peer >= bar }) }
  }
  return [
    row(
      `pgbench, plain rows, 1 transaction each, ${Math.min(callers, connections)} client${callers === 1 ? '' : 's'}`,
      figures.pgbench,
      'commands/s',
      bars.pgbench[callers],
    ),
    ...peers.map((peer) => {
      const bar = peer.name.includes('emmett') ? bars.emmett[callers] : undefined
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
    const scripts = {}
    for (const what of Object.keys(works)) {
      scripts[what] = pgbenchScript({ pgbench, server, schema: 'huiyin', changes: await mine.changesOf(what) })
      running.push({ stop: async () => scripts[what].remove() })
    }
    const peers = []
    for (const make of [emmett, pgBoss, dbos]) {
      const peer = await make(server)
      running.push(peer)
      peers.push(peer)
    }
    const { huiyin } = mine
    const rows = []
    for (const callers of [1, 8, 64, 256])
      rows.push(...(await compare('lifecycles', callers, { huiyin, script: scripts.lifecycles, peers })))
    for (const callers of [1, 8, 64, 256])
      rows.push(...(await compare('submits', callers, { huiyin, script: scripts.submits, peers: [] })))
    return rows.map((row) => ({ ...row, what: `PostgreSQL ${server.version}, ${row.what}` }))
  } finally {
    for (const each of running.reverse()) await each.stop()
    await server.stop()
  }
}
