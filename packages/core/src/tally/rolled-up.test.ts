import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TallyDelta } from '../contracts/rows.js'
import { tallyRows } from './roll-ups.js'
import { rolledUp } from './rolled-up.js'

const delta: fc.Arbitrary<TallyDelta> = fc.record({
  measure: fc.constantFrom('due', 'accepted'),
  day: fc.constantFrom('2022-03-30', '2022-03-31', '2022-04-01'),
  areaPath: fc.constantFrom('1/', '1/11/', '1/11/111/'),
  unit: fc.constantFrom('', 'housing'),
  category: fc.constantFrom('heating'),
  channel: fc.constantFrom('hotline', 'grid'),
  delta: fc.constantFrom(1, 2, -1),
})

it('gives every tally of a group and all of its roll-ups, as each difference alone would', () => {
  fc.assert(
    fc.property(fc.array(delta), (deltas) => {
      const alone = new Map<string, number>()
      for (const { delta: amount, ...row } of deltas.flatMap((each) => [...tallyRows(each)])) {
        const key = JSON.stringify(Object.entries(row).sort())
        alone.set(key, (alone.get(key) ?? 0) + amount)
      }
      const together = rolledUp(deltas)
        .nonZero()
        .map(({ row: { delta: _, ...row }, sum }) => [JSON.stringify(Object.entries(row).sort()), sum])
      expect(together.sort()).toEqual([...alone].filter(([, sum]) => sum !== 0).sort())
    }),
  )
})

it('adds up what is equal before it is rolled up', () => {
  const place = { areaPath: '1/11/', unit: 'housing', category: 'heating', channel: 'grid' }
  const due: TallyDelta = { measure: 'due', day: '2022-03-30', ...place, delta: -1 }
  const group = Array.from({ length: 200 }, () => [due, { ...due, day: '2022-03-31', delta: 1 }]).flat()
  const sums = rolledUp(group)
  expect(sums.nonZero().map(({ row, sum }) => [row.grain, row.day, sum])).toEqual([
    ['', '2022-03-30', -200],
    ['channel-day', '2022-03-30', -200],
    ['', '2022-03-31', 200],
    ['channel-day', '2022-03-31', 200],
  ])
})
