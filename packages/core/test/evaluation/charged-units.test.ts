import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const { desk, chief, housing, water, resident } = actors
const january = { from: '2022-01-01', to: '2022-02-01' }
const day = 86_400_000

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const id = 'q-1'
  await requests.submit(id, { category: 'heating', area: cityGrid, description: '家中不热' }, { by: resident })
  await requests.dispatch(id, { unit: 'housing' }, { by: desk })
  await requests.claim(id, {}, { by: housing })
  const later = async (days: number) => {
    clock.advance(days * day)
    await huiyin.tick()
  }
  const byUnit = async (indicator: string) => {
    const { figures } = await huiyin.evaluation.measure(
      indicator,
      { period: january, by: 'unit' },
      { by: actors.system },
    )
    const counted = figures.filter(({ denominator }) => denominator > 0)
    return Object.fromEntries(counted.map(({ key, numerator, denominator }) => [key, `${numerator}/${denominator}`]))
  }
  return { requests, evaluation: huiyin.evaluation, id, later, byUnit }
}

describe('a figure is charged to the unit that the fact is about', () => {
  it('a deadline that passed counts for the unit that had the matter then, not for the one that finished it', async () => {
    const { requests, id, later, byUnit, evaluation } = await city()
    await later(8)
    await requests.transfer(id, { unit: 'water' }, { by: chief })
    await requests.claim(id, {}, { by: water })
    await requests.reply(id, { text: '已修复' }, { by: water })
    await requests.rate(id, { grade: 5 }, { by: resident })
    expect(await byUnit('onTimeRate')).toEqual({ housing: '0/1' })
    expect(await byUnit('onTimeClosingRate')).toEqual({ housing: '0/1' })
    expect(await byUnit('completionRate')).toEqual({ water: '1/1' })
    expect(await byUnit('satisfactionRate')).toEqual({ water: '1/1' })
    const { indicator } = await evaluation.measure('onTimeRate', { period: january }, { by: actors.system })
    expect(indicator.note?.zh).toContain('超期计入超期时承办的单位')
    // Whoever is charged may dispute it, and only they.
    const appeal = { about: 'overdue', reason: '材料未到' } as const
    expect(await requests.appeal(id, appeal, { by: water })).toMatchObject({ refusal: { code: 'not-permitted' } })
    const filed = await requests.appeal(id, appeal, { by: housing })
    const number = filed.ok ? (filed.request.appeals[0]?.id ?? '') : ''
    for (const by of [chief, actors.deputy]) await requests.reviewAppeal(id, { appeal: number, approve: true }, { by })
    expect(await byUnit('onTimeRate')).toEqual({})
  })

  it('a matter done in time counts for the unit in charge', async () => {
    const { requests, id, byUnit } = await city()
    await requests.transfer(id, { unit: 'water' }, { by: chief })
    await requests.claim(id, {}, { by: water })
    await requests.reply(id, { text: '已修复' }, { by: water })
    expect(await byUnit('onTimeRate')).toEqual({ water: '1/1' })
  })

  it('what the resident said counts for the unit whose answer it was about', async () => {
    const { requests, id, byUnit } = await city()
    await requests.reply(id, { text: '已处理' }, { by: housing })
    await requests.rate(id, { grade: 1 }, { by: resident })
    await requests.transfer(id, { unit: 'water' }, { by: chief })
    expect(await byUnit('satisfactionRate')).toEqual({ housing: '0/1' })
    const appeal = { about: 'rating', reason: '当日停电' } as const
    expect(await requests.appeal(id, appeal, { by: housing })).toMatchObject({
      ok: true,
      request: { appeals: [{ unit: 'housing', round: 0 }] },
    })
    await requests.reply(id, { text: '已修复' }, { by: water })
    await requests.rate(id, { grade: 5 }, { by: resident })
    expect(await byUnit('satisfactionRate')).toEqual({ water: '1/1' })
  })

  it('a follow-up counts for the unit that had answered by then', async () => {
    const { requests, id, byUnit } = await city()
    await requests.reply(id, { text: '已处理' }, { by: housing })
    const said = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
    await requests.followUp(id, said, { by: chief })
    await requests.transfer(id, { unit: 'water' }, { by: chief })
    expect(await byUnit('solutionRate')).toEqual({ housing: '0/1' })
  })
})
