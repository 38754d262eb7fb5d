import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reworkRate } from '../indicators/closing-rates.js'
import { completionRate } from '../indicators/handling-rates.js'
import { figureOf } from './figure.js'
import { rank } from './league.js'

const table = (...rows: readonly (readonly [string, number, number])[]) =>
  rows.map(([key, numerator, denominator]) => figureOf(completionRate, numerator, denominator, key))

describe('ranks', () => {
  it('are shared by equal printed values, and the next one leaves out as many', () => {
    const { ranked } = rank(completionRate, table(['a', 1, 2], ['b', 9, 10], ['c', 5, 10], ['d', 1, 4]))
    expect(ranked.map(({ key, rank: place }) => [key, place])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 2],
      ['d', 4],
    ])
  })
  it('begin at the low end where low is good', () => {
    const { ranked } = rank(reworkRate, table(['a', 1, 2], ['b', 1, 10]))
    expect(ranked.map((each) => each.key)).toEqual(['b', 'a'])
  })
  it('are not given to a group without a value or without an owner', () => {
    const { ranked, unranked } = rank(completionRate, table(['a', 0, 0], ['', 3, 3], ['b', 1, 1]))
    expect(ranked.map((each) => each.key)).toEqual(['b'])
    expect(unranked.map(({ key, because }) => [key, because.en])).toEqual([
      ['a', 'nothing to count'],
      ['', 'not assigned yet'],
    ])
  })
  it('follow from the values alone: one more than the groups that are better', () => {
    const group = fc.tuple(fc.nat(5), fc.nat(5)).map(([done, open]) => [done, done + open] as const)
    fc.assert(
      fc.property(fc.array(group, { maxLength: 20 }), (groups) => {
        const figures = table(...groups.map(([done, all], n) => [`u${n}`, done, all] as const))
        const { ranked, unranked } = rank(completionRate, figures)
        expect(ranked.length + unranked.length).toBe(figures.length)
        for (const each of ranked) expect(each.rank).toBe(1 + ranked.filter((other) => other.value > each.value).length)
      }),
    )
  })
})
