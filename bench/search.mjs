// What it costs to search. Whole lifecycles on a SQLite file with what texts are found by and without it, in turns; then the first page of a search, at
// 10 000 and 100 000 requests, against the same question in hand-written SQL on a table made for it: its texts beside an index of their pairs of characters.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, seededRandom } from '@huiyin/testkit'
import { interleave, median } from './lib.mjs'
import { costOf } from './parts/machine.mjs'
import { createWork, startedCounty } from './parts/realistic-work.mjs'

export const name = 'search 检索'

const rounds = 15
const callers = 8
const lifecyclesPerRound = 300
const mostCost = 1.1
const leastOfSql = 0.7

// As long as they are on the average: 60 characters and 45.
const texts = {
  description:
    '我家住在三号楼二单元，从上周五开始家里暖气一直不热，室温只有十四度，家中有老人和孩子，多次打电话没有人来处理，请尽快派人来检修一下。',
  reply: '您好，经现场检查系入户阀门堵塞，已更换阀门并排气，目前室温恢复到二十度，如有问题请随时联系我们。',
}
const without = (storage) => ({ ...storage, capabilities: { ...storage.capabilities, search: false } })

async function share(times, work) {
  let next = 0
  const caller = async () => {
    while (next++ < times) await work()
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

/** Processor time of lifecycles with search and without, each on a file of its own. */
async function commands(folder) {
  const sides = {}
  for (const side of ['ours', 'peer']) {
    const storage = sqliteStorage({ path: join(folder, `${side}.db`) })
    const huiyin = await startedCounty(side === 'ours' ? storage : without(storage))
    const lifecycle = createWork(3, texts)
    sides[side] = { huiyin, round: () => costOf(() => share(lifecyclesPerRound, () => lifecycle(huiyin))) }
  }
  const samples = { ours: [], peer: [] }
  for (let round = -1; round < rounds; round++)
    for (const side of round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']) {
      const { cpu } = await sides[side].round()
      if (round >= 0) samples[side].push((cpu * 1000) / lifecyclesPerRound)
    }
  for (const { huiyin } of Object.values(sides)) await huiyin.stop()
  const [ours, peer] = [median(samples.ours), median(samples.peer)]
  const ratio = median(samples.ours.map((each, n) => each / samples.peer[n]))
  return {
    what: `a lifecycle, ${callers} callers`,
    ours,
    peer,
    peerName: 'without search',
    unit: 'µs CPU',
    ratio,
    met: ratio <= mostCost,
  }
}

const letters = [
  ...'供暖不热漏水路灯损坏井盖缺失垃圾清运噪音扰民电梯故障楼道堆物停车占道占用绿化毁坏物业管理小区单元门口晚上早上一直没有人来处理反映多次至今未修',
]
const rare = ['龙泉寺巷十七号', '望海楼北门', '青石板胡同']

/** A table made for this question, and its page of 50, newest first. */
function ownTable(path) {
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE requests (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, unit TEXT NOT NULL, body TEXT NOT NULL, description TEXT NOT NULL) STRICT;
    CREATE INDEX by_at ON requests (at);
    CREATE VIRTUAL TABLE pairs_of USING fts5(pairs, content='', columnsize=0, detail=none, tokenize='ascii')`)
  const pairsOf = (text) => [...text].slice(1).map((letter, at) => `${[...text][at]}${letter}`)
  const insert = db.prepare('INSERT INTO requests VALUES (?, ?, ?, ?, ?)')
  const index = db.prepare('INSERT INTO pairs_of (rowid, pairs) VALUES (?, ?)')
  const page =
    db.prepare(`SELECT r.body FROM requests r WHERE n IN (SELECT rowid FROM pairs_of WHERE pairs_of MATCH ?) AND instr(description, ?) > 0
    ORDER BY at DESC, n DESC LIMIT 51`)
  const walk = db.prepare(
    'SELECT body FROM requests INDEXED BY by_at WHERE instr(description, ?) > 0 ORDER BY at DESC, n DESC LIMIT 51',
  )
  const counted = db.prepare('SELECT count(*) AS count FROM (SELECT 1 FROM pairs_of WHERE pairs_of MATCH ? LIMIT 4001)')
  return {
    add(n, body, text) {
      insert.run(n, n, 'housing', body, text)
      index.run(n, [...new Set(pairsOf(text))].join(' '))
    },
    begin: () => db.exec('BEGIN'),
    commit: () => db.exec('COMMIT'),
    // As somebody writes it who has seen that many texts have the word: those are met soon enough from the newest on.
    page(word) {
      const match = pairsOf(word)
        .map((pair) => `"${pair}"`)
        .join(' AND ')
      const rows = counted.get(match).count > 4000 ? walk.all(word) : page.all(match, word)
      return rows.map(({ body }) => JSON.parse(body))
    },
    close: () => db.close(),
  }
}

/** A change as core makes it for a new request, with this text. */
function changeOf(n, text, template) {
  const id = `q-${String(n).padStart(7, '0')}`
  const row = { ref: 't.1', subject: 'res', field: 'description', value: text, salt: null }
  return {
    ...template,
    bucket: n % 64,
    id,
    command: undefined,
    index: { ...template.index, createdAt: template.index.createdAt + n },
    at: template.at + n,
    vault: { put: [row], erase: [] },
    search: { put: [{ ref: 't.1', field: 'description', text, keys: [] }], drop: [] },
    deliveries: [],
    tallies: [],
  }
}

async function pages(folder, count) {
  const storage = sqliteStorage({ path: join(folder, `${count}.db`), synchronous: 'OFF', unsafe: true })
  const own = ownTable(join(folder, `${count}-own.db`))
  let template
  const watched = {
    ...storage,
    commit(changes) {
      template ??= changes.find(({ type }) => type === 'request')
      return storage.commit(changes)
    },
  }
  const huiyin = await startedCounty(watched)
  await createWork(5)(huiyin)
  const random = seededRandom(7)
  for (let from = 0; from < count; from += 500) {
    own.begin()
    const changes = Array.from({ length: 500 }, (_, at) => {
      const n = from + at
      let text = Array.from({ length: 60 }, () => random.pick(letters)).join('')
      if (n % 1000 === 17) text += rare[((n / 1000) % rare.length) | 0]
      if (n % 3 === 0) text += '暖气不热'
      const change = changeOf(n, text, template)
      own.add(n, change.body, text)
      return change
    })
    own.commit()
    await storage.commit(changes)
  }
  const by = cityActors.desk
  const rows = []
  for (const [what, word] of [
    ['a word of few', rare[1]],
    ['a word of many', '暖气不热'],
    ['two characters', '供暖'],
    ['a word of nobody', '海市蜃楼'],
  ]) {
    const search = { fields: ['description', 'reply', 'staff', 'address'], words: [word] }
    const query = { type: 'request', descending: true, limit: 50, search }
    const ours = async () =>
      (await storage.find(query)).items.map(({ body }) => JSON.parse(body.slice(body.indexOf('{'))))
    const peer = async () => own.page(word)
    const [found, expected] = [(await ours()).length, (await peer()).slice(0, 50).length]
    if (Math.abs(found - expected) > 1) throw new Error(`${word}: ${found} and ${expected}`)
    const row = await interleave({ ours, peer })
    rows.push({
      what: `${count} requests, first page: ${what}`,
      ...row,
      peerName: 'SQL by hand',
      unit: 'µs',
      bar: leastOfSql,
    })
  }
  const read = await interleave({
    ours: () => huiyin.requests.find({ text: rare[1], limit: 50 }, { by }),
    peer: async () => own.page(rare[1]),
  })
  rows.push({ what: `${count} requests, requests.find by a desk`, ...read, peerName: 'SQL by hand', unit: 'µs' })
  await huiyin.stop()
  own.close()
  return rows
}

/** The rows of the table; a bar is missed where search costs commands more than a tenth, or a page more than 1/0.7 of hand-written SQL. */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-search-bench-'))
  try {
    return [await commands(folder), ...(await pages(folder, 10_000)), ...(await pages(folder, 100_000))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
