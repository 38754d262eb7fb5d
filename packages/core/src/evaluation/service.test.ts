import { describe, expect, it } from 'vitest'
import { defaultAuthority } from '../authority/authority.js'
import type { TallyQuery, TallySum } from '../contracts/queries.js'
import type { CompositeIndicator, RatioIndicator } from './indicators/declaration.js'
import type { Measure } from './measures/measure.js'
import { createEvaluation, type EvaluationParts } from './service.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const period = { from: '2022-01-01', to: '2022-02-01' }
const text = { zh: '甲', en: 'a' }
const share = (name: string, of: string, among: string): RatioIndicator => ({
  name,
  title: text,
  basis: text,
  numerator: [{ measure: of, weight: 1 }],
  denominator: [{ measure: among, weight: 1 }],
  minimumSample: 1,
  digits: 1,
})
const both: CompositeIndicator = {
  name: 'both',
  title: text,
  basis: text,
  parts: [
    { indicator: share('done', 'completed', 'accepted'), weight: 0.5 },
    { indicator: share('liked', 'satisfied', 'rated'), weight: 0.5 },
  ],
  digits: 1,
}
const measures: readonly Measure[] = ['completed', 'accepted', 'satisfied', 'rated'].map((name) => ({
  name,
  at: () => [],
}))

/** An evaluation over these sums, and what it asked for. */
function over(rows: readonly TallySum[], more: Partial<EvaluationParts> = {}) {
  const queries: TallyQuery[] = []
  const storage = {
    tally: async (query: TallyQuery) => {
      queries.push(query)
      return rows.filter(({ measure }) => query.measures.includes(measure))
    },
  }
  const evaluation = createEvaluation({
    storage,
    runner: { each: async function* () {} },
    digest: { hex: () => '' },
    measures,
    since: () => 0,
    authority: defaultAuthority,
    rights: () => ({ isWithin: () => true, roots: () => [] }),
    indicators: [both],
    areas: { path: (code: string) => `${code}/`, level: () => undefined, roots: () => [] },
    ...more,
  } as unknown as EvaluationParts)
  return { evaluation, queries }
}
const sums = (key: string, of: Readonly<Record<string, number>>): TallySum[] =>
  Object.entries(of).map(([measure, sum]) => ({ key, measure, sum }))
const refused = (path: string) => expect.objectContaining({ issues: [expect.objectContaining({ path: [path] })] })

describe('a composite by group', () => {
  it('has no value for a group in which one of its parts counted nothing', async () => {
    const { evaluation } = over([
      ...sums('gas', { completed: 1, accepted: 2 }),
      ...sums('tax', { completed: 1, accepted: 2, satisfied: 3, rated: 4 }),
    ])
    const { figures } = await evaluation.measure('both', { period, by: 'unit' }, { by: system })
    expect(figures).toMatchObject([
      { key: 'gas', noValue: 'part-without-value', parts: [{ value: 50 }, { noValue: 'zero-denominator' }] },
      { key: 'tax', value: 62.5 },
    ])
  })

  it('has cases by its parts, which are named where none is meant', async () => {
    const { cases } = await over([]).evaluation.measure('both', { period }, { by: system })
    for (const part of [undefined, 'neither'])
      expect(() => cases('numerator', undefined, part)).toThrow(/part: .*done.*liked/)
    expect(() => cases('sideways' as never, undefined, 'done')).toThrow(refused('side'))
  })
})

describe('a share', () => {
  it('has its own cases, by its name or without one', async () => {
    const { cases } = await over([]).evaluation.measure(
      share('done', 'completed', 'accepted'),
      { period },
      { by: system },
    )
    expect(() => cases('numerator')).not.toThrow()
    expect(() => cases('numerator', undefined, 'done')).not.toThrow()
    expect(() => cases('numerator', undefined, 'liked')).toThrow(refused('part'))
  })

  it('says since when it counts, where one of its measures came later', async () => {
    const since = (measure: string) => (measure === 'rated' ? 7 : 0)
    const measured = async (name: string, of: string, among: string) =>
      over([], { since }).evaluation.measure(share(name, of, among), { period }, { by: system })
    expect(await measured('liked', 'satisfied', 'rated')).toMatchObject({ countsSince: 7 })
    expect(await measured('done', 'completed', 'accepted')).not.toHaveProperty('countsSince')
  })
})

describe('counting', () => {
  it('asks for what is named, and gives every measure of a group, also one that counted nothing', async () => {
    const { evaluation, queries } = over([...sums('gas', { completed: 1 }), ...sums('gas', { completed: 2 })])
    const counted = await evaluation.count(
      ['completed', 'accepted'],
      { period, by: 'unit', category: 'heating' },
      { by: system },
    )
    expect([...counted]).toEqual([['gas', { completed: 3, accepted: 0 }]])
    await evaluation.count(['completed'], { period }, { by: system })
    expect(queries).toStrictEqual([
      { ...period, category: 'heating', measures: ['completed', 'accepted'], by: 'unit' },
      { ...period, measures: ['completed'] },
    ])
  })

  it('is refused for a query of the wrong form, and for a measure that nobody knows', async () => {
    const { evaluation } = over([])
    await expect(evaluation.count([], { period, by: 'person' as never }, { by: system })).rejects.toEqual(refused('by'))
    await expect(evaluation.count(['complete'], { period }, { by: system })).rejects.toMatchObject({
      code: 'configuration',
    })
    expect(await evaluation.count([], { period: { ...period, cutoffHour: 12 } }, { by: system })).toEqual(new Map())
    await expect(
      evaluation.count(['rated'], { period: { ...period, cutoffHour: 12 } }, { by: system }),
    ).rejects.toMatchObject({
      issues: [{ path: ['period', 'cutoffHour'] }],
    })
  })
})

describe('a league', () => {
  const rows = [
    ...sums('gas', { completed: 3, accepted: 4 }),
    ...sums('tax', { completed: 9, accepted: 10 }),
    ...sums('post', { completed: 12, accepted: 12 }),
  ]
  const done = share('done', 'completed', 'accepted')

  it('ranks groups with ten cases, or as many as are asked for', async () => {
    const ranked = async (minimumSample?: number) =>
      (
        await over(rows).evaluation.league(
          done,
          {
            period,
            by: 'unit',
            ...(minimumSample !== undefined && { minimumSample }),
          },
          { by: system },
        )
      ).ranked.map(({ key }) => key)
    expect([await ranked(), await ranked(12), await ranked(0)]).toEqual([
      ['post', 'tax'],
      ['post'],
      ['post', 'tax', 'gas'],
    ])
  })

  it('is refused without groups, and for a sample that is no number of cases', async () => {
    const { evaluation } = over(rows)
    await expect(evaluation.league(done, { period } as never, { by: system })).rejects.toEqual(refused('by'))
    for (const minimumSample of [-1, 1.5])
      await expect(evaluation.league(done, { period, by: 'unit', minimumSample }, { by: system })).rejects.toEqual(
        refused('minimumSample'),
      )
  })
})

describe('a recount', () => {
  it('compares the sums with the requests', async () => {
    const kept = over(sums('gas', { completed: 1 })).evaluation
    expect(await kept.recount({ by: system })).toMatchObject({ ok: false, requests: 0 })
    expect(await over([]).evaluation.recount({ by: system })).toEqual({
      ok: true,
      requests: 0,
      sums: 0,
      moving: 0,
      faults: [],
      damaged: [],
    })
  })
})
