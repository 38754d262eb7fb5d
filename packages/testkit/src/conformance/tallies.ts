import type { Storage, TallyQuery } from '@huiyin/core'
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
      'adds up what many write to one place at once',
      async ({ storage }) => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) => storage.commit([change(ref(`q-${n}`), { tallies: [tallyOf()] })])),
        )
        deepEqual(await sums(storage), ['accepted||40'], 'the sum')
      },
    ],
  ],
}
