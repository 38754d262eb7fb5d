import { cityActors as actors, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { monthPeriod } from '../../src/evaluation/period.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

it('the cases behind a group stay within the area asked for, also when the group is a larger one', async () => {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  for (const area of ['370281001001001', '370281002001001']) {
    const submitted = await huiyin.requests.submit(
      { category: 'heating', area, description: '不热' },
      { by: actors.resident },
    )
    if (submitted.ok) await huiyin.requests.dispatch(submitted.request.id, {}, { by: actors.desk })
  }
  const options = { period: monthPeriod('2022-01'), within: '370281001', by: 'area', level: 'county' } as const
  const measured = await huiyin.evaluation.measure('completionRate', options, { by: actors.system })
  const found: string[] = []
  for await (const { request } of measured.cases('denominator', '370281/')) found.push(request?.area ?? '')
  expect(measured.figures).toMatchObject([{ key: '370281/', denominator: 1 }])
  expect(found).toEqual(['370281001001001'])
})
