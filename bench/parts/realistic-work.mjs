// The work that benches of commands play: a county of 1400 grids in 10 towns, two categories, 5000 residents, a key on every command, one channel.
import { createHuiyin } from '@huiyin/core'
import { cityActors, seededRandom, simulatedClock, simulatedIds } from '@huiyin/testkit'

const county = '370281'
const digits = (number, width) => String(number).padStart(width, '0')
const range = (count) => Array.from({ length: count }, (_, n) => n)

const towns = range(10).map((n) => `${county}${digits(n + 1, 3)}`)
const communities = towns.flatMap((town) => range(14).map((n) => `${town}${digits(n + 1, 3)}`))
const grids = communities.flatMap((community) => range(10).map((n) => `${community}${digits(n + 1, 3)}`))
/** The code of a town with 140 grids. */
export const town = towns[3]

/** A grid of which the work has no request, and its path. */
export const quietGrid = grids.at(-1)
export const quietPath = `${county}/${quietGrid.slice(0, 9)}/${quietGrid.slice(0, 12)}/${quietGrid}/`
const busyGrids = grids.slice(0, -1)

const areas = [
  { code: county, name: '试点市', level: 'county', parent: null },
  ...towns.map((code) => ({ code, name: `${code} 街道`, level: 'town', parent: county })),
  ...communities.map((code) => ({ code, name: `${code} 社区`, level: 'community', parent: code.slice(0, -3) })),
  ...grids.map((code) => ({
    code,
    name: `${code} 网格`,
    level: 'grid',
    parent: code.slice(0, -3),
    kind: 'residential',
  })),
]

const unit = (id, zh, en) => ({ id, name: { zh, en }, kind: 'department' })
const catalogue = {
  units: [unit('housing', '住房和城乡建设局', 'Housing Bureau'), unit('water', '供水公司', 'Water Company')],
  categories: [
    { code: 'heating', name: { zh: '供热', en: 'heating' } },
    { code: 'leak', name: { zh: '管道漏水', en: 'leaking pipe' } },
  ],
  rules: [
    { category: 'heating', lead: 'housing' },
    { category: 'leak', lead: 'water' },
  ],
  fallback: 'housing',
}

const categories = [
  { category: 'heating', handler: cityActors.housing },
  { category: 'leak', handler: cityActors.water },
]
const residents = 5000
const texts = { description: '家中不热，只有 14 度。', reply: '已排气，室温恢复。' }

/** Ten on a working day. */
export const workday = Date.parse('2022-01-04T10:00:00+08:00')

// What it is told goes nowhere: nothing runs the queues while commands are measured.
const channel = {
  contract: 'huiyin.channel/2',
  name: 'wechat',
  audience: 'resident',
  send: async () => ({ ok: true }),
}

/** A Huiyin over `storage` with the clock and the channel of the county. `ids` is the seed of the ids that it makes. */
export const countyOver = (storage, ids = 1) =>
  createHuiyin({
    storage,
    channels: [channel],
    // It lives in a time of its own, years away from that of a server.
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
    platform: { clock: simulatedClock(workday), ids: simulatedIds(ids) },
  })

/** A started Huiyin over `storage` with its county in it. */
export async function startedCounty(storage) {
  const huiyin = countyOver(storage)
  await huiyin.start()
  const by = { by: cityActors.systemAdmin }
  for (const imported of [await huiyin.areas.import(areas, by), await huiyin.catalogue.import(catalogue, by)])
    if (!imported.ok) throw new Error(`The county was refused: ${JSON.stringify(imported)}`)
  return huiyin
}

/** How many commands one lifecycle is. */
export const commandsPerLifecycle = 5

/** Plays one request after the other, each of another place and person: `lifecycle(huiyin)`. The same seed plays the same. */
export function createWork(seed = 1, { description, reply } = texts) {
  const random = seededRandom(seed)
  let number = 0
  return async function lifecycle(huiyin) {
    const { category, handler } = random.pick(categories)
    const resident = { id: `res-${random.int(1, residents)}`, kind: 'resident', grants: [] }
    const key = `${seed}/${++number}`
    const { requests } = huiyin
    const input = { category, area: random.pick(busyGrids), description }
    const submitted = await requests.submit(input, { by: resident, key: `${key}/submit` })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    await requests.dispatch(id, {}, { by: cityActors.desk, key: `${key}/dispatch` })
    await requests.claim(id, {}, { by: handler, key: `${key}/claim` })
    await requests.reply(id, { text: reply }, { by: handler, key: `${key}/reply` })
    const rated = await requests.rate(id, { grade: 5 }, { by: resident, key: `${key}/rate` })
    if (!rated.ok) throw new Error(rated.refusal.code)
  }
}
