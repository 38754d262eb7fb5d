import { describe, expect, it } from 'vitest'
import { isHuiyinError } from '../../errors.js'
import type { Measure } from '../measures/measure.js'
import { checkIndicator, indicatorTable, measureTable } from './check-indicators.js'
import { atCutoff } from './cutoff.js'
import { type CompositeIndicator, measuresOf, type RatioIndicator, ratiosOf, without } from './declaration.js'

const measures: readonly Measure[] = [
  { name: 'all', at: () => [] },
  { name: 'some', at: () => [] },
]
const table = measureTable(measures)
const text = { zh: '率', en: 'rate' }
const ratio: RatioIndicator = {
  ...{ name: 'own', title: text, basis: text, digits: 2, minimumSample: 1 },
  numerator: [{ measure: 'some', weight: 1 }],
  denominator: [{ measure: 'all', weight: 1 }],
  exclusions: [{ reason: 'away', title: text, counts: [{ measure: 'all', weight: -1 }] }],
}
const composite: CompositeIndicator = {
  ...{ name: 'both', title: text, basis: text, digits: 0 },
  parts: [
    { indicator: ratio, weight: 0.25 },
    { indicator: { ...ratio, name: 'other' }, weight: 0.75 },
  ],
}

/** What is wrong with an indicator. */
function faultsOf(indicator: unknown, of = table): readonly string[] {
  try {
    checkIndicator(indicator as RatioIndicator, of)
    return []
  } catch (error) {
    return isHuiyinError(error, 'configuration') ? (error.details as { faults: string[] }).faults : ['?']
  }
}
const has = (more: object) => faultsOf({ ...ratio, ...more })
const made = (more: object) => faultsOf({ ...composite, ...more })

describe('an indicator', () => {
  it('that can be computed has no faults, at the ends of what is possible either', () => {
    expect([faultsOf(ratio), faultsOf(composite)]).toEqual([[], []])
    const { exclusions: _, ...plain } = ratio
    expect(faultsOf(plain)).toEqual([])
    for (const more of [
      { digits: 0 },
      { digits: 9 },
      { minimumSample: 0 },
      { zeroDenominator: 'noValue' },
      { zeroDenominator: { value: 100 } },
    ])
      expect(has(more)).toEqual([])
    expect(has({ numerator: [{ measure: 'some', weight: 0.123_456_789 }] })).toEqual([])
    expect(
      made({
        parts: [
          { indicator: ratio, weight: 1 },
          { indicator: { ...ratio, name: 'x' }, weight: 0 },
        ],
      }),
    ).toEqual([])
  })

  it.each([
    [{ digits: -1 }, 'has -1 digits after the point; 0 to 9 are possible'],
    [{ digits: 10 }, 'has 10 digits after the point; 0 to 9 are possible'],
    [{ minimumSample: -1 }, 'has the minimum sample -1; it must be a whole number'],
    [{ zeroDenominator: { value: Number.NaN } }, 'gives NaN for a zero denominator; it must be a percentage'],
    [{ numerator: [] }, 'has no numerator or no denominator'],
    [{ denominator: [] }, 'has no numerator or no denominator'],
    [
      { denominator: [{ measure: 'all', weight: 1 / 3 }] },
      'the denominator counts all with the weight 0.3333333333333333, which is not a decimal of at most nine digits',
    ],
    [
      { exclusions: [{ reason: 'away', title: text, counts: [{ measure: 'all', weight: Number.POSITIVE_INFINITY }] }] },
      'the exclusion away counts all with the weight Infinity, which is not a decimal of at most nine digits',
    ],
    [{ exclusions: [...(ratio.exclusions ?? []), ...(ratio.exclusions ?? [])] }, 'names the exclusion away twice'],
  ])('is told its fault: %j', (more, fault) => {
    expect(has(more)).toEqual([fault])
    expect(made({ parts: [{ indicator: { ...ratio, ...more }, weight: 1 }] })).toContain(fault)
  })

  it('is told all of them at once', () => {
    const unknown = [{ measure: 'nobody', weight: 1 }]
    const faults = has({ numerator: unknown, digits: 10, minimumSample: 0.5 })
    expect(faults).toHaveLength(3)
    expect(faults[0]).toMatch(/^counts nobody, which nobody measures/)
    expect(has({ exclusions: [{ reason: 'x', title: text, counts: unknown }] })).toHaveLength(1)
  })

  it.each([
    [undefined, 'is not an object'],
    [null, 'is not an object'],
    ['own', 'is not an object'],
    [{ ...ratio, name: 7 }, 'has no name'],
    [{ ...ratio, name: '' }, 'has no name'],
    [{ ...ratio, title: undefined }, 'has no title { zh, en }'],
    [{ ...ratio, title: { zh: '率' } }, 'has no title { zh, en }'],
    [{ ...ratio, title: { en: 'rate' } }, 'has no title { zh, en }'],
    [{ ...ratio, basis: undefined }, 'has no basis { zh, en }'],
    [{ ...ratio, numerator: undefined }, 'has no numerator: a list of { measure, weight }'],
    [{ ...ratio, numerator: [undefined] }, 'has no numerator: a list of { measure, weight }'],
    [{ ...ratio, denominator: [{ measure: 'all' }] }, 'has no denominator: a list of { measure, weight }'],
    [{ ...ratio, denominator: [{ weight: 1 }] }, 'has no denominator: a list of { measure, weight }'],
    [{ ...ratio, exclusions: 'none' }, 'has exclusions that are not a list of { reason, title, counts }'],
    [{ ...ratio, exclusions: [undefined] }, 'has exclusions that are not a list of { reason, title, counts }'],
    [{ ...ratio, exclusions: [{ reason: 'x' }] }, 'has exclusions that are not a list of { reason, title, counts }'],
    [{ ...composite, parts: 'none' }, 'has no list of parts'],
    [{ ...composite, parts: [] }, 'has no list of parts'],
    [{ ...composite, parts: [undefined] }, 'is not an object'],
    [{ ...composite, parts: [{ indicator: { ...ratio, name: '' }, weight: 1 }] }, 'has no name'],
  ])('of no form that can be computed is told so: %j', (indicator, fault) => {
    expect(faultsOf(indicator)).toEqual([fault])
  })

  it('made of others weighs each between nothing and all, and together exactly one', () => {
    const weighing = (...weights: readonly number[]) =>
      made({ parts: weights.map((weight) => ({ indicator: ratio, weight })) })
    expect(weighing(0.1, 0.2, 0.7)).toEqual([])
    expect(weighing(1.5, -0.5)).toEqual(['has the weights 1.5, -0.5'])
    expect(weighing(1 / 3, 2 / 3)).toEqual([`has the weights ${1 / 3}, ${2 / 3}`])
    expect(weighing(0.5, 0.4)).toEqual(['has weights that do not sum to 1: 0.5 + 0.4'])
  })

  it('counts days that begin at one hour', () => {
    const noon = measureTable(measures.map((each) => ({ ...each, cutoffHour: 12 })))
    expect(faultsOf(ratio, noon)).toEqual([])
    const mixed = measureTable([measures[0] as Measure, { ...(measures[1] as Measure), cutoffHour: 12 }])
    expect(faultsOf(ratio, mixed)).toEqual(["mixes measures whose days begin at 12 and 0 o'clock"])
  })
})

describe('a table', () => {
  it('of measures has hours of a day', () => {
    const at = () => []
    for (const cutoffHour of [0, 23]) expect(measureTable([{ name: 'a', cutoffHour, at }]).size).toBe(1)
    for (const cutoffHour of [-1, 24, 0.5, '1' as never])
      expect(() => measureTable([{ name: 'a', cutoffHour, at }])).toThrow('it must be an hour from 0 to 23')
  })

  it('of indicators has each name once, and only what can be computed', () => {
    expect([...indicatorTable([ratio, composite], table).keys()]).toEqual(['own', 'both'])
    expect(() => indicatorTable([ratio, ratio], table)).toThrow('Two indicators are called own.')
    expect(() => indicatorTable([{ ...ratio, digits: 10 }], table)).toThrow('The indicator own has 10 digits')
  })
})

describe('days that begin at another hour', () => {
  const noon = { prefix: 'noon.', cutoffHour: 12, from: measures } as const

  it('are counted in measures of their own, under new names', () => {
    const { indicator, measures: own } = atCutoff(ratio, noon)
    expect(indicator).toMatchObject({ name: 'noon.own', numerator: [{ measure: 'noon.some', weight: 1 }] })
    expect(measuresOf(indicator)).toEqual(['noon.some', 'noon.all'])
    expect(own.map(({ name, cutoffHour }) => `${name} ${cutoffHour}`)).toEqual(['noon.all 12', 'noon.some 12'])
    const { exclusions: _, ...plain } = ratio
    expect(atCutoff(plain, noon).indicator).not.toHaveProperty('exclusions')
    const one = { ...plain, numerator: plain.denominator }
    expect(atCutoff(one, noon).measures.map(({ name }) => name)).toEqual(['noon.all'])
  })

  it('go through to the parts', () => {
    const { indicator } = atCutoff(composite, noon)
    expect([indicator.name, ...ratiosOf(indicator).map(({ name }) => name)]).toEqual([
      'noon.both',
      'noon.own',
      'noon.other',
    ])
    expect(indicator.parts.map(({ weight }) => weight)).toEqual([0.25, 0.75])
  })

  it('need an hour of the day, a prefix, and measures that are there', () => {
    for (const cutoffHour of [0, 23]) expect(atCutoff(ratio, { ...noon, cutoffHour }).measures).toHaveLength(2)
    for (const wrong of [{ cutoffHour: -1 }, { cutoffHour: 24 }, { cutoffHour: 1.5 }, { prefix: undefined as never }])
      expect(() => atCutoff(ratio, { ...noon, ...wrong })).toThrow(
        'atCutoff needs a prefix and a cutoffHour from 0 to 23.',
      )
    expect(() => atCutoff(ratio, { ...noon, from: [] })).toThrow('which nobody measures')
  })
})

it('a measure without others takes away each of them once', () => {
  expect(without('a', 'b', 'c')).toEqual([
    { measure: 'a', weight: 1 },
    { measure: 'b', weight: -1 },
    { measure: 'c', weight: -1 },
  ])
})
