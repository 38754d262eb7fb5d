import { describe, expect, it } from 'vitest'
import { defaultAuthority } from '../../src/authority/authority.js'
import type { TallyQuery, TallySum } from '../../src/contracts/queries.js'
import type { Storage } from '../../src/contracts/storage.js'
import { compositeOf, computeMean, computeRatio } from '../../src/evaluation/figures/figure.js'
import { equal, fractionOf, numberOf, over, plus, roundHalfUp } from '../../src/evaluation/figures/fraction.js'
import type { CompositeIndicator, RatioIndicator } from '../../src/evaluation/indicators/declaration.js'
import { threeRates } from '../../src/evaluation/indicators/three-rates.js'
import type { Measure } from '../../src/evaluation/measures/measure.js'
import { createEvaluation, type EvaluationParts } from '../../src/evaluation/service.js'
import type { RecordRunner } from '../../src/record/record-kind.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const period = { from: '2022-01-01', to: '2022-02-01' }
const text = { zh: '率', en: 'rate' }
const own: RatioIndicator = {
  ...{ name: 'own', title: text, basis: text, digits: 2, minimumSample: 1 },
  numerator: [{ measure: 'some', weight: 1 }],
  denominator: [{ measure: 'all', weight: 1 }],
}
const both: CompositeIndicator = {
  ...{ name: 'both', title: text, basis: text, digits: 2 },
  parts: [
    { indicator: own, weight: 0.5 },
    { indicator: { ...own, name: 'other' }, weight: 0.5 },
  ],
}
const hour = (cutoffHour?: number): Measure[] =>
  ['some', 'all'].map((name) => ({ name, at: () => [], ...(cutoffHour !== undefined && { cutoffHour }) }))

/** The evaluation over these sums: `measure key sum`. */
function evaluation(sums: readonly string[], over: Partial<EvaluationParts> = {}) {
  const queries: TallyQuery[] = []
  const rows = sums.map((row): TallySum => {
    const [measure = '', key = '', sum] = row.split(' ')
    return { measure, key, sum: Number(sum) }
  })
  const storage = {
    tally: async (query: TallyQuery) => {
      queries.push(query)
      return rows.filter(({ measure }) => query.measures.includes(measure))
    },
  } as unknown as Storage
  const runner = { each: async function* () {} } as unknown as RecordRunner
  const areas = { path: (code: string) => `${code}/`, level: () => undefined, roots: () => [] }
  const digest = { name: 'none', hex: (value: string) => value }
  const rights = () => ({ isWithin: () => true, roots: () => [] })
  const given = { authority: defaultAuthority, rights, since: () => 0 }
  const parts = { storage, runner, digest, areas, ...given, measures: hour(), indicators: [own, both] }
  return { service: createEvaluation({ ...parts, ...over }), queries }
}
const byUnit = { period, by: 'unit' } as const

describe('figures that are asked for', () => {
  it('are in the order of their keys, each from its own sums', async () => {
    const { service, queries } = evaluation(['all b 4', 'some b 1', 'all a 2', 'some a 1'])
    const { figures } = await service.measure('own', byUnit, { by: system })
    expect(figures.map(({ key, value }) => [key, value])).toEqual([
      ['a', 50],
      ['b', 25],
    ])
    expect(queries).toEqual([{ ...period, measures: ['some', 'all'], by: 'unit' }])
  })

  it('of a composite have a group when one of its parts has', async () => {
    const { service } = evaluation(['all a 2', 'some a 1'])
    const { figures } = await service.measure('both', byUnit, { by: system })
    expect(figures).toMatchObject([{ key: 'a', value: 50, parts: [{ indicator: 'own' }, { indicator: 'other' }] }])
  })

  it('say since when they count, when a measure came later', async () => {
    const later = evaluation([], { since: (measure) => (measure === 'all' ? 7 : 0) })
    expect((await later.service.measure('own', { period }, { by: system })).countsSince).toBe(7)
    expect(await evaluation([]).service.measure('own', { period }, { by: system })).not.toHaveProperty('countsSince')
  })

  it('are kept by days that begin at the hour asked for', async () => {
    const noon = evaluation([], { measures: hour(12) }).service
    const at = (cutoffHour: number) => ({ period: { ...period, cutoffHour } })
    await expect(noon.measure('own', at(12), { by: system })).resolves.toBeDefined()
    await expect(noon.count(['all'], at(12), { by: system })).resolves.toBeDefined()
    await expect(noon.count([], at(3), { by: system })).resolves.toBeDefined()
    for (const wrong of [
      noon.measure('own', { period }, { by: system }),
      noon.count(['all'], at(11), { by: system }),
      evaluation([]).service.measure('own', at(12), { by: system }),
    ])
      await expect(wrong).rejects.toMatchObject({ code: 'invalid-input', issues: [{ path: ['period', 'cutoffHour'] }] })
    const mixed = evaluation([], { measures: [...hour(), { name: 'noon', cutoffHour: 12, at: () => [] }] }).service
    await expect(mixed.count(['all', 'noon'], { period }, { by: system })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('are of an indicator that is known, or that can be computed', async () => {
    const { service } = evaluation([])
    await expect(service.measure('owm', { period }, { by: system })).rejects.toThrow(
      'Unknown indicator "owm"; did you mean',
    )
    await expect(service.measure({ ...own, digits: 10 }, { period }, { by: system })).rejects.toMatchObject({
      code: 'configuration',
    })
    await expect(service.count(['al'], { period }, { by: system })).rejects.toThrow('Unknown measure "al"')
  })

  it('have cases on their three sides, of a part that is named', async () => {
    const { service } = evaluation([])
    const [ratio, composite] = [
      await service.measure('own', { period }, { by: system }),
      await service.measure('both', { period }, { by: system }),
    ]
    expect(() => ratio.cases('top' as never)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    for (const side of ['numerator', 'denominator', 'excluded'] as const) expect(ratio.cases(side)).toBeDefined()
    for (const part of [undefined, 'own']) expect(ratio.cases('numerator', undefined, part)).toBeDefined()
    expect(composite.cases('numerator', undefined, 'other')).toBeDefined()
    const partless = [
      () => composite.cases('numerator'),
      () => composite.cases('numerator', '', 'both'),
      () => ratio.cases('numerator', '', 'other'),
    ]
    for (const each of partless) expect(each).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})

describe('a count', () => {
  it('has every measure of each group, also one that was not counted', async () => {
    const { service } = evaluation(['all a 2', 'all b 1', 'some b 1'])
    expect([...(await service.count(['all', 'some'], byUnit, { by: system }))]).toEqual([
      ['a', { all: 2, some: 0 }],
      ['b', { all: 1, some: 1 }],
    ])
  })

  it('sums up what lies in one area of the level', async () => {
    const level = (code: string) => (code === '11' ? ('town' as const) : undefined)
    const areas = { path: (code: string) => code, level, roots: () => [] }
    const { service } = evaluation(['all 1/11/111/ 2', 'all 1/11/112/ 3'], { areas })
    expect([...(await service.count(['all'], { period, by: 'area', level: 'town' }, { by: system }))]).toEqual([
      ['1/11/', { all: 5 }],
    ])
  })
})

describe('a league table', () => {
  it('needs groups, and a sample that is a number', async () => {
    const { service } = evaluation(['all a 2', 'some a 1'])
    await expect(service.league('own', { period } as never, { by: system })).rejects.toMatchObject({
      issues: [{ path: ['by'] }],
    })
    for (const minimumSample of [-1, 0.5, Number.NaN])
      await expect(service.league('own', { ...byUnit, minimumSample }, { by: system })).rejects.toMatchObject({
        issues: [{ path: ['minimumSample'] }],
      })
    expect(await service.league('own', { ...byUnit, minimumSample: 2 }, { by: system })).toMatchObject({
      ranked: [{ rank: 1, key: 'a' }],
      unranked: [],
    })
    expect(await service.league('own', { ...byUnit, minimumSample: 0 }, { by: system })).toMatchObject({
      ranked: [{ rank: 1 }],
    })
    expect((await service.league('own', byUnit, { by: system })).unranked).toMatchObject([
      { key: 'a', reason: 'sample-too-small' },
    ])
  })
})

describe('a mean', () => {
  const mean: RatioIndicator = { ...own, averaging: { over: 'unit' } }

  it('weighs each group the same, tells how many had no value, and adds up what was left out', () => {
    const sums = (numerator: number, denominator: number, away: number) => ({
      ...{ numerator: fractionOf(numerator), denominator: fractionOf(denominator) },
      excluded: [{ reason: 'away', count: away }],
    })
    const groups = new Map([
      ['a', sums(1, 2, 1)],
      ['b', sums(1, 1, 2)],
      ['c', sums(0, 0, 0)],
    ])
    expect(computeMean(own, 'x', groups).figure).toEqual({
      ...{ key: 'x', numerator: 2, denominator: 3, value: 75, groups: { counted: 2, withoutValue: 1 } },
      excluded: [{ reason: 'away', count: 3 }],
    })
    expect(computeMean(own, 'x', new Map([['c', sums(0, 0, 0)]])).figure).toMatchObject({
      ...{ noValue: 'no-group-with-value', groups: { counted: 0, withoutValue: 1 } },
    })
    const plain = { numerator: fractionOf(1), denominator: fractionOf(1) }
    expect(computeMean(own, 'x', new Map([['a', plain]])).figure).not.toHaveProperty('excluded')
  })

  it('is taken for the whole or by what it is taken over, from the tallies of that', async () => {
    const { service, queries } = evaluation(['all a 2', 'some a 1', 'all b 1', 'some b 1'])
    expect((await service.measure(mean, { period }, { by: system })).figures).toMatchObject([
      { key: '', value: 75, groups: { counted: 2 } },
    ])
    expect(queries[0]?.by).toBe('unit')
    expect((await service.measure(mean, byUnit, { by: system })).figures.map(({ value }) => value)).toEqual([50, 100])
    await expect(service.measure(mean, { period, by: 'category' }, { by: system })).rejects.toMatchObject({
      issues: [{ path: ['by'] }],
    })
    const pooled = await service.measure({ ...own, averaging: 'pooled' }, { period, by: 'category' }, { by: system })
    expect(pooled.figures).toHaveLength(2)
  })

  it('of nothing is one figure without a value, and so is a share', async () => {
    const { service } = evaluation([])
    expect((await service.measure(mean, { period }, { by: system })).figures).toMatchObject([
      { key: '', noValue: 'no-group-with-value' },
    ])
    expect((await service.measure(own, { period }, { by: system })).figures).toMatchObject([
      { key: '', noValue: 'zero-denominator' },
    ])
    for (const each of [mean, own]) expect((await service.measure(each, byUnit, { by: system })).figures).toEqual([])
  })
})

describe('a figure', () => {
  it('has a value from its smallest sample on', () => {
    const ratio = (denominator: number) =>
      computeRatio({ ...own, minimumSample: 3 }, '', { numerator: fractionOf(1), denominator: fractionOf(denominator) })
        .figure
    expect([ratio(2).noValue, ratio(3).value]).toEqual(['sample-too-small', 33.33])
  })

  it('lists what was left out, when something was', () => {
    const sums = { numerator: fractionOf(1), denominator: fractionOf(1) }
    expect(computeRatio(own, '', { ...sums, excluded: [] }).figure).not.toHaveProperty('excluded')
    expect(computeRatio(own, '', { ...sums, excluded: [{ reason: 'x', count: 1 }] }).figure.excluded).toHaveLength(1)
  })

  it('made of others keeps its parts, and has no value without each of them', () => {
    expect(compositeOf(both, [[1, 2]])).toMatchObject({
      noValue: 'part-without-value',
      numerator: 0,
      denominator: 0,
      parts: [{ value: 50 }, {}],
    })
    const thirds = [[1, 3], [1, 3]] as const // biome-ignore format: sums
    expect(compositeOf({ ...both, digits: 0, rounding: 'parts' }, thirds).value).toBe(33)
  })

  it('counts a share of the partly solved where a place says so', () => {
    const names = (rates: ReturnType<typeof threeRates>) => rates.solution.numerator.map(({ measure }) => measure)
    expect(names(threeRates())).toEqual(['solved@followedUp'])
    expect(names(threeRates({ partlySolved: 0.5 }))).toEqual(['solved@followedUp', 'partlySolved@followedUp'])
  })
})

describe('exact numbers', () => {
  it('are read from whatever a number is written as', () => {
    expect([0, -0.25, 1.5e-10, 1e21, 123.456].map((value) => numberOf(fractionOf(value)))).toEqual([
      0, -0.25, 1.5e-10, 1e21, 123.456,
    ])
    expect(fractionOf(-1e-7)).toEqual({ numerator: -1n, denominator: 10_000_000n })
    expect(fractionOf(1.5e21)).toEqual({ numerator: 1_500_000_000_000_000_000_000n, denominator: 1n })
    expect(() => fractionOf(Number.POSITIVE_INFINITY)).toThrow('Infinity is not a finite number')
  })

  it('keep a positive denominator, and are equal by value', () => {
    expect(over(fractionOf(1), fractionOf(-0.5))).toEqual({ numerator: -10n, denominator: 5n })
    expect(over(fractionOf(1), fractionOf(2))).toEqual({ numerator: 1n, denominator: 2n })
    expect(equal({ numerator: 1n, denominator: 2n }, { numerator: 2n, denominator: 4n })).toBe(true)
    expect(equal(fractionOf(1), fractionOf(2))).toBe(false)
    expect(plus({ numerator: 1n, denominator: 2n }, { numerator: 1n, denominator: 3n })).toEqual({
      numerator: 5n,
      denominator: 6n,
    })
  })

  it('are rounded with their sign', () => {
    expect([-0.004, -0.006, -12.345, 0.5].map((value) => roundHalfUp(fractionOf(value), 2))).toEqual([
      0, -0.01, -12.34, 0.5,
    ])
    expect(roundHalfUp(fractionOf(-7), 0)).toBe(-7)
  })
})
