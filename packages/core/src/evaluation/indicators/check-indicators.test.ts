import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../entry/create-huiyin.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import { definePlugin } from '../../plugin/plugin.js'
import { measures } from '../measures/measures.js'
import { checkIndicator, measureTable } from './check-indicators.js'
import { atCutoff } from './cutoff.js'
import type { Indicator } from './declaration.js'
import { completionRate } from './handling-rates.js'
import { indicators } from './indicators.js'
import { threeRates } from './three-rates.js'

const table = measureTable(measures)
const noon = atCutoff(completionRate, { prefix: 'noon.', cutoffHour: 12 })

describe('an indicator that cannot be computed as declared is refused, by name', () => {
  const { composite } = threeRates()
  const cases: readonly [string, Indicator, RegExp][] = [
    [
      'weights that sum to 0.95',
      threeRates({ weights: { response: 0.1, solution: 0.45, satisfaction: 0.4 } }).composite,
      /threeRateScore has weights that do not sum to 1: 0.1 \+ 0.45 \+ 0.4/,
    ],
    [
      'weights that sum to 1 in floating point only',
      { ...composite, parts: composite.parts.map((part) => ({ ...part, weight: 1 / 3 })) },
      /threeRateScore has the weights/,
    ],
    [
      'an unknown measure',
      { ...completionRate, numerator: [{ measure: 'finished', weight: 1 }] },
      /completionRate counts finished, which nobody measures \(.*known: /,
    ],
    [
      'a weight that is no number',
      { ...completionRate, numerator: [{ measure: 'accepted', weight: Number.NaN }] },
      /with the weight NaN/,
    ],
    ['no denominator', { ...completionRate, denominator: [] }, /no numerator or no denominator/],
    ['half a digit', { ...completionRate, digits: 1.5 }, /1\.5 digits/],
    ['half a case as sample', { ...completionRate, minimumSample: 0.5 }, /minimum sample 0\.5/],
    [
      'a zero rule without end',
      { ...completionRate, zeroDenominator: { value: Number.POSITIVE_INFINITY } },
      /Infinity/,
    ],
    [
      'a reason given twice',
      { ...completionRate, exclusions: [...(completionRate.exclusions ?? []), ...(completionRate.exclusions ?? [])] },
      /the exclusion withdrawn twice/,
    ],
  ]
  it.each(cases)('%s', (_what, indicator, message) => {
    expect(() => checkIndicator(indicator, table)).toThrow(
      expect.objectContaining({ code: 'configuration', message: expect.stringMatching(message) }),
    )
  })
  it('days that begin at two hours in one figure', () => {
    const mixed = { ...completionRate, numerator: noon.indicator.numerator }
    expect(() => checkIndicator(mixed, measureTable([...measures, ...noon.measures]))).toThrow(/12 and 0 o'clock/)
  })
  it('when Huiyin is created', () => {
    const { composite } = threeRates({
      prefix: 'odd.',
      weights: { response: 0.1, solution: 0.1, satisfaction: 0.1 },
    })
    const odd = definePlugin({ id: 'odd', indicators: [composite], setup: () => ({}) })
    expect(() => createHuiyin({ storage: memoryStorage(), plugins: [odd] })).toThrow(
      /The indicator odd\.threeRateScore has weights that do not sum to 1/,
    )
  })
})

describe('the indicators of core', () => {
  it('can all be computed, and carry their own names', () => {
    for (const [name, indicator] of Object.entries(indicators)) {
      checkIndicator(indicator, table)
      expect(indicator.name).toBe(name)
    }
  })
  it('say everything in Chinese and English', () => {
    for (const indicator of Object.values(indicators)) {
      const ratios = 'parts' in indicator ? indicator.parts.map((part) => part.indicator) : [indicator]
      const texts = [
        indicator.title,
        indicator.basis,
        ...ratios.flatMap((ratio) => (ratio.exclusions ?? []).map((each) => each.title)),
      ]
      for (const { zh, en } of texts) {
        expect(zh).toMatch(/\p{Script=Han}/u)
        expect(en).toMatch(/[a-z]/)
      }
    }
  })
})

describe('measures', () => {
  it('have names of their own', () => {
    expect(() => measureTable([...measures, { name: 'accepted', at: () => [] }])).toThrow(
      /Two measures are called accepted/,
    )
    expect(() => measureTable([{ name: 'late', cutoffHour: 24, at: () => [] }])).toThrow(/hour from 0 to 23/)
  })
})
