// What a desk asks of the storage, over 10 000 and 100 000 requests of which 3 % are open (another number after `--closed`): its queue by due time, first page
// and one in the middle, those it was asked to help with, counts, and a resident's list; on SQLite and PostgreSQL, against the same questions in hand-written
// SQL on tables made for them. Pages of 50, read as objects on both sides. On SQLite in processor time of the thread; on PostgreSQL in the time that passed,
// since the server computes, in turns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresStorage } from '@huiyin/storage-postgres'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { seededRandom } from '@huiyin/testkit'
import { interleave, median } from './lib.mjs'
import { machineNow, machineRows, threadSample } from './parts/machine.mjs'
import { ownFile, ownServer } from './parts/own-queue.mjs'
import { startServer } from './parts/postgres-server.mjs'
import { createWork, startedCounty } from './parts/realistic-work.mjs'

export const name = 'queues of desks 工作台'

const leastOfSql = 0.7
const share = 0.03
const units = 20
const rounds = 9

/** The rows of both sides: changes as core makes them, and what hand-written SQL keeps of each. */
function* cityOf(count, template) {
  const random = seededRandom(11)
  const firstOpen = Math.floor(count * (1 - share))
  for (let from = 0; from < count; from += 500)
    yield Array.from({ length: Math.min(500, count - from) }, (_, at) => {
      const n = from + at
      const isOpen = n >= firstOpen
      const unit = `u-${n % units}`
      const due = template.index.createdAt + random.int(1, 1_000_000_000)
      const desks = isOpen && n % 4 === 0 ? [`coHandled/u-${(n / 4) % units}`] : []
      const index = {
        ...template.index,
        ...{
          status: isOpen ? ['dispatched', 'handling', 'rating'][n % 3] : 'closed',
          open: isOpen,
          unit,
          flags: [],
          desks,
        },
        ...{
          createdAt: template.index.createdAt + n,
          requester: `res-${n % Math.ceil(count / 5)}`,
          owner: isOpen ? unit : '',
        },
      }
      if (isOpen) index.dueAt = due
      else delete index.dueAt
      const change = {
        ...template,
        ...{ bucket: n % 64, id: `q-${String(n).padStart(8, '0')}`, at: template.at + n, index, command: undefined },
        ...{
          vault: { put: [], erase: [] },
          search: undefined,
          deadlines: { put: [], drop: [] },
          deliveries: [],
          tallies: [],
        },
      }
      const { createdAt, status, requester } = index
      return {
        change,
        row: { n, at: createdAt, due, unit, status, open: Number(isOpen), requester, body: change.body, desks },
      }
    })
}

async function filled(storage, own, count) {
  let template
  const watched = {
    ...storage,
    commit(changes, within) {
      template ??= changes.find(({ type }) => type === 'request')
      return storage.commit(changes, within)
    },
  }
  const huiyin = await startedCounty(watched)
  await createWork(5)(huiyin)
  await huiyin.stop()
  await storage.open()
  const middle = { seen: 0, after: undefined, place: undefined }
  for (const some of cityOf(count, template)) {
    await storage.commit(some.map(({ change }) => change))
    await own.add(some.map(({ row }) => row))
  }
  await own.settled()
  const query = { type: 'request', open: true, order: 'due', limit: 50 }
  while (middle.seen < (count * share) / 2) {
    const page = await storage.find({ ...query, ...(middle.after !== undefined && { after: middle.after }) })
    middle.seen += page.items.length
    middle.after = page.next
    const last = page.items.at(-1)
    middle.place = [last.index.dueAt, Number(last.id.slice(2))]
  }
  return middle
}

const parsed = ({ items }) => items.map(({ body }) => JSON.parse(body.slice(body.indexOf('{'))))

function questionsOf(storage, own, { after, place }) {
  const queue = { type: 'request', open: true, order: 'due', limit: 50 }
  const find = (query) => async () => parsed(await storage.find(query))
  return {
    'queue of the city, first page': [find(queue), () => own.ask('city', 0, 0)],
    'queue of the city, in the middle': [find({ ...queue, after }), () => own.ask('city', ...place)],
    'queue of a unit': [find({ ...queue, owner: 'u-7' }), () => own.ask('unit', 'u-7')],
    'asked to help': [find({ ...queue, desk: 'coHandled/u-7' }), () => own.ask('desk', 'coHandled/u-7')],
    'counts of a unit': [() => storage.counts({ type: 'request', owner: 'u-7' }), () => own.ask('counts', 'u-7')],
    'a resident, newest first': [
      find({ type: 'request', requester: 'res-7', descending: true, limit: 50 }),
      () => own.ask('resident', 'res-7'),
    ],
  }
}

async function byThread(ours, peer) {
  const times = { ours: [], peer: [] }
  for (let round = -1; round < rounds; round++)
    for (const [side, ask] of round % 2 === 0
      ? [
          ['ours', ours],
          ['peer', peer],
        ]
      : [
          ['peer', peer],
          ['ours', ours],
        ]) {
      const time = await threadSample(ask)
      if (round >= 0) times[side].push(time)
    }
  const [mine, theirs] = [median(times.ours), median(times.peer)]
  return { ours: mine, peer: theirs, ratio: theirs / mine }
}

async function compare(title, unit, storage, own, middle, measure) {
  const rows = []
  for (const [what, [ours, peer]] of Object.entries(questionsOf(storage, own, middle))) {
    const [found, expected] = [(await ours()).length, Math.min(50, (await peer()).length)]
    if (found !== expected) throw new Error(`${what}: ${found} rows against ${expected}`)
    const row = await measure(ours, peer)
    rows.push({
      what: `${title}, ${what}: ${found} rows`,
      ...row,
      peerName: 'SQL by hand',
      unit,
      met: row.ratio >= leastOfSql,
    })
  }
  return rows
}

async function onSqlite(folder, count) {
  const storage = sqliteStorage({ path: join(folder, `${count}.db`), synchronous: 'OFF', unsafe: true, ballast: 0 })
  const own = ownFile(join(folder, `${count}-own.db`))
  const middle = await filled(storage, own, count)
  const rows = await compare(`SQLite, ${count} requests`, 'µs of CPU', storage, own, middle, byThread)
  await storage.close()
  await own.close()
  return rows
}

async function onPostgres(count) {
  const server = await startServer()
  const storage = postgresStorage({ connection: server.connection })
  const own = await ownServer(server.connection)
  try {
    const middle = await filled(storage, own, count)
    const measure = (ours, peer) => interleave({ ours, peer })
    return await compare(`PostgreSQL ${server.version}, ${count} requests`, 'µs', storage, own, middle, measure)
  } finally {
    await storage.close()
    await own.close()
    await server.stop()
  }
}

/** The rows of the table; a bar is missed where a page costs more than 1/0.7 of hand-written SQL. */
export async function run({ closed } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-desks-bench-'))
  const before = machineNow(folder)
  const rows = []
  try {
    for (const count of closed === undefined ? [10_000, 100_000] : [closed])
      rows.push(...(await onSqlite(folder, count)), ...(await onPostgres(count)))
    return [...rows, ...machineRows(before, machineNow(folder)).slice(0, 2)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
