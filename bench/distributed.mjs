// Commands a second on a schema that lies on several nodes, against the same work on one plain server: realistic work, the same rounds for both.
//   npm run bench -- distributed     with HUIYIN_BENCH_CLUSTER naming the coordinator, and HUIYIN_BENCH_PLAIN a plain server on the same cores
// Without a cluster nothing is measured, and the table says so; without a plain server the bench starts one.
import { tmpdir } from 'node:os'
import { postgresStorage } from '@huiyin/storage-postgres'
import { median } from './lib.mjs'
import { playFor } from './parts/city-work.mjs'
import { costOf, machineNow, machineRows, wasQuiet } from './parts/machine.mjs'
import { startServer } from './parts/postgres-server.mjs'
import { commandsPerLifecycle, createWork, startedCounty } from './parts/realistic-work.mjs'
import { serverTime } from './parts/server-time.mjs'

export const name = 'commands per second on several nodes 多节点每秒命令数'

const rounds = 5
const seconds = 4
const bar = 0.3

async function countyOn(connection, more = {}) {
  const storage = postgresStorage({ connection, schema: `bench_${process.pid}`, ...more })
  const huiyin = await startedCounty(storage)
  const work = createWork(1)
  const serversNow = await serverTime(connection, { cluster: more.distribute !== undefined })
  return { huiyin, play: () => work(huiyin), serversNow }
}

/** Commands of one round: how many a second, and what one took of the processor here and on the servers. */
async function playRound({ play, serversNow }, callers) {
  const began = serversNow()
  const { result, wall, cpu } = await costOf(() => playFor(seconds * 1000, { callers, work: play }))
  const commands = (result * commandsPerLifecycle * wall) / 1000
  const servers = began === undefined ? undefined : (serversNow() - began) / commands
  return { rate: result * commandsPerLifecycle, servers, all: servers && servers + cpu / commands }
}

async function compare(callers, counties) {
  const played = []
  // A first round of each fills the caches of their plans.
  for (let round = 0; round <= rounds; round++) {
    const one = {}
    for (const [side, county] of Object.entries(counties)) one[side] = await playRound(county, callers)
    if (round > 0) played.push(one)
  }
  const of = (read) => median(played.map(read))
  const seen = played.every(({ cluster, plain }) => cluster.all > 0 && plain.all > 0)
  const against = { peerName: 'one plain server' }
  const row = {
    what: `${callers} callers`,
    ours: of(({ cluster }) => cluster.rate),
    peer: of(({ plain }) => plain.rate),
    ...against,
    unit: 'commands/s',
    ratio: of(({ cluster, plain }) => cluster.rate / plain.rate),
    ...(seen && { cpuRatio: of(({ cluster, plain }) => plain.all / cluster.all) }),
  }
  if (!seen) return [row]
  const time = {
    what: `${callers} callers: processor time of the servers`,
    ours: of(({ cluster }) => cluster.servers * 1000),
    peer: of(({ plain }) => plain.servers * 1000),
    ...against,
    unit: 'µs/command',
  }
  return [row, time]
}

export async function run() {
  const { HUIYIN_BENCH_CLUSTER: address, HUIYIN_BENCH_PLAIN: other } = process.env
  if (!address) return [{ what: 'not measured: HUIYIN_BENCH_CLUSTER names no cluster 未指定集群' }]
  const server = other ? undefined : await startServer()
  const counties = {}
  try {
    counties.cluster = await countyOn(address, { distribute: 'citus' })
    counties.plain = await countyOn(other || server.connection)
    const before = machineNow(tmpdir())
    const compared = []
    for (const callers of [16, 64]) compared.push(...(await compare(callers, counties)))
    const after = machineNow(tmpdir())
    const judged = compared.map((row) => {
      // Where the processor time of the servers cannot be seen from here, the time that passed is all there is.
      const deciding = wasQuiet(before, after) ? row.ratio : (row.cpuRatio ?? row.ratio)
      return deciding === undefined ? row : { ...row, met: deciding >= bar }
    })
    return [...judged, ...machineRows(before, after)]
  } finally {
    for (const { huiyin } of Object.values(counties)) await huiyin.stop()
    await server?.stop()
  }
}
