import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reworkRate } from '../indicators/closing-rates.js'
import { completionRate } from '../indicators/handling-rates.js'
import { threeRates } from '../indicators/three-rates.js'
import { compositeOf, figureOf } from './figure.js'
import { rank } from './league.js'

const table = (...rows: readonly (readonly [string, number, number])[]) =>
  rows.map(([key, numerator, denominator]) => figureOf(completionRate, numerator, denominator, key))

describe('ranks', () => {
  it('are shared by equal printed values, and the next one leaves out as many', () => {
    const { ranked } = rank(completionRate, table(['a', 10, 20], ['b', 9, 10], ['c', 5, 10], ['d', 3, 12]))
    expect(ranked.map(({ key, rank: place }) => [key, place])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 2],
      ['d', 4],
    ])
  })
  it('begin at the low end where low is good', () => {
    const { ranked } = rank(reworkRate, table(['a', 6, 12], ['b', 1, 10]))
    expect(ranked.map((each) => each.key)).toEqual(['b', 'a'])
  })
  it('are not given to a group without a value or without an owner', () => {
    const { ranked, unranked } = rank(completionRate, table(['a', 0, 0], ['', 30, 30], ['b', 10, 10]))
    expect(ranked.map((each) => each.key)).toEqual(['b'])
    expect(unranked.map(({ key, because }) => [key, because.en])).toEqual([
      ['a', 'nothing to count'],
      ['', 'not assigned yet'],
    ])
  })
  it('are not given for fewer than ten cases: a unit with one case is not the best of all', () => {
    const figures = table(['one', 1, 1], ['nine', 9, 9], ['ten', 9, 10], ['many', 95, 100])
    const { ranked, minimumSample, unranked } = rank(completionRate, figures)
    expect(ranked.map(({ rank: place, key }) => [place, key])).toEqual([
      [1, 'many'],
      [2, 'ten'],
    ])
    expect(minimumSample).toBe(10)
    expect(unranked).toMatchObject([
      { key: 'one', value: 100, reason: 'sample-too-small', because: { zh: '不足 10 件，不参与排名' } },
      { key: 'nine', value: 100, reason: 'sample-too-small' },
    ])
  })
  it('need as many cases as the place says, and never fewer than the indicator itself', () => {
    const figures = table(['a', 1, 1], ['b', 3, 4])
    expect(rank(completionRate, figures, 0).ranked.map(({ key }) => key)).toEqual(['a', 'b'])
    const strict = { ...completionRate, minimumSample: 3 }
    expect(rank(strict, figures, 0)).toMatchObject({
      minimumSample: 3,
      ranked: [{ key: 'b' }],
      unranked: [{ key: 'a' }],
    })
  })
  it('need the cases in every part of a composite', () => {
    const { composite } = threeRates()
    const figure = (key: string, few: number) =>
      compositeOf(
        composite,
        [
          [90, 100],
          [few, few],
          [90, 100],
        ],
        key,
      )
    const { ranked, unranked } = rank(composite, [figure('a', 9), figure('b', 10)])
    expect([ranked.map(({ key }) => key), unranked.map(({ key }) => key)]).toEqual([['b'], ['a']])
  })
  it('follow from the values alone: one more than the groups that are better', () => {
    const group = fc.tuple(fc.nat(5), fc.nat(5)).map(([done, open]) => [done, done + open] as const)
    fc.assert(
      fc.property(fc.array(group, { maxLength: 20 }), (groups) => {
        const figures = table(...groups.map(([done, all], n) => [`u${n}`, done, all] as const))
        const { ranked, unranked } = rank(completionRate, figures, 0)
        expect(ranked.length + unranked.length).toBe(figures.length)
        for (const each of ranked) expect(each.rank).toBe(1 + ranked.filter((other) => other.value > each.value).length)
      }),
    )
  })
})
