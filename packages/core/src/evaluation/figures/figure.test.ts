import { describe, expect, it } from 'vitest'
import { closingRate, extensionRate, onTimeClosingRate, reworkRate } from '../indicators/closing-rates.js'
import { completionRate, satisfactionRate } from '../indicators/handling-rates.js'
import { threeRates } from '../indicators/three-rates.js'
import { compositeOf, figureOf } from './figure.js'

describe('published figures', () => {
  it.each([
    ['the article: 3843 of 4042 completed', completionRate, 3843, 4042, 95.08],
    ['Tianmen, December 2016: 911 of 972 closed', closingRate, 911, 972, 93.72],
    ['Tianmen, December 2016: 737 of 972 closed in time', onTimeClosingRate, 737, 972, 75.82],
    ['Tianmen, December 2016: 902 of 956', closingRate, 902, 956, 94.35],
    ['Tianmen, December 2016: 9 of 16', closingRate, 9, 16, 56.25],
  ] as const)('%s', (_what, indicator, numerator, denominator, value) => {
    expect(figureOf(indicator, numerator, denominator)).toEqual({ key: '', numerator, denominator, value })
  })
})

describe('a figure', () => {
  it('has no value when there is nothing to divide by, and says so', () => {
    for (const indicator of [completionRate, closingRate, reworkRate, extensionRate])
      expect(figureOf(indicator, 0, 0)).toEqual({
        key: '',
        numerator: 0,
        denominator: 0,
        noValue: 'zero-denominator',
      })
  })
  it('has the value a place fixed for a zero denominator, and is marked as such', () => {
    const granted = { ...completionRate, zeroDenominator: { value: 100 } } as const
    expect(figureOf(granted, 0, 0)).toMatchObject({ value: 100, byZeroRule: true })
    expect(figureOf(granted, 0, 5).value).toBe(0)
  })
  it('has no value below the minimum sample', () => {
    const thirty = { ...completionRate, minimumSample: 30 }
    expect(figureOf(thirty, 29, 29)).toMatchObject({ noValue: 'sample-too-small' })
    expect(figureOf(thirty, 29, 30)).toMatchObject({ value: 96.67 })
  })
  it('rounds a half up', () => {
    expect(figureOf(completionRate, 1, 16).value).toBe(6.25)
    expect(figureOf(completionRate, 1, 32).value).toBe(3.13)
    expect(figureOf({ ...completionRate, digits: 0 }, 1, 8).value).toBe(13)
    expect(figureOf(completionRate, 201, 20_000).value).toBe(1.01)
  })
  it('keeps weights of a tenth exact', () => {
    expect(figureOf(satisfactionRate, 6.3, 7).value).toBe(90)
    expect(figureOf(satisfactionRate, 2.7, 3)).toMatchObject({ numerator: 2.7, value: 90 })
  })
})

describe('the composite of the three rates', () => {
  const sums = [
    [96, 100],
    [90, 100],
    [92, 100],
  ] as const
  it('weighs 10, 50 and 40', () => {
    expect(compositeOf(threeRates().composite, sums)).toMatchObject({ value: 91.4, numerator: 91.4, denominator: 100 })
  })
  it('weighs 30, 35 and 35 where a place says so', () => {
    const weights = { response: 0.3, solution: 0.35, satisfaction: 0.35 }
    expect(compositeOf(threeRates({ weights }).composite, sums).value).toBe(92.5)
  })
  it('rounds once at the end, or the parts first where a place says so', () => {
    const { composite } = threeRates({ weights: { response: 0, solution: 0.5, satisfaction: 0.5 } })
    const thirds = [
      [1, 1],
      [1, 3],
      [2, 3],
    ] as const
    expect(compositeOf({ ...composite, digits: 1 }, thirds).value).toBe(50)
    const coarse = composite.parts.map((part) => ({ ...part, indicator: { ...part.indicator, digits: 0 } }))
    const odd = [
      [1, 1],
      [1, 200],
      [1, 200],
    ] as const
    expect(compositeOf({ ...composite, parts: coarse }, odd).value).toBe(0.5)
    expect(compositeOf({ ...composite, parts: coarse, rounding: 'parts' }, odd).value).toBe(1)
  })
  it('has no value when a part has none: nothing is weighed anew', () => {
    const figure = compositeOf(threeRates().composite, [
      [1, 1],
      [0, 0],
      [1, 1],
    ])
    expect(figure).toMatchObject({ noValue: 'part-without-value', numerator: 0, denominator: 0 })
    expect(figure.value).toBeUndefined()
    expect(compositeOf({ ...threeRates().composite, rounding: 'parts' }, [[1, 1]]).noValue).toBe('part-without-value')
    expect(figure.parts?.map((part) => [part.indicator, part.weight, part.value])).toEqual([
      ['responseRate', 0.1, 100],
      ['solutionRate', 0.5, undefined],
      ['followUpSatisfactionRate', 0.4, 100],
    ])
  })
})
