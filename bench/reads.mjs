// What it costs that every read asks who reads: the same reads by a desk, a unit and a resident, whose rights are looked up, and by the system, which is asked
// nothing. Processor time of one call, on memory storage, in turns.
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { median } from './lib.mjs'

export const name = 'reads ask who reads 读取须写明操作人'

const requests = 200
const rounds = 25
const mostCost = 1.05

async function city() {
  const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage: memoryStorage(), platform })
  await huiyin.start()
  await seedCity(huiyin)
  const person = { name: '王某', phone: '13800000000' }
  for (let n = 0; n < requests; n++) {
    const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。', person }
    await huiyin.requests.submit(`q-${n}`, report, { by: actors.resident })
    await huiyin.requests.dispatch(`q-${n}`, { by: actors.desk })
  }
  return huiyin
}

async function cpuOf(call, calls) {
  const begun = process.cpuUsage()
  for (let n = 0; n < calls; n++) await call(`q-${n % requests}`)
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / calls
}

/** Medians of both, and how much more ours takes. Who goes first changes with every round. */
async function inTurns({ ours, peer, calls }) {
  const samples = { ours: [], peer: [] }
  await cpuOf(ours, calls)
  await cpuOf(peer, calls)
  for (let round = 0; round < rounds; round++)
    for (const side of round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours'])
      samples[side].push(await cpuOf(side === 'ours' ? ours : peer, calls))
  const [mine, theirs] = [median(samples.ours), median(samples.peer)]
  return { ours: mine, peer: theirs, unit: 'µs CPU', ratio: mine / theirs }
}

/** The rows of the table; a bar is missed where asking costs more than a twentieth. */
export async function run() {
  const huiyin = await city()
  const { get, forStaff, find } = huiyin.requests
  const reads = {
    get: { call: (by) => (id) => get(id, { by }), calls: 4000, readers: ['desk', 'housing', 'resident'] },
    forStaff: { call: (by) => (id) => forStaff(id, { by }), calls: 2000, readers: ['desk', 'housing'] },
    'find, a page of 50': { call: (by) => () => find({ open: true }, { by }), calls: 80, readers: ['desk', 'housing'] },
  }
  const rows = []
  for (const [what, { call, calls, readers }] of Object.entries(reads))
    for (const reader of readers) {
      const row = await inTurns({ ours: call(actors[reader]), peer: call(actors.system), calls })
      rows.push({ what: `${what}: ${reader}`, ...row, peerName: 'the system', met: row.ratio <= mostCost })
    }
  await huiyin.stop()
  return rows
}
