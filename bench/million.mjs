// What may grow with the record and what must not: a tick, a page of a list and a command over a million open requests against ten thousand; verifying;
// memory. SQLite files, filled in a process of their own in a temporary folder that is removed. HUIYIN_BENCH_RECORDS sets another number.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { seedCity, simulatedClock } from '@huiyin/testkit'
import { median, single } from './lib.mjs'
import { play, startedCity, works } from './parts/city-work.mjs'
import { fillDue, filledAt } from './parts/many-requests.mjs'

export const name = 'a million open requests 一百万件在办'

const many = Number(process.env.HUIYIN_BENCH_RECORDS ?? 1_000_000)
const few = 10_000
const due = 100
const rounds = 5
const mostGrowth = 1.5

async function openFilled(path, count) {
  const filler = fileURLToPath(new URL('parts/many-requests.mjs', import.meta.url))
  execFileSync(process.execPath, [filler, path, `${count}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 900_000,
  })
  const storage = sqliteStorage({ path })
  // New ids, because those of the filled records are taken.
  const huiyin = createHuiyin({ storage, platform: { clock: simulatedClock(filledAt) } })
  await huiyin.start()
  await seedCity(huiyin)
  return { huiyin, storage, count, path }
}

async function tickOnce({ huiyin, storage }, round) {
  await fillDue(storage, due, filledAt, round)
  const start = performance.now()
  const { deadlines } = await huiyin.tick(filledAt)
  const elapsed = performance.now() - start
  if (deadlines < due) throw new Error(`${deadlines} of ${due} due deadlines were handled`)
  return elapsed
}

async function commandsOnce({ huiyin }) {
  const { run, commands } = works.lifecycles
  const times = 200
  return ((await play(huiyin, { callers: 64, times, work: run })) * 1000) / (times * commands)
}

// The two databases take turns, so that a slow moment of the machine meets both.
async function growth(what, unit, [large, small], once) {
  const figures = { large: [], small: [] }
  for (let round = 0; round <= rounds; round++) {
    const sample = { large: await once(large, round), small: await once(small, round) }
    // The first round fills caches.
    if (round > 0) for (const side of ['large', 'small']) figures[side].push(sample[side])
  }
  const [ours, peer] = [median(figures.large), median(figures.small)]
  return {
    what: `${what}: ${large.count.toLocaleString('en')} records`,
    ours,
    peer,
    peerName: `with ${small.count.toLocaleString('en')}`,
    unit,
    ratio: ours / peer,
    met: ours / peer <= mostGrowth,
  }
}

async function pages({ storage, count }) {
  const query = { type: 'request', open: true, limit: 50 }
  const depth = Math.min(1000, Math.floor(count / query.limit))
  let after
  for (let page = 1; page < depth; page++) after = (await storage.find({ ...query, ...(after && { after }) })).next
  const first = await single(() => storage.find(query))
  const deep = await single(() => storage.find({ ...query, after }))
  const peerName = 'the first page'
  return { what: `find, page ${depth} of 50 each`, ours: deep, peer: first, peerName, unit: 'µs', ratio: deep / first }
}

async function verifying(path) {
  const huiyin = await startedCity(sqliteStorage({ path }))
  await play(huiyin, { callers: 64, times: 1000, work: works.lifecycles.run })
  const rates = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    const { ok, events } = await huiyin.audit.verify()
    if (!ok) throw new Error('the record does not verify')
    rates.push((events * 1000) / (performance.now() - start))
  }
  await huiyin.stop()
  return { what: 'audit.verify of 1,000 finished requests', ours: median(rates), unit: 'events/s' }
}

const megabyte = 2 ** 20

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
  const open = []
  try {
    const large = await openFilled(join(folder, 'many.db'), many)
    open.push(large)
    await tickOnce(large, 'first')
    const memory = {
      what: `memory of a process on ${many.toLocaleString('en')} open requests`,
      ours: process.memoryUsage().rss / megabyte,
      peer: statSync(large.path).size / megabyte,
      peerName: 'MB of file',
      unit: 'MB',
    }
    const small = await openFilled(join(folder, 'few.db'), few)
    open.push(small)
    const both = [large, small]
    return [
      await growth(`tick with ${due} due`, 'ms', both, tickOnce),
      await growth('command of a lifecycle, 64 callers', 'µs', both, commandsOnce),
      await pages(large),
      await verifying(join(folder, 'verify.db')),
      memory,
    ]
  } finally {
    for (const { huiyin } of open) await huiyin.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
