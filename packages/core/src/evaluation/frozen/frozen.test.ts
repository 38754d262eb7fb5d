import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../contracts/actor.js'
import type { Storage } from '../../contracts/storage.js'
import { createHuiyin } from '../../entry/create-huiyin.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import { completionRate } from '../indicators/handling-rates.js'
import { monthPeriod } from '../period.js'

const options = { period: monthPeriod('2022-01'), by: 'area', level: 'town' } as const
const evaluator = { by: actors.evaluator }

async function city(storage: Storage = memoryStorage()) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const report = { category: 'heating', area: cityGrid, description: '不热' }
  const submitted = await huiyin.requests.submit(report, { by: actors.resident })
  if (!submitted.ok) throw new Error('refused')
  const { id } = submitted.request
  await huiyin.requests.dispatch(id, {}, { by: actors.desk })
  await huiyin.requests.claim(id, {}, { by: actors.housing })
  const over = () => clock.set(Date.parse('2022-02-01T00:00:00+08:00'))
  return { huiyin, clock, storage, id, over }
}

describe('frozen figures', () => {
  it.each([
    ['memory', () => memoryStorage()],
    ['sqlite', () => sqliteStorage({ path: ':memory:' })],
  ] as const)('stay as they were when the cases go on, and name the difference (%s)', async (_name, create) => {
    const { huiyin, id, over } = await city(create())
    over()
    const result = await huiyin.evaluation.freeze('completionRate', options, evaluator)
    expect(result).toMatchObject({
      ok: true,
      figures: {
        frozenBy: 'staff-evaluator',
        figures: [{ key: '370281/370281001/', value: 0 }],
        indicator: completionRate,
      },
    })
    expect(await huiyin.evaluation.frozen('completionRate', options, { by: actors.system })).toMatchObject({
      intact: true,
      unchanged: true,
      differences: [],
      redeclared: false,
    })
    await huiyin.requests.reply(id, { text: '已处理' }, { by: actors.housing })
    expect(await huiyin.evaluation.frozen('completionRate', options, { by: actors.system })).toMatchObject({
      intact: true,
      unchanged: false,
      figures: [{ value: 0 }],
      differences: [{ key: '370281/370281001/', frozen: { value: 0 }, today: { value: 100 } }],
    })
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    await huiyin.stop()
  })
  it('are a record with one event, the same when frozen twice', async () => {
    const { huiyin, over, storage } = await city()
    over()
    const [one, two] = await Promise.all([
      huiyin.evaluation.freeze('completionRate', options, evaluator),
      huiyin.evaluation.freeze('completionRate', options, evaluator),
    ])
    expect(two).toEqual(one)
    const { items } = await storage.find({ type: 'figures', limit: 10 })
    expect(items).toHaveLength(1)
    const events = await storage.history(items[0] as (typeof items)[0], { after: 0, limit: 10 })
    expect(events.map((each) => each.type)).toEqual(['figures.frozen'])
  })
  it('never change: freezing other figures again is refused', async () => {
    const { huiyin, id, over } = await city()
    over()
    await huiyin.evaluation.freeze('completionRate', options, evaluator)
    await huiyin.requests.reply(id, { text: '已处理' }, { by: actors.housing })
    expect(await huiyin.evaluation.freeze('completionRate', options, evaluator)).toMatchObject({
      ok: false,
      refusal: { code: 'figures-already-frozen' },
    })
  })
  it('are not there before the period is over', async () => {
    const { huiyin, clock } = await city()
    clock.set(Date.parse('2022-01-31T23:59:59+08:00'))
    expect(await huiyin.evaluation.freeze('completionRate', options, evaluator)).toMatchObject({
      ok: false,
      refusal: { code: 'period-not-over', details: { to: '2022-02-01', cutoffHour: 0 } },
    })
    expect(await huiyin.evaluation.frozen('completionRate', options, { by: actors.system })).toBeUndefined()
  })
  it('take an evaluator of the area they are about', async () => {
    const { huiyin, over } = await city()
    over()
    const townEvaluator: Actor = { id: 'staff-town', kind: 'staff', grants: [{ role: 'evaluator', area: '370281001' }] }
    const freeze = (by: Actor, within?: string) =>
      huiyin.evaluation.freeze('completionRate', { ...options, ...(within && { within }) }, { by })
    for (const by of [actors.desk, actors.resident, actors.housing, townEvaluator])
      expect(await freeze(by)).toMatchObject({ ok: false, refusal: { code: 'freeze-not-permitted' } })
    expect(await freeze(townEvaluator, '370281002')).toMatchObject({ ok: false })
    expect(await freeze(townEvaluator, '370281001')).toMatchObject({ ok: true })
    expect(await freeze(actors.evaluator, '370281001')).toMatchObject({ ok: true })
  })
  it('say when the indicator of their name is declared differently by now', async () => {
    const { huiyin, over } = await city()
    over()
    const own = { ...completionRate, name: 'ownRate' }
    await huiyin.evaluation.freeze(own, options, evaluator)
    const stricter = { ...own, minimumSample: 10 }
    expect(await huiyin.evaluation.frozen(stricter, options, { by: actors.system })).toMatchObject({
      redeclared: true,
      unchanged: true,
      indicator: { minimumSample: 1 },
    })
  })
})
