import { describe, expect, it } from 'vitest'
import type { TallyQuery } from '../../contracts/queries.js'
import type { Storage } from '../../contracts/storage.js'
import type { RecordRunner } from '../../record/record-kind.js'
import type { RequestFacts } from '../../request/facts.js'
import type { Measure } from '../measures/measure.js'
import { recount } from './recount.js'

const at = Date.parse('2022-01-04T10:00:00+08:00')
const accepted: Measure = { name: 'accepted', at: () => [at] }
const facts = (more: object = {}) =>
  ({ areaPath: '1/11/', unit: 'housing', category: 'heating', channel: 'grid', ...more }) as RequestFacts
const keys = { area: '1/11/', unit: 'housing', category: 'heating', channel: 'grid', day: '2022-01-04' }

/** Sums that are kept, by how often they were read before; each view has this sum for every request. */
function city(
  requests: readonly RequestFacts[],
  sumAt: (reading: number, view: TallyQuery) => number,
  damaged: readonly string[] = [],
) {
  const views: TallyQuery[] = []
  let walks = 0
  const storage = {
    tally: async (query: TallyQuery) => {
      // Five views of everything, two of the one root: seven queries a reading.
      const reading = Math.floor(views.length / 7)
      views.push(query)
      const { by } = query
      const sum = sumAt(reading, query)
      return sum === 0 ? [] : [{ measure: 'accepted', key: keys[by as 'unit'], sum }]
    },
  } as unknown as Storage
  const runner = {
    each: async function* (_kind: unknown, _query: unknown, leftOut: (id: string) => void) {
      walks++
      for (const id of damaged) leftOut(id)
      for (const each of requests) yield { id: 'q', version: 1, facts: each }
    },
  } as unknown as RecordRunner
  return { parts: { storage, runner, measures: [accepted] }, views, walks: () => walks }
}

describe('a recount', () => {
  it('is right when every kept sum is what the requests add up to', async () => {
    const { parts, views, walks } = city([facts(), facts()], () => 2)
    expect(await recount(parts)).toEqual({ ok: true, requests: 2, sums: 7, moving: 0, faults: [], damaged: [] })
    expect(walks()).toBe(1)
    expect(views.slice(0, 7).map(({ by, within }) => `${by} ${within ?? ''}`.trim())).toEqual([
      ...['area', 'unit', 'category', 'channel', 'day', 'day 1/', 'unit 1/'],
    ])
    expect(views[0]).toMatchObject({ measures: ['accepted'], from: '1900-01-01', to: '9999-12-31' })
  })

  it('names each sum that is wrong, with its place', async () => {
    const { parts } = city([facts()], (_, { by }) => (by === 'unit' ? 3 : 1))
    const found = await recount(parts)
    expect(found.ok).toBe(false)
    expect(found.faults).toEqual([
      { measure: 'accepted', by: 'unit', key: 'housing', kept: 3, counted: 1 },
      { measure: 'accepted', by: 'unit', within: '1', key: 'housing', kept: 3, counted: 1 },
    ])
  })

  it('finds a sum that is gone', async () => {
    const { parts } = city([facts()], (_, { by }) => (by === 'channel' ? 0 : 1))
    expect((await recount(parts)).faults).toEqual([
      { measure: 'accepted', by: 'channel', key: 'grid', kept: 0, counted: 1 },
    ])
  })

  it('tells of a hundred faults at the most', async () => {
    const many = Array.from({ length: 101 }, (_, n) => facts({ unit: `u-${n}` }))
    const { parts } = city(many, (_, { by }) => (by === 'unit' ? 0 : 101))
    const found = await recount(parts)
    expect([found.ok, found.faults.length, found.requests]).toEqual([false, 100, 101])
  })

  it('does not judge a sum that moved meanwhile, and counts again while another is wrong, three times at the most', async () => {
    const moves = (reading: number, { by }: TallyQuery) => (by === 'day' ? reading + 1 : by === 'unit' ? 5 : 1)
    const restless = city([facts()], moves)
    const found = await recount(restless.parts)
    expect([found.ok, found.moving, restless.walks()]).toEqual([false, 2, 3])
    expect(found.faults.every(({ by }) => by === 'unit')).toBe(true)
    const settled = city([facts()], (reading, view) => (reading < 2 ? moves(reading, view) : 1))
    expect([(await recount(settled.parts)).ok, settled.walks()]).toEqual([true, 2])
  })

  it('is done when what did not move is right', async () => {
    const { parts, walks } = city([facts()], (reading, { by }) => (by === 'day' ? reading + 1 : 1))
    expect([await recount(parts), walks()]).toMatchObject([{ ok: true, moving: 2 }, 1])
  })

  it('is not right when a request could not be read, and names it', async () => {
    const { parts } = city([facts()], () => 1, ['q-7'])
    expect(await recount(parts)).toMatchObject({ ok: false, faults: [], damaged: ['q-7'] })
  })

  it('tells of its progress every thousand requests', async () => {
    const progress: number[] = []
    const { parts } = city(
      Array.from({ length: 2001 }, () => facts()),
      () => 2001,
    )
    await recount(parts, { progress: ({ requests }) => void progress.push(requests) })
    expect(progress).toEqual([1000, 2000])
    await expect(recount(parts, { progres: () => {} } as never)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})
