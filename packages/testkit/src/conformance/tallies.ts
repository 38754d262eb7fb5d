import type { Storage } from '@huiyin/core'
import type { TallyDelta, TallyQuery } from '@huiyin/core/contracts'
import { deepEqual } from './assert.js'
import { change, committed, type Facet, ref, tallyOf } from './kit.js'

const year = { measures: ['accepted'], from: '2022-01-01', to: '2023-01-01' }
async function sums(storage: Storage, query: Partial<TallyQuery> = {}): Promise<string[]> {
  const rows = await storage.tally({ ...year, ...query })
  return rows.map((row) => `${row.measure}|${row.key}|${row.sum}`).sort()
}
const [north, south] = ['370281/370281001/', '370281/370281002/']

/** Housing has three in the north on the fourth, water one in the south on the fifth. */
async function fill(storage: Storage): Promise<void> {
  await committed(storage, change(ref('q-1'), { tallies: [tallyOf(), tallyOf({ measure: 'completed' })] }))
  const water = { unit: 'water', areaPath: south, category: 'leak', channel: 'plazaTalk' }
  await committed(
    storage,
    change(ref('q-2'), { tallies: [tallyOf({ ...water, day: '2022-01-05' }), tallyOf({ delta: 2 })] }),
  )
}

// Every place of a small county, over three years: what a storage keeps rolled up must say the same as this.
function scattered(): TallyDelta[] {
  const towns = ['370281001', '370281002']
  return Array.from({ length: 80 }, (_, n) => ({
    measure: 'accepted',
    day: `${2021 + (n % 3)}-${String(1 + ((n * 5) % 12)).padStart(2, '0')}-${String(1 + ((n * 9) % 28)).padStart(2, '0')}`,
    areaPath: `370281/${n % 11 === 0 ? '' : `${towns[n % 2]}/${n % 5 === 0 ? '' : `${towns[n % 2]}00${n % 3}/`}`}`,
    unit: ['', 'housing', 'water'][n % 3] as string,
    category: ['heating', 'leak'][(n >> 1) % 2] as string,
    channel: ['hotline', 'grid', 'plazaTalk'][(n >> 2) % 3] as string,
    delta: n % 13 === 0 ? -1 : 1 + (n % 2),
  }))
}

const spans = [year, { from: '2021-03-19', to: '2022-11-19' }, { from: '2022-05-02', to: '2022-05-30' }]
const places: readonly Partial<TallyQuery>[] = [
  {},
  { within: '370281/' },
  { within: south },
  { within: '370281/370281001/3702810010' },
  { unit: 'water' },
  { category: 'leak', channel: 'grid' },
  { within: north, unit: 'housing' },
]
const questions: readonly Partial<TallyQuery>[] = spans.flatMap((span) =>
  places.flatMap((place) =>
    ([undefined, 'area', 'unit', 'category', 'channel', 'day'] as const).map((by) => ({
      ...span,
      ...place,
      ...(by !== undefined && { by }),
    })),
  ),
)

function added(deltas: readonly TallyDelta[], query: Partial<TallyQuery>): string[] {
  const { from, to, within = '', unit, category, channel, by } = { ...year, ...query }
  const totals = new Map<string, number>()
  for (const one of deltas) {
    if (one.day < from || one.day >= to || !one.areaPath.startsWith(within)) continue
    if ((unit ?? one.unit) !== one.unit || (category ?? one.category) !== one.category) continue
    if ((channel ?? one.channel) !== one.channel) continue
    const key = by === undefined ? '' : by === 'area' ? one.areaPath : one[by]
    totals.set(key, (totals.get(key) ?? 0) + one.delta)
  }
  return [...totals]
    .filter(([, sum]) => sum !== 0)
    .map(([key, sum]) => `accepted|${key}|${sum}`)
    .sort()
}

/** Tallies add up. */
export const tallies: Facet = {
  name: 'tallies',
  tests: [
    [
      'sums the differences of each measure asked for',
      async ({ storage }) => {
        await fill(storage)
        deepEqual(await sums(storage), ['accepted||4'], 'one measure')
        const measures = ['accepted', 'completed', 'nothing']
        deepEqual(await sums(storage, { measures }), ['accepted||4', 'completed||1'], 'several')
        deepEqual(await sums(storage, { measures: [] }), [], 'none')
      },
    ],
    [
      'counts half-open days: the first one, not the last',
      async ({ storage }) => {
        await fill(storage)
        deepEqual(await sums(storage, { to: '2022-01-05' }), ['accepted||3'], 'before the fifth')
        deepEqual(await sums(storage, { from: '2022-01-05' }), ['accepted||1'], 'from the fifth')
        deepEqual(await sums(storage, { from: '2022-01-05', to: '2022-01-05' }), [], 'no day')
      },
    ],
    [
      'groups by area, unit, category, channel and day',
      async ({ storage }) => {
        await fill(storage)
        const groups = {
          area: [`accepted|${north}|3`, `accepted|${south}|1`],
          unit: ['accepted|housing|3', 'accepted|water|1'],
          category: ['accepted|heating|3', 'accepted|leak|1'],
          channel: ['accepted|hotline|3', 'accepted|plazaTalk|1'],
          day: ['accepted|2022-01-04|3', 'accepted|2022-01-05|1'],
        } as const
        for (const by of ['area', 'unit', 'category', 'channel', 'day'] as const)
          deepEqual(await sums(storage, { by }), groups[by], `by ${by}`)
      },
    ],
    [
      'narrows to an area and what lies in it, a unit, a category, a channel',
      async ({ storage }) => {
        await fill(storage)
        await committed(
          storage,
          change(ref('q-3'), { tallies: [tallyOf({ areaPath: '370281/3702810019/', delta: 8 })] }),
        )
        deepEqual(await sums(storage, { within: '370281/' }), ['accepted||12'], 'within the county')
        deepEqual(await sums(storage, { within: north, by: 'area' }), [`accepted|${north}|3`], 'within a street')
        deepEqual(await sums(storage, { unit: 'water' }), ['accepted||1'], 'a unit')
        deepEqual(await sums(storage, { category: 'leak' }), ['accepted||1'], 'a category')
        deepEqual(await sums(storage, { channel: 'plazaTalk' }), ['accepted||1'], 'a channel')
        deepEqual(await sums(storage, { unit: 'water', category: 'heating' }), [], 'two that do not meet')
      },
    ],
    [
      'leaves out what sums to nothing, and keeps what is below it',
      async ({ storage }) => {
        const one = ref('q-1')
        await committed(storage, change(one, { tallies: [tallyOf(), tallyOf({ unit: 'gas', delta: -2 })] }))
        const tallies = [tallyOf({ delta: -1 }), tallyOf({ unit: 'water' })]
        await committed(storage, change(one, { expectedVersion: 1, tallies }))
        deepEqual(await sums(storage, { by: 'unit' }), ['accepted|gas|-2', 'accepted|water|1'], 'by unit')
        await committed(storage, change(one, { expectedVersion: 2, tallies: [tallyOf()] }))
        deepEqual(await sums(storage), [], 'all, which sum to nothing')
      },
    ],
    [
      'sums whole months as it sums their days, by whatever is asked',
      async ({ storage }) => {
        const deltas = scattered()
        for (const [n, some] of [deltas.slice(0, 40), deltas.slice(40)].entries())
          await committed(storage, change(ref(`q-${n}`), { tallies: some }))
        for (const query of questions)
          deepEqual(await sums(storage, query), added(deltas, query), JSON.stringify(query))
      },
    ],
    [
      'adds up what many write to one place at once',
      async ({ storage }) => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) => storage.commit([change(ref(`q-${n}`), { tallies: [tallyOf()] })])),
        )
        deepEqual(await sums(storage), ['accepted||40'], 'the sum')
      },
    ],
    [
      'keeps the largest sums of either sign',
      async ({ storage }) => {
        const most = Number.MAX_SAFE_INTEGER
        const tallies = [tallyOf({ delta: most }), tallyOf({ measure: 'completed', delta: -most })]
        await committed(storage, change(ref('q-1'), { tallies }))
        const found = await sums(storage, { measures: ['accepted', 'completed'] })
        deepEqual(found, [`accepted||${most}`, `completed||${-most}`], 'the sums')
      },
    ],
  ],
}
