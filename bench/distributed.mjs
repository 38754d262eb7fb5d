// Commands a second on a schema that lies on several nodes, against the same work on one plain server: realistic work, the same rounds for both.
//   npm run bench -- distributed     with HUIYIN_BENCH_CLUSTER naming the coordinator, and HUIYIN_BENCH_PLAIN a plain server on the same cores
// Without a cluster nothing is measured, and the table says so; without a plain server the bench starts one.
import { postgresStorage } from '@huiyin/storage-postgres'
import { median } from './lib.mjs'
import { playFor } from './parts/city-work.mjs'
import { startServer } from './parts/postgres-server.mjs'
import { commandsPerLifecycle, createWork, startedCounty } from './parts/realistic-work.mjs'

export const name = 'commands per second on several nodes 多节点每秒命令数'

const rounds = 5
const seconds = 4
const bar = 0.3

async function countyOn(connection, more = {}) {
  const storage = postgresStorage({ connection, schema: `bench_${process.pid}`, ...more })
  const huiyin = await startedCounty(storage)
  const work = createWork(1)
  return { huiyin, play: () => work(huiyin) }
}

async function compare(callers, cluster, plain) {
  const rates = { cluster: [], plain: [] }
  const rate = async (county) => (await playFor(seconds * 1000, { callers, work: county.play })) * commandsPerLifecycle
  // A first round of each fills the caches of their plans.
  for (let round = 0; round <= rounds; round++)
    for (const [side, county] of Object.entries({ cluster, plain })) {
      const measured = await rate(county)
      if (round > 0) rates[side].push(measured)
    }
  const [ours, peer] = [median(rates.cluster), median(rates.plain)]
  const ratio = ours / peer
  return {
    what: `${callers} callers`,
    ours,
    peer,
    peerName: 'one plain server',
    unit: 'commands/s',
    ratio,
    met: ratio >= bar,
  }
}

export async function run() {
  const { HUIYIN_BENCH_CLUSTER: address, HUIYIN_BENCH_PLAIN: other } = process.env
  if (!address) return [{ what: 'not measured: HUIYIN_BENCH_CLUSTER names no cluster 未指定集群' }]
  const server = other ? undefined : await startServer()
  const counties = []
  try {
    const cluster = await countyOn(address, { distribute: 'citus' })
    counties.push(cluster)
    const plain = await countyOn(other || server.connection)
    counties.push(plain)
    const rows = []
    for (const callers of [16, 64]) rows.push(await compare(callers, cluster, plain))
    return rows
  } finally {
    for (const { huiyin } of counties) await huiyin.stop()
    await server?.stop()
  }
}
