import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../contracts/storage.js'
import { createHuiyin } from '../../entry/create-huiyin.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import type { RequestFacts } from '../../request/facts.js'
import type { RatioIndicator } from '../indicators/declaration.js'
import type { Measure } from './measure.js'

const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
const urged: Measure = { name: 'urged', at: (facts) => (facts.urges.length === 0 ? [] : [facts.submittedAt]) }
const submitted: Measure = { name: 'submitted', at: (facts) => [facts.submittedAt] }
const urgeRate: RatioIndicator = {
  name: 'urgeRate',
  title: { zh: '催办率', en: 'urge rate' },
  numerator: [{ measure: 'urged', weight: 1 }],
  denominator: [{ measure: 'submitted', weight: 1 }],
  basis: { zh: '按上报日期', en: 'by day of report' },
  minimumSample: 1,
  digits: 2,
}
const january = { period: { from: '2022-01-01', to: '2022-02-01' } }

async function city(storage: Storage, own: { measures?: readonly Measure[]; indicators?: readonly RatioIndicator[] }) {
  const huiyin = createHuiyin({ storage, platform: { clock }, evaluation: own })
  await huiyin.start()
  const report = async () => {
    const result = await huiyin.requests.submit(
      { category: 'heating', area: cityGrid, description: '家中不热' },
      { by: actors.resident },
    )
    if (!result.ok) throw new Error(result.refusal.code)
    await huiyin.requests.dispatch(result.request.id, {}, { by: actors.desk })
    return result.request.id
  }
  const urge = (id: string) => huiyin.requests.urge(id, {}, { by: actors.resident })
  return { huiyin, report, urge }
}

describe("a place's own measure", () => {
  it('is counted and measured like those of core, without a plugin', async () => {
    const { huiyin, report, urge } = await city(memoryStorage(), {
      measures: [urged, submitted],
      indicators: [urgeRate],
    })
    await seedCity(huiyin)
    const ids = [await report(), await report()]
    await urge(ids[0] as string)
    const { figures, countsSince } = await huiyin.evaluation.measure('urgeRate', january, { by: actors.system })
    expect(figures).toMatchObject([{ numerator: 1, denominator: 2, value: 50 }])
    expect(countsSince).toBeUndefined()
  })

  it('added to a running city counts what is submitted from then on, says so, and never takes away what it did not add', async () => {
    const storage = memoryStorage()
    const before = await city(storage, {})
    await seedCity(before.huiyin)
    const old = await before.report()
    clock.advance(3_600_000)
    const after = await city(storage, { measures: [urged, submitted], indicators: [urgeRate] })
    const fresh = await after.report()
    for (const id of [old, fresh]) await after.urge(id)
    await after.huiyin.requests.reclassify(old, { category: 'works' }, { by: actors.desk })
    const { figures, countsSince, cases } = await after.huiyin.evaluation.measure(
      'urgeRate',
      {
        ...january,
        by: 'category',
      },
      { by: actors.system },
    )
    expect(figures).toMatchObject([{ key: 'heating', numerator: 1, denominator: 1 }])
    expect(countsSince).toBe(clock.now())
    const behind: string[] = []
    for await (const each of cases('denominator')) behind.push(each.record.id)
    expect(behind).toEqual([fresh])
    // Core's own measures were there from the start.
    expect(
      (await after.huiyin.evaluation.measure('completionRate', january, { by: actors.system })).countsSince,
    ).toBeUndefined()
  })

  it('is not introduced by a process that only looks: that writes nothing', async () => {
    const storage = memoryStorage()
    const huiyin = createHuiyin({ storage, platform: { clock }, evaluation: { measures: [urged] } })
    await huiyin.start({ readOnly: true })
    expect((await storage.find({ limit: 9 })).items).toEqual([])
    await huiyin.stop()
  })

  it('is introduced once, however many processes start at the same time', async () => {
    const storage = memoryStorage()
    const started = await Promise.all(Array.from({ length: 5 }, () => city(storage, { measures: [urged, submitted] })))
    expect((await started[0]?.huiyin.audit.verify({ by: actors.system }))?.ok).toBe(true)
    expect((await storage.find({ type: 'measures', limit: 9 })).items.map((each) => each.version)).toEqual([1])
  })

  it('keeps what a measure made as a class brings along', async () => {
    class Coded implements Measure {
      readonly name = 'coded'
      at({ submittedAt }: RequestFacts) {
        return [submittedAt]
      }
      units() {
        return ['the-unit']
      }
    }
    const huiyin = createHuiyin({ storage: memoryStorage(), evaluation: { measures: [new Coded()] } })
    await huiyin.start()
    await seedCity(huiyin)
    const report = { category: 'heating', area: cityGrid, description: '家中不热' }
    await huiyin.requests.submit(report, { by: actors.resident })
    const everything = { period: { from: '2000-01-01', to: '2100-01-01' }, by: 'unit' } as const
    expect([...(await huiyin.evaluation.count(['coded'], everything, { by: actors.system }))]).toEqual([
      ['the-unit', { coded: 1 }],
    ])
    await huiyin.stop()
  })
})
