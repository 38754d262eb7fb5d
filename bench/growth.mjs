// What reading must not grow with: every page of `find` that a desk shows, in each of its orders, and `counts`, over a file with many closed requests
// (200 000, another number after `--closed`) and over one with 10 000, in processor time of one call. Both files answer the same rows: the same thirty requests are open, and what is
// closed fills a page or is one of the fifty that were spread over the whole history. Filled once and kept; nothing is written.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { median } from './lib.mjs'
import { copied, historyFile, watched } from './parts/history.mjs'
import { machineNow, machineRows, threadSample } from './parts/machine.mjs'
import { countyOver, town } from './parts/realistic-work.mjs'

export const name = 'pages of a desk over its history 历史与列表'

const few = 10_000
const rounds = 5
const mostGrowth = 1.5

async function statusOf(huiyin, query) {
  const { items } = await huiyin.requests.find({ ...query, limit: 1 })
  if (items.length === 0) throw new Error('the history has no such request')
  return items[0].status
}

/** What a desk asks in the orders of a desk: of the city, a unit, a town, whoever has to act, and of a mark. */
const onDesk = {
  '': {},
  'a unit, ': { unit: 'housing' },
  'within a town, ': { within: town },
  'whoever has to act, ': { owner: '@dispatcher' },
  'a mark, ': { flag: 'overdue' },
}
const orders = ['due', 'updated'].flatMap((order) => [
  [`by ${order}`, { order }],
  [`by ${order}, backwards`, { order, descending: true }],
])

const deskPages = () =>
  Object.fromEntries(
    Object.entries(onDesk).flatMap(([what, query]) =>
      orders.map(([how, order]) => [`find ${what}${how}`, pageOf({ ...query, ...order })]),
    ),
  )

/** One call of what is measured, which answers how many rows it has. */
const pageOf = (query) => async (huiyin) => (await huiyin.requests.find(query)).items.length
const countsOf = (query) => async (huiyin) => (await huiyin.requests.counts(query)).length

async function queriesOf(huiyin) {
  const first = await statusOf(huiyin, { open: true })
  const last = await statusOf(huiyin, { open: false })
  const pages = {
    'a unit, open': { unit: 'housing', open: true },
    open: { open: true },
    closed: { open: false },
    'a status of open ones': { status: first },
    'a status of closed ones': { status: last },
    'a category': { category: 'heating' },
    'a rare category': { category: watched.category },
    'within a town, open': { within: town, open: true },
    'within a town, closed': { within: town, open: false },
    'within a grid, closed': { within: watched.grid, open: false },
    'within a grid': { within: watched.grid },
    'a requester': { requester: watched.requester },
    'the first page': {},
  }
  return {
    ...Object.fromEntries(Object.entries(pages).map(([what, query]) => [`find ${what}`, pageOf(query)])),
    ...deskPages(),
    counts: countsOf({}),
    'counts of a unit': countsOf({ unit: 'housing' }),
    'counts within a town': countsOf({ within: town }),
    'counts of whoever has to act': countsOf({ owner: '@dispatcher' }),
  }
}

async function openCopy(folder, closed) {
  const path = join(folder, `${closed}.db`)
  copied(await historyFile('ours', closed), path)
  const huiyin = countyOver(sqliteStorage({ path, ballast: 0 }), 3)
  await huiyin.start()
  return huiyin
}

async function compare(what, ask, { many, small, closed }) {
  const rowsFound = { many: await ask(many), small: await ask(small) }
  if (rowsFound.many !== rowsFound.small)
    throw new Error(`${what}: ${rowsFound.many} rows against ${rowsFound.small}: these are not the same page`)
  const times = { many: [], small: [] }
  for (let round = 0; round < rounds; round++) {
    times.many.push(await threadSample(() => ask(many)))
    times.small.push(await threadSample(() => ask(small)))
  }
  const [ours, peer] = [median(times.many), median(times.small)]
  return {
    what: `${what}: ${rowsFound.many} rows, ${closed.toLocaleString('en')} closed`,
    ours,
    peer,
    peerName: `with ${few.toLocaleString('en')}`,
    unit: 'µs of CPU',
    ratio: ours / peer,
    met: ours / peer <= mostGrowth,
  }
}

export async function run({ closed = 200_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-bench-'))
  const open = []
  try {
    const before = machineNow(folder)
    const many = await openCopy(folder, closed)
    open.push(many)
    const small = await openCopy(folder, few)
    open.push(small)
    const rows = []
    for (const [what, ask] of Object.entries(await queriesOf(small)))
      rows.push(await compare(what, ask, { many, small, closed }))
    // Processor time decides here, whatever the load.
    return [...rows, ...machineRows(before, machineNow(folder)).slice(0, 2)]
  } finally {
    for (const huiyin of open) await huiyin.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
