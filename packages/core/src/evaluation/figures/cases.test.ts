import { describe, expect, it } from 'vitest'
import type { FindQuery } from '../../contracts/queries.js'
import type { RecordRunner } from '../../record/record-kind.js'
import type { RequestFacts } from '../../request/facts.js'
import type { RatioIndicator } from '../indicators/declaration.js'
import type { Measure } from '../measures/measure.js'
import { ofRequests } from '../measures/tallied.js'
import type { AreaLookup, MeasureOptions } from '../query.js'
import { type CaseSide, casesOf } from './cases.js'

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const instants = (facts: RequestFacts) => (facts as unknown as { counts: number[] }).counts
const usual: readonly Measure[] = [
  { name: 'all', at: instants },
  { name: 'some', at: (facts) => instants(facts).slice(0, 1) },
]
const byUnits: readonly Measure[] = usual.map((each) => ({ ...each, units: () => ['water', 'roads'] }))
const atNoon: readonly Measure[] = usual.map((each) => ({ ...each, cutoffHour: 12 }))
const indicator = {
  name: 'own',
  numerator: [{ measure: 'some', weight: 0.9 }],
  denominator: [{ measure: 'all', weight: 1 }],
  exclusions: [
    { reason: 'first', counts: [{ measure: 'some', weight: 1 }] },
    { reason: 'none', counts: [{ measure: 'unknown', weight: 1 }] },
    { reason: 'every', counts: [{ measure: 'all', weight: 2 }] },
  ],
} as unknown as RatioIndicator
const request = (id: string, ...counts: readonly string[]) =>
  ({
    id,
    areaPath: '1/11/',
    unit: 'housing',
    category: 'heating',
    channel: 'grid',
    counts: counts.map(at),
  }) as unknown as RequestFacts
const areas = {
  path: (code: string) => (code === '1' ? '1/' : `1/${code}/`),
  level: () => 'county',
} as unknown as AreaLookup
const period = { from: '2022-01-01', to: '2022-02-01' }

async function found(
  side: CaseSide,
  {
    requests = [request('q', '2022-01-05 10:00')],
    key,
    measures = usual,
    ...options
  }: Partial<MeasureOptions> & {
    requests?: readonly RequestFacts[]
    key?: string
    measures?: readonly Measure[]
  } = {},
) {
  const queries: Partial<FindQuery>[] = []
  const runner = {
    each: async function* (_kind: unknown, query: Partial<FindQuery>) {
      queries.push(query)
      for (const facts of requests) yield { id: facts.id, facts }
    },
  } as unknown as RecordRunner
  const table = new Map(measures.map((each) => [each.name, ofRequests(each)]))
  const all: string[] = []
  for await (const each of casesOf(
    { runner, measures: table, areas, indicator, options: { period, ...options } },
    side,
    key,
  ))
    all.push(`${each.record.id} ${each.amount}${'reason' in each ? ` ${each.reason}` : ''}`)
  return { all, query: queries[0] }
}

describe('the cases behind a side', () => {
  it('are the requests that count, each with how much', async () => {
    const requests = [
      request('a', '2022-01-05 10:00', '2022-01-06 10:00'),
      request('b'),
      request('c', '2022-01-07 10:00'),
    ]
    expect((await found('denominator', { requests })).all).toEqual(['a 2', 'c 1'])
    expect((await found('numerator', { requests })).all).toEqual(['a 0.9', 'c 0.9'])
    expect((await found('excluded', { requests })).all).toEqual(['a 1 first', 'a 4 every', 'c 1 first', 'c 2 every'])
  })

  it('fall on the days of the period: its first day counts, the day after its last does not', async () => {
    const on = async (text: string, more = {}) =>
      (await found('denominator', { requests: [request('q', text)], ...more })).all.length
    expect([await on('2021-12-31 23:59'), await on('2022-01-01 00:00')]).toEqual([0, 1])
    expect([await on('2022-01-31 23:59'), await on('2022-02-01 00:00')]).toEqual([1, 0])
    const noon = { measures: atNoon }
    expect([
      await on('2022-01-01 11:59', noon),
      await on('2022-02-01 11:59', noon),
      await on('2022-02-01 12:00', noon),
    ]).toEqual([0, 1, 0])
  })

  it('are looked for among the requests of before the end of the period', async () => {
    expect((await found('denominator')).query).toStrictEqual({ to: at('2022-02-01 00:00') + 1 })
    expect((await found('denominator', { measures: atNoon })).query).toEqual({ to: at('2022-02-01 12:00') + 1 })
  })
})

describe('the cases of one group', () => {
  it.each([
    ['unit', 'housing', { unit: 'housing' }],
    ['category', 'heating', { category: 'heating' }],
    ['channel', 'grid', { channel: 'grid' }],
    ['area', '1/11/', { within: '1/11/' }],
    ['day', '2022-01-05', {}],
  ] as const)('by %s are those of it, and looked for in it', async (by, key, narrowed) => {
    const to = at('2022-02-01 00:00') + 1
    expect(await found('denominator', { by, key })).toEqual({ all: ['q 1'], query: { ...narrowed, to } })
    expect((await found('denominator', { by, key: `${key}x` })).all).toEqual([])
    // All groups, or the one of those that have none.
    expect(await found('denominator', { by })).toStrictEqual({ all: ['q 1'], query: { to } })
    expect(await found('denominator', { by, key: '' })).toEqual({ all: [], query: { to } })
  })

  it('are the whole without a grouping', async () => {
    expect((await found('denominator', { key: '' })).all).toEqual(['q 1'])
  })

  it('of a measure that counts for other units than the one in charge are not looked for by unit', async () => {
    const to = at('2022-02-01 00:00') + 1
    expect(await found('denominator', { by: 'unit', key: 'water', measures: byUnits })).toEqual({
      all: ['q 1'],
      query: { to },
    })
    expect((await found('denominator', { by: 'unit', key: 'housing', measures: byUnits })).all).toEqual([])
    expect((await found('denominator', { measures: byUnits })).all).toEqual(['q 2'])
  })

  it('stay within the area and the unit that were asked for', async () => {
    const to = at('2022-02-01 00:00') + 1
    expect((await found('denominator', { by: 'area', level: 'county', within: '11', key: '1/' })).query).toEqual({
      within: '1/11/',
      to,
    })
    expect((await found('denominator', { by: 'area', within: '1', key: '1/11/' })).query).toEqual({
      within: '1/11/',
      to,
    })
    expect(await found('denominator', { unit: 'housing' })).toEqual({ all: ['q 1'], query: { unit: 'housing', to } })
    expect((await found('denominator', { unit: 'water' })).all).toEqual([])
    expect(await found('denominator', { unit: 'water', measures: byUnits })).toEqual({ all: ['q 1'], query: { to } })
  })
})
