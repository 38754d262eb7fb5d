// A figure of one year on SQLite, from tallies, against one SELECT over the JSON bodies of the requests: the way without tallies.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHuiyin } from '@huiyin/core'
import { dateOf } from '@huiyin/core/calendar'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { simulatedClock, simulatedIds } from '@huiyin/testkit'

export const name = 'a figure of one year 全年指标'

const sizes = (process.env.EVALUATION_SIZES ?? '10000,100000,1000000').split(',').map(Number)
const rounds = 5
const group = 2000
const first = Date.UTC(2021, 11, 31, 16)
const dayMs = 86_400_000
const period = { from: '2022-01-01', to: '2023-01-01' }

const three = (n) => String(n).padStart(3, '0')
const county = { code: '370281', name: '胶州市', level: 'county', parent: null }
// 14 towns with 10 communities of 10 grids each.
const towns = Array.from({ length: 14 }, (_, n) => ({
  code: `370281${three(n + 1)}`,
  name: `镇街${n + 1}`,
  level: 'town',
  parent: '370281',
}))
const below = (level, name) => (above) =>
  Array.from({ length: 10 }, (_, n) => ({
    code: `${above.code}${three(n + 1)}`,
    name: `${name}${n + 1}`,
    level,
    parent: above.code,
  }))
const communities = towns.flatMap(below('community', '社区'))
const grids = communities.flatMap(below('grid', '网格')).map((grid) => ({ ...grid, kind: 'residential' }))
const pathOf = ({ code }) => `370281/${code.slice(0, 9)}/${code.slice(0, 12)}/${code}/`

/** One request as a change: the record with a body of a usual size, one event, its tallies. */
function change(n) {
  const id = `r${n}`
  const pick = (n * 2_654_435_761) >>> 0
  const grid = grids[pick % grids.length]
  const at = first + (pick % 365) * dayMs + 10 * 3_600_000
  const category = `c${pick % 12}`
  const unit = `u${pick % 31}`
  const channel = pick % 3 === 0 ? 'hotline' : 'grid'
  const done = pick % 20 !== 0
  const areaPath = pathOf(grid)
  const facts = {
    id, version: 1, status: done ? 'closed' : 'handling', open: !done, updatedAt: at, channel, category,
    area: grid.code, areaPath, requester: `p${n}`, submittedAt: at, acceptedAt: at, unit, firstReceiver: unit, claimedAt: at,
    description: { ref: `t${n}`, commitment: 'f'.repeat(64) },
    replies: [{ at, unit, text: { ref: `a${n}`, commitment: 'e'.repeat(64) }, round: 0, onTheSpot: false }],
    ...(done && { completedAt: at, firstCompletedAt: at }),
    clocks: { resolve: { clock: 'resolve', startedAt: at, dueAt: at + 3 * dayMs, limit: { workingDays: 3 }, pauses: [], extensions: [] } },
  } // biome-ignore format: a row of data
  const day = dateOf(at)
  const tally = (measure) => ({ measure, day, areaPath, unit, category, channel, delta: 1 })
  return {
    bucket: pick % 64, type: 'request', id, expectedVersion: 0, version: 1, head: '0'.repeat(64), body: JSON.stringify(facts), at,
    index: { status: facts.status, open: facts.open, createdAt: at, areaPath, unit, category, channel, requester: facts.requester },
    events: [{ seq: 1, type: 'request.submitted', at, bytes: '{}', hash: '0'.repeat(64) }],
    deadlines: { put: [], drop: [] }, deliveries: [], vault: { put: [], erase: [] },
    tallies: done ? [tally('accepted'), tally('completed@accepted')] : [tally('accepted')],
  } // biome-ignore format: a row of data
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]
async function timed(work) {
  const start = performance.now()
  const result = await work()
  return { result, elapsed: performance.now() - start }
}

const counted = `type = 'request' AND json_extract(body, '$.acceptedAt') >= ${first} AND json_extract(body, '$.acceptedAt') < ${first + 365 * dayMs}
  AND json_extract(body, '$.status') NOT IN ('withdrawn', 'merged', 'split', 'voided', 'declined')`
const sums = `count(*) AS denominator, count(json_extract(body, '$.completedAt')) AS numerator`
const questions = [
  ['whole city', {}, `SELECT '' AS key, ${sums} FROM records WHERE ${counted}`],
  [
    'by town',
    { by: 'area', level: 'town' },
    `SELECT '370281/' || substr(json_extract(body, '$.area'), 1, 9) || '/' AS key, ${sums} FROM records WHERE ${counted} GROUP BY 1 ORDER BY 1`,
  ],
]

async function measured(size, folder) {
  const path = join(folder, `${size}.db`)
  const storage = sqliteStorage({ path })
  const huiyin = createHuiyin({ storage, platform: { clock: simulatedClock(first), ids: simulatedIds(1) } })
  await huiyin.start()
  const by = { by: { id: 'bench', kind: 'system', grants: [] } }
  const imported = await huiyin.areas.import([county, ...towns, ...communities, ...grids], by)
  if (!imported.ok) throw new Error(JSON.stringify(imported.errors[0] ?? imported.refusal))
  for (let n = 0; n < size; n += group)
    await storage.commit(Array.from({ length: Math.min(group, size - n) }, (_, position) => change(n + position)))
  const db = new DatabaseSync(path, { readOnly: true })
  const rows = []
  for (const [what, options, sql] of questions) {
    const select = db.prepare(sql)
    const [ours, peer] = [[], []]
    for (let round = 0; round < rounds; round++) {
      const mine = await timed(() => huiyin.evaluation.measure('completionRate', { period, ...options }))
      const theirs = await timed(() => select.all())
      ours.push(mine.elapsed)
      peer.push(theirs.elapsed)
      const figures = mine.result.figures.map(({ key, denominator, numerator }) => ({ key, denominator, numerator }))
      if (JSON.stringify(figures) !== JSON.stringify(theirs.result)) throw new Error(`${what}: the two figures differ`)
    }
    rows.push({
      what: `completion rate of a year, ${what}, ${size.toLocaleString('en')} requests`,
      ours: median(ours),
      peer: median(peer),
      peerName: 'SELECT over the JSON bodies',
      unit: 'ms',
      ratio: median(peer) / median(ours),
    })
  }
  db.close()
  await huiyin.stop()
  return rows
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-evaluation-'))
  try {
    const rows = []
    for (const size of sizes) rows.push(...(await measured(size, folder)))
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
