import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TallyDelta } from '../../src/contracts/rows.js'
import { tallyDiff } from '../../src/record/change.js'
import { runs } from '../runs.js'

const row: fc.Arbitrary<TallyDelta> = fc.record({
  measure: fc.constantFrom('accepted', 'completed', 'onTime', 'returned', 'urged'),
  day: fc.constantFrom('2022-01-04', '2022-01-05'),
  areaPath: fc.constantFrom('1/', '1/11/'),
  unit: fc.constantFrom('', 'housing'),
  category: fc.constantFrom('heating', 'water'),
  channel: fc.constantFrom('grid', 'app'),
  delta: fc.constantFrom(1, 1, 2),
})
const keyOf = ({ delta: _, ...place }: TallyDelta) => JSON.stringify(Object.entries(place).sort())

function sums(rows: readonly TallyDelta[], into = new Map<string, number>()) {
  for (const each of rows) into.set(keyOf(each), (into.get(keyOf(each)) ?? 0) + each.delta)
  return into
}

it('the difference of what is counted, added to what was counted before, is what is counted after', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), (before, after) => {
      const diff = tallyDiff(before, after)
      const reached = [...sums(diff, sums(before))].filter(([, sum]) => sum !== 0).sort()
      expect(reached).toEqual([...sums(after)].filter(([, sum]) => sum !== 0).sort())
      expect(diff.every((each) => each.delta !== 0)).toBe(true)
      expect(new Set(diff.map(keyOf)).size).toBe(diff.length)
    }),
    { numRuns: runs(5000) },
  )
})

it('tells apart what differs in one member only', () => {
  const one: TallyDelta = {
    ...{ measure: 'accepted', day: '2022-01-04', areaPath: '1/', unit: 'housing', category: 'heating' },
    ...{ channel: 'grid', delta: 1 },
  }
  expect(tallyDiff([one], [one])).toEqual([])
  for (const member of ['measure', 'day', 'areaPath', 'unit', 'category', 'channel'] as const) {
    const other = { ...one, [member]: 'x' }
    expect(sums(tallyDiff([one], [other]))).toEqual(sums([other, { ...one, delta: -1 }]))
  }
  expect(tallyDiff([one], [{ ...one, delta: 3 }])).toEqual([{ ...one, delta: 2 }])
})

it('is in the order of its keys: two that write the same rows never wait for each other in a circle', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), (before, after) => {
      const keys = tallyDiff(before, after).map((each) =>
        [each.measure, each.day, each.areaPath, each.unit, each.category, each.channel].join('\u0001'),
      )
      expect(keys).toEqual(keys.toSorted())
    }),
  )
})
