import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds, tracingStorage } from '@huiyin/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { createHuiyin } from '../entry/create-huiyin.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { definePlugin } from '../plugin/plugin.js'
import type { Measured } from './evaluation.js'
import { atCutoff } from './indicators/cutoff.js'
import { completionRate, satisfactionRate } from './indicators/handling-rates.js'
import { dayPeriod, monthPeriod } from './period.js'

const otherTown = '370281002001001'
const noon = atCutoff(completionRate, { prefix: 'noon.', cutoffHour: 12 })
const plugins = [
  definePlugin({ id: 'noon', measures: noon.measures, indicators: [noon.indicator], setup: () => ({}) }),
] as const

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const storage = memoryStorage()
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) }, plugins })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const must = async <T extends { ok: boolean }>(answer: Promise<T>) => {
    const result = await answer
    if (!result.ok) throw new Error(JSON.stringify(result))
    return result as Extract<T, { ok: true }>
  }
  async function accepted(input: { category?: string; area?: string; channel?: string } = {}) {
    const report = { category: 'heating', area: cityGrid, description: '不热', ...input }
    const { request } = await must(requests.submit(report, { by: actors.resident }))
    await must(requests.dispatch(request.id, {}, { by: actors.desk }))
    return request.id
  }
  async function replied(input: Parameters<typeof accepted>[0] = {}) {
    const id = await accepted(input)
    const by = { by: input.category === 'leak' ? actors.water : actors.housing }
    await must(requests.claim(id, {}, by))
    if (input.category === 'leak')
      await must(requests.coReply(id, { unit: 'housing', text: '已配合' }, { by: actors.housing }))
    await must(requests.reply(id, { text: '已处理' }, by))
    return id
  }
  const rated = async (grade: number, input: Parameters<typeof accepted>[0] = {}) => {
    const id = await replied(input)
    await must(requests.rate(id, { grade }, { by: actors.resident }))
    return id
  }
  return { huiyin, requests, clock, storage, must, accepted, replied, rated }
}

const january = { period: monthPeriod('2022-01') }
let world: Awaited<ReturnType<typeof city>>
beforeEach(async () => {
  world = await city()
})

async function ids(measured: Measured, ...[side, key, part]: Parameters<Measured['cases']>) {
  const found: string[] = []
  for await (const { record } of measured.cases(side, key, part)) found.push(record.id)
  return found.sort()
}

describe('a measured indicator', () => {
  it('carries its declaration, and streams the cases behind each side', async () => {
    const { huiyin, requests, accepted, replied, must } = world
    const done = await replied()
    const open = await accepted()
    const gone = await accepted()
    await must(requests.withdraw(gone, {}, { by: actors.resident }))
    const measured = await huiyin.evaluation.measure('completionRate', january, { by: actors.system })
    expect(measured.indicator).toBe(completionRate)
    expect(measured.figures).toEqual([
      { key: '', numerator: 1, denominator: 2, value: 50, excluded: [{ reason: 'withdrawn', count: 1 }] },
    ])
    expect(await ids(measured, 'numerator')).toEqual([done])
    expect(await ids(measured, 'denominator')).toEqual([done, open].sort())
    expect(await ids(measured, 'excluded')).toEqual([gone])
  })
  it('is told by unit, category, channel and day', async () => {
    const { huiyin, replied, accepted } = world
    await replied()
    await accepted({ category: 'leak', channel: 'hotline' })
    const keys = async (by: 'unit' | 'category' | 'channel' | 'day') =>
      (await huiyin.evaluation.measure('completionRate', { ...january, by }, { by: actors.system })).figures.map(
        ({ key, value }) => [key, value],
      )
    expect(await keys('unit')).toEqual([
      ['housing', 100],
      ['water', 0],
    ])
    expect(await keys('category')).toEqual([
      ['heating', 100],
      ['leak', 0],
    ])
    expect(await keys('channel')).toContainEqual(['hotline', 0])
    expect(await keys('day')).toEqual([['2022-01-04', 50]])
  })
  it('rolls grids up to the towns they lie in, cases too', async () => {
    const { huiyin, replied, accepted } = world
    const [here, there] = [await replied(), await accepted({ area: otherTown })]
    const towns = await huiyin.evaluation.measure(
      'completionRate',
      { ...january, by: 'area', level: 'town' },
      { by: actors.system },
    )
    expect(towns.figures.map(({ key, value }) => [key, value])).toEqual([
      ['370281/370281001/', 100],
      ['370281/370281002/', 0],
    ])
    expect(await ids(towns, 'denominator', '370281/370281001/')).toEqual([here])
    expect(await ids(towns, 'denominator', '370281/370281002/')).toEqual([there])
  })
  it('is asked for one unit, category or channel only', async () => {
    const { huiyin, replied, accepted } = world
    await replied()
    const leak = await accepted({ category: 'leak' })
    const measured = await huiyin.evaluation.measure(
      'completionRate',
      { ...january, unit: 'water' },
      { by: actors.system },
    )
    expect(measured.figures).toMatchObject([{ numerator: 0, denominator: 1 }])
    expect(await ids(measured, 'denominator')).toEqual([leak])
  })
  it('may be the mean of the units’ values instead of one pooled share', async () => {
    const { huiyin, replied, accepted } = world
    await replied()
    await replied()
    await replied()
    await accepted({ category: 'leak' })
    const mean = { ...completionRate, averaging: { over: 'unit' } } as const
    expect((await huiyin.evaluation.measure(completionRate, january, { by: actors.system })).figures).toMatchObject([
      { value: 75 },
    ])
    expect((await huiyin.evaluation.measure(mean, january, { by: actors.system })).figures).toEqual([
      { key: '', numerator: 3, denominator: 4, value: 50, groups: { counted: 2, withoutValue: 0 } },
    ])
    const strict = { ...mean, minimumSample: 2 }
    expect((await huiyin.evaluation.measure(strict, january, { by: actors.system })).figures).toMatchObject([
      { value: 100, groups: { counted: 1, withoutValue: 1 } },
    ])
    const ofTowns = { ...completionRate, averaging: { over: 'area', level: 'grid' } } as const
    expect(
      (await huiyin.evaluation.measure(ofTowns, { ...january, by: 'area', level: 'town' }, { by: actors.system }))
        .figures,
    ).toMatchObject([{ key: '370281/370281001/', value: 75, groups: { counted: 1 } }])
    await expect(
      huiyin.evaluation.measure(mean, { ...january, by: 'channel' }, { by: actors.system }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['by'] }],
    })
  })
  it('falls on days from noon to noon where its measures are kept so', async () => {
    const { huiyin, accepted, clock } = world
    const early = await accepted()
    clock.set(Date.parse('2022-01-04T12:00:00+08:00'))
    const late = await accepted()
    const of = (date: string) =>
      huiyin.evaluation.measure(
        'noon.completionRate',
        { period: dayPeriod(date, { cutoffHour: 12 }) },
        { by: actors.system },
      )
    expect(await ids(await of('2022-01-03'), 'denominator')).toEqual([early])
    expect(await ids(await of('2022-01-04'), 'denominator')).toEqual([late])
    expect((await of('2022-01-04')).figures).toMatchObject([{ denominator: 1 }])
    for (const [name, cutoffHour] of [
      ['completionRate', 12],
      ['noon.completionRate', 0],
    ] as const)
      await expect(
        huiyin.evaluation.measure(name, { period: dayPeriod('2022-01-04', { cutoffHour }) }, { by: actors.system }),
      ).rejects.toMatchObject({ issues: [{ path: ['period', 'cutoffHour'] }] })
  })
  it('reads tallies and no request', async () => {
    const { storage, replied } = world
    await replied()
    const calls: string[] = []
    const traced = tracingStorage(storage, (call) => calls.push(call.method))
    const huiyin = createHuiyin({ storage: traced, platform: { clock: simulatedClock(0) }, plugins })
    await huiyin.start()
    calls.length = 0
    await huiyin.evaluation.measure('threeRateScore', { ...january, by: 'area', level: 'town' }, { by: actors.system })
    expect(new Set(calls)).toEqual(new Set(['tally']))
  })
  it.each([
    ['an option nobody knows', { ...january, groupBy: 'unit' }, ['groupBy']],
    ['a dimension nobody knows', { ...january, by: 'colour' }, ['by']],
    ['a level nobody knows', { ...january, by: 'area', level: 'village' }, ['level']],
    ['a level without areas', { ...january, by: 'unit', level: 'town' }, ['level']],
  ])('refuses %s, with the path', async (_what, options, path) => {
    await expect(
      world.huiyin.evaluation.measure('completionRate', options as never, { by: actors.system }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path }],
    })
  })
  it('refuses an indicator or measure nobody declared', async () => {
    const { evaluation } = world.huiyin
    await expect(evaluation.measure('speed', january, { by: actors.system })).rejects.toMatchObject({
      code: 'configuration',
    })
    await expect(evaluation.count(['speed'], january, { by: actors.system })).rejects.toMatchObject({
      code: 'configuration',
    })
  })
})

describe('the closing family', () => {
  it('divides by what was due in the period, and a deadline at 24:00 belongs to the day it ends', async () => {
    const { huiyin, requests, rated, must } = world
    const id = await rated(5)
    const due = (await requests.get(id, { by: actors.system })).clocks.resolve
    expect([due?.dueDate, due?.dueAt]).toEqual(['2022-01-07', Date.parse('2022-01-08T00:00:00+08:00')])
    const figure = async (name: string, date: string) =>
      (await huiyin.evaluation.measure(name, { period: dayPeriod(date) }, { by: actors.system })).figures[0]
    expect(await figure('closingRate', '2022-01-07')).toMatchObject({ numerator: 1, denominator: 1, value: 100 })
    expect(await figure('closingRate', '2022-01-08')).toMatchObject({ noValue: 'zero-denominator' })
    const late = await world.accepted()
    world.clock.set(Date.parse('2022-01-08T09:00:00+08:00'))
    await huiyin.tick()
    await must(requests.dispatch(late, {}, { by: actors.desk }))
    await must(requests.claim(late, {}, { by: actors.housing }))
    await must(requests.reply(late, { text: '已处理' }, { by: actors.housing }))
    await must(requests.rate(late, { grade: 5 }, { by: actors.resident }))
    expect(await figure('closingRate', '2022-01-07')).toMatchObject({ numerator: 2, denominator: 2 })
    expect(await figure('onTimeClosingRate', '2022-01-07')).toMatchObject({ numerator: 1, denominator: 2, value: 50 })
    expect(await figure('openRate', '2022-01-04')).toMatchObject({ numerator: 0, denominator: 2 })
    expect(await figure('reworkRate', '2022-01-07')).toMatchObject({ value: 0 })
    expect(await figure('extensionRate', '2022-01-07')).toMatchObject({ value: 0 })
  })
})

describe('the three rates', () => {
  it('count the last valid follow-up of each request, and list those that reached nobody apart', async () => {
    const { huiyin, requests, rated, must } = world
    const followUp = async (id: string, input: object) =>
      must(requests.followUp(id, input as { reached: boolean }, { by: actors.chief }))
    const [one, two, three] = [await rated(5), await rated(5), await rated(5)]
    await followUp(one, { reached: false })
    await followUp(one, { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' })
    await followUp(two, { reached: true, contacted: true, solved: 'partlySolved', satisfied: 'basicallySatisfied' })
    await followUp(three, { reached: false })
    const score = await huiyin.evaluation.measure('threeRateScore', january, { by: actors.system })
    expect(score.figures[0]?.parts).toMatchObject([
      { indicator: 'responseRate', numerator: 2, denominator: 2, value: 100 },
      { indicator: 'solutionRate', numerator: 1, denominator: 2, value: 50 },
      {
        indicator: 'followUpSatisfactionRate',
        numerator: 1.9,
        denominator: 2,
        value: 95,
        excluded: [{ reason: 'invalidFollowUp', count: 1 }],
      },
    ])
    expect(score.figures[0]?.value).toBe(73)
    expect(await ids(score, 'numerator', undefined, 'solutionRate')).toEqual([one])
    expect(await ids(score, 'excluded', undefined, 'solutionRate')).toEqual([three])
    expect(() => score.cases('numerator')).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})

describe('a response', () => {
  it('is what the resident says: that the unit had contacted them', async () => {
    const { huiyin, requests, rated, must } = world
    const said = { reached: true, solved: 'solved', satisfied: 'satisfied' } as const
    const [called, unheard] = [await rated(5), await rated(5)]
    await must(requests.followUp(called, { ...said, contacted: true }, { by: actors.chief }))
    await must(requests.followUp(unheard, { ...said, contacted: false }, { by: actors.chief }))
    const measured = await huiyin.evaluation.measure('responseRate', january, { by: actors.system })
    expect(measured.figures).toMatchObject([{ numerator: 1, denominator: 2, value: 50 }])
    expect(await ids(measured, 'numerator')).toEqual([called])
  })
})

describe('a granted appeal', () => {
  it('leaves numerator and denominator, appears with its reason, and the raw fact stays', async () => {
    const { huiyin, requests, rated, must } = world
    await rated(5)
    const id = await rated(1)
    const figures = async () =>
      (await huiyin.evaluation.measure('satisfactionRate', january, { by: actors.system })).figures
    expect(await figures()).toEqual([{ key: '', numerator: 1, denominator: 2, value: 50 }])
    await must(requests.appeal(id, { about: 'rating', reason: '不可抗力' }, { by: actors.housing }))
    await must(requests.reviewAppeal(id, { appeal: 'a1', approve: true }, { by: actors.chief }))
    expect(await figures()).toMatchObject([{ denominator: 2 }])
    await must(requests.reviewAppeal(id, { appeal: 'a1', approve: true }, { by: actors.deputy }))
    expect(await figures()).toEqual([
      { key: '', numerator: 1, denominator: 1, value: 100, excluded: [{ reason: 'ratingAppeal', count: 1 }] },
    ])
    expect((await requests.get(id, { by: actors.system })).ratings).toMatchObject([{ meaning: 'dissatisfied' }])
    const measured = await huiyin.evaluation.measure(satisfactionRate, january, { by: actors.system })
    for await (const each of measured.cases('excluded'))
      expect([each.record.id, each.reason]).toEqual([id, 'ratingAppeal'])
  })
})

describe('a league table', () => {
  it('ranks who has a value, and lists the others with the reason', async () => {
    const { huiyin, replied, accepted } = world
    await replied()
    await replied()
    await accepted({ category: 'leak' })
    const strict = { ...completionRate, minimumSample: 2 }
    const league = await huiyin.evaluation.league(
      strict,
      { ...january, by: 'unit', minimumSample: 1 },
      { by: actors.system },
    )
    expect(league.ranked).toMatchObject([{ rank: 1, key: 'housing', value: 100 }])
    expect(league.unranked).toMatchObject([
      { key: 'water', noValue: 'sample-too-small', because: { zh: '不足 2 件，不参与排名' } },
    ])
    expect(league.indicator).toBe(strict)
    const usual = await huiyin.evaluation.league('completionRate', { ...january, by: 'unit' }, { by: actors.system })
    expect(usual).toMatchObject({ minimumSample: 10, ranked: [], unranked: [{ key: 'housing' }, { key: 'water' }] })
    await expect(
      huiyin.evaluation.league('completionRate', { ...january, by: 'unit', minimumSample: -1 }, { by: actors.system }),
    ).rejects.toMatchObject({ issues: [{ path: ['minimumSample'] }] })
    await expect(
      huiyin.evaluation.league('completionRate', january as never, { by: actors.system }),
    ).rejects.toMatchObject({
      issues: [{ path: ['by'] }],
    })
  })
})
