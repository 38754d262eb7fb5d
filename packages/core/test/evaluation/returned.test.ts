import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import type { Measured } from '../../src/evaluation/evaluation.js'
import type { CaseSide } from '../../src/evaluation/figures/cases.js'
import { monthPeriod } from '../../src/evaluation/period.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const january = { period: monthPeriod('2022-01') }
const reason = { reason: '非本单位职责' }

// Housing returns one of its two matters, which water handles then.
async function returnedOnce() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  const [kept, returned] = ['kept', 'returned'] as const
  for (const id of [kept, returned]) {
    const person = { name: '王某', phone: '000-2000-0001' }
    const report = { category: 'heating', area: cityGrid, description: '不热', person }
    await requests.submit(id, report, { by: actors.resident })
    await requests.dispatch(id, { unit: 'housing', coHandlers: [] }, { by: actors.desk })
  }
  await requests.returnBack(returned, reason, { by: actors.housing })
  await requests.dispatch(returned, { unit: 'water', coHandlers: [] }, { by: actors.chief })
  return { huiyin, returned }
}

async function ids(measured: Measured, side: CaseSide, key?: string) {
  const found: string[] = []
  for await (const { record } of measured.cases(side, key)) found.push(record.id)
  return found.sort()
}
const printed = ({ figures }: Measured) =>
  figures.map(({ key, numerator, denominator }) => [key, numerator, denominator])

describe('a return counts for the unit that returned, not for the one that has the matter now', () => {
  it('in the rate of each unit, which has received what it returned', async () => {
    const { huiyin } = await returnedOnce()
    expect(
      printed(await huiyin.evaluation.measure('returnRate', { ...january, by: 'unit' }, { by: actors.system })),
    ).toEqual([
      ['housing', 1, 2],
      ['water', 0, 1],
    ])
    expect(
      printed(await huiyin.evaluation.measure('returnRate', { ...january, unit: 'water' }, { by: actors.system })),
    ).toEqual([['', 0, 1]])
    expect(printed(await huiyin.evaluation.measure('returnRate', january, { by: actors.system }))).toEqual([['', 1, 3]])
  })

  it('in the list of cases behind the number', async () => {
    const { huiyin, returned } = await returnedOnce()
    const byUnit = await huiyin.evaluation.measure('returnRate', { ...january, by: 'unit' }, { by: actors.system })
    expect(await ids(byUnit, 'numerator', 'housing')).toEqual([returned])
    expect(await ids(byUnit, 'denominator', 'housing')).toEqual(['kept', returned])
    expect(await ids(byUnit, 'numerator', 'water')).toEqual([])
    expect(await ids(byUnit, 'denominator', 'water')).toEqual([returned])
    const ofHousing = await huiyin.evaluation.measure(
      'returnRate',
      { ...january, unit: 'housing' },
      { by: actors.system },
    )
    expect(await ids(ofHousing, 'numerator')).toEqual([returned])
  })

  it('so that it may open what it disputes, without name and phone', async () => {
    const { huiyin, returned } = await returnedOnce()
    const view = await huiyin.requests.forStaff(returned, { by: actors.housing })
    expect(view.facts.id).toBe(returned)
    expect(Object.values(view.texts)).toEqual(['不热', reason.reason])
  })

  it('and leaves the figures of that unit when its appeal is granted', async () => {
    const { huiyin, returned } = await returnedOnce()
    const { requests } = huiyin
    await requests.appeal(returned, { about: 'return', ...reason }, { by: actors.housing })
    for (const by of [actors.chief, actors.deputy])
      await requests.reviewAppeal(returned, { appeal: 'a1', approve: true }, { by })
    const byUnit = await huiyin.evaluation.measure('returnRate', { ...january, by: 'unit' }, { by: actors.system })
    expect(printed(byUnit)).toEqual([
      ['housing', 0, 1],
      ['water', 0, 1],
    ])
    expect(byUnit.figures[0]?.excluded).toEqual([{ reason: 'returnAppeal', count: 1 }])
    expect(await ids(byUnit, 'excluded', 'housing')).toEqual([returned])
  })
})
