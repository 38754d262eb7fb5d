import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sumByKey } from './sum-by-key.js'

const rows = fc.array(fc.record({ key: fc.constantFrom('c', 'a', 'b'), amount: fc.integer({ min: -2, max: 2 }) }))

it('adds up by key, leaves out what comes to nothing, and keeps the first row of each key', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const sums = sumByKey(({ key }: (typeof all)[number]) => key)
      for (const row of all) sums.add(row, row.amount)
      const expected = [...Map.groupBy(all, ({ key }) => key).values()]
        .map((group) => ({ row: group[0], sum: group.reduce((sum, { amount }) => sum + amount, 0) }))
        .filter(({ sum }) => sum !== 0)
      expect([...sums.all()].filter(({ sum }) => sum !== 0)).toEqual(expected)
      expect(sums.nonZero()).toEqual(expected)
      expect(sums.inKeyOrder()).toEqual(expected.toSorted((a, b) => ((a.row?.key ?? '') < (b.row?.key ?? '') ? -1 : 1)))
    }),
  )
})
