// What a page of a desk costs in the end: queues with their rows in words, the numbers beside them, a resident's own list. Over a SQLite file with many
// requests (100 000, another number after `--closed`) and over one with 10 000, of which three in a hundred are open; in processor time of one call. What the
// storage alone takes of it, `desks` measures.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors } from '@huiyin/testkit'
import { median } from './lib.mjs'
import { fillDesk } from './parts/desk-records.mjs'
import { machineNow, machineRows, threadSample } from './parts/machine.mjs'
import { countyOver } from './parts/realistic-work.mjs'

export const name = 'pages of a desk, in words 工作台页面'

const few = 10_000
const rounds = 7
const limit = 20
const most = 2000 // microseconds of a first page

async function farPage(read, page) {
  let after
  for (let n = 1; n < page; n++) after = (await read(after)).next
  return after
}

async function readsOf(huiyin, count) {
  const { requests } = huiyin
  const desk = { by: cityActors.desk }
  const queue = (more) => requests.queue({ limit, ...more, ...desk })
  const far = Math.min(1000, Math.floor((count * 0.03) / limit) - 1)
  const after = await farPage((place) => queue({ view: 'all', ...(place !== undefined && { after: place }) }), far)
  const resident = { by: { id: 'res-7', kind: 'resident', grants: [] } }
  return {
    'queue of the city, first page': () => queue({ view: 'all' }),
    'queue of a unit, first page': () => queue({ view: 'unit', unit: 'housing', by: cityActors.housing }),
    'to dispatch, first page': () => queue({ view: 'toDispatch' }),
    [`queue of the city, page ${far.toLocaleString('en')}`]: () => queue({ view: 'all', after }),
    'the numbers beside the queues': () => requests.badges(desk),
    "a resident's own list": () => requests.mine({ limit, ...resident }),
  }
}

async function opened(folder, count) {
  const path = join(folder, `${count}.db`)
  await fillDesk(path, count)
  const huiyin = countyOver(sqliteStorage({ path, ballast: 0 }), 3)
  await huiyin.start()
  return { huiyin, reads: Object.entries(await readsOf(huiyin, count)) }
}

/** The rows of the table; a bar is missed where a first page takes more than 2 ms. */
export async function run({ closed = 100_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-desk-bench-'))
  const open = []
  try {
    const before = machineNow(folder)
    for (const count of [closed, few]) open.push(await opened(folder, count))
    const [many, small] = open
    const rows = []
    for (const [at, [what, ask]] of many.reads.entries()) {
      const times = { many: [], small: [] }
      for (let round = -1; round < rounds; round++) {
        const sampled = { many: await threadSample(ask), small: await threadSample(small.reads[at][1]) }
        if (round >= 0) for (const side of ['many', 'small']) times[side].push(sampled[side])
      }
      const [ours, peer] = [median(times.many), median(times.small)]
      rows.push({
        what: `${closed.toLocaleString('en')}: ${what}`,
        ours,
        peer,
        peerName: `with ${few.toLocaleString('en')}`,
        unit: 'µs of CPU',
        ratio: ours / peer,
        ...(what.endsWith('first page') && { met: ours <= most }),
      })
    }
    return [...rows, ...machineRows(before, machineNow(folder)).slice(0, 2)]
  } finally {
    for (const { huiyin } of open) await huiyin.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
