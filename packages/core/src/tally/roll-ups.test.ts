import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../test/runs.js'
import type { TallyDimension, TallyQuery } from '../contracts/queries.js'
import type { TallyDelta } from '../contracts/rows.js'
import { createTallies } from '../memory/tallies.js'
import { type TallyRow, tallyRows, tallyScans } from './roll-ups.js'

const day = fc
  .tuple(fc.integer({ min: 2021, max: 2023 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'))
const paths = ['', '1/', '1/11/', '1/11/111/', '1/12/', '1/12/121/', '1/12/121/1/', '2/21/211/']
const prefixes = [...paths, '1', '1/1', '1/11/1', '1/12/121']
const delta: fc.Arbitrary<TallyDelta> = fc.record({
  measure: fc.constantFrom('accepted', 'completed'),
  day,
  areaPath: fc.constantFrom(...paths),
  unit: fc.constantFrom('', 'housing', 'works'),
  category: fc.constantFrom('heating', 'roads'),
  channel: fc.constantFrom('hotline', 'grid'),
  delta: fc.constantFrom(1, 1, 2, -1),
})
const query: fc.Arbitrary<TallyQuery> = fc
  .record(
    {
      measures: fc.subarray(['accepted', 'completed'], { minLength: 1 }),
      ends: fc.tuple(day, day),
      within: fc.constantFrom(...prefixes),
      unit: fc.constantFrom('', 'housing'),
      category: fc.constantFrom('roads'),
      channel: fc.constantFrom('grid'),
      by: fc.constantFrom<TallyDimension>('area', 'unit', 'category', 'channel', 'day'),
    },
    { requiredKeys: ['measures', 'ends'] },
  )
  .map(({ ends, ...rest }) => {
    const [from, to] = [...ends].sort() as [string, string]
    return { ...rest, from, to }
  })

// A storage that keeps the roll-ups: one plain tally a grain.
function rolledUp(deltas: readonly TallyDelta[], asked: TallyQuery) {
  const grains = new Map<string, ReturnType<typeof createTallies>>()
  const kept = (grain: string) => grains.get(grain) ?? grains.set(grain, createTallies()).get(grain)
  for (const { grain, ...row } of deltas.flatMap<TallyRow>(tallyRows)) kept(grain)?.add(row)
  const sums = new Map<string, number>()
  for (const scan of tallyScans(asked))
    for (const { measure, key, sum } of kept(scan.grain)?.query(scan.query) ?? [])
      sums.set(`${measure} ${key}`, (sums.get(`${measure} ${key}`) ?? 0) + sum)
  return [...sums].filter(([, sum]) => sum !== 0).sort()
}

describe('roll-ups of tallies', () => {
  it('answer every question as the tallies themselves do', () => {
    fc.assert(
      fc.property(fc.array(delta, { minLength: 1, maxLength: 60 }), query, (deltas, asked) => {
        const plain = createTallies()
        for (const each of deltas) plain.add(each)
        const expected = plain.query(asked).map(({ measure, key, sum }) => [`${measure} ${key}`, sum])
        expect(rolledUp(deltas, asked)).toEqual(expected.sort())
      }),
      { numRuns: runs(3000) },
    )
  })

  it.each([
    ['the whole', {}, ['channel-day']],
    ['by unit', { by: 'unit' }, ['unit-month']],
    ['by category', { by: 'category' }, ['category-month']],
    ['by area', { by: 'area' }, ['area-month']],
    ['of one community', { within: '1/12/121/' }, ['area-month']],
    ['of one town by unit', { within: '1/12/', by: 'unit' }, ['town-month']],
    ['of one unit by category', { unit: 'works', by: 'category' }, ['town-month']],
    ['by day', { by: 'day' }, ['channel-day']],
  ] as const)('answer a year %s without a single tally of requests', (_name, asked, grains) => {
    const scans = tallyScans({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01', ...asked })
    expect(scans.map((scan) => scan.grain)).toEqual(grains)
  })

  it('answer a year from the 19th to the 18th from eleven months and the days at both ends', () => {
    const scans = tallyScans({ measures: ['accepted'], from: '2021-12-19', to: '2022-12-19', by: 'unit' })
    expect(scans.map(({ grain, query: { from, to } }) => [grain, from, to])).toEqual([
      ['unit-month', '2022-01-01', '2022-12-01'],
      ['', '2021-12-19', '2022-01-01'],
      ['', '2022-12-01', '2022-12-19'],
    ])
  })
})
