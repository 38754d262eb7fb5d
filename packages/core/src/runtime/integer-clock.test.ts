import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { createHuiyin } from '../entry/create-huiyin.js'
import { isHuiyinError } from '../errors.js'
import { memoryStorage } from '../memory/memory-storage.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }

it('drops the fractions of a clock: what is stored are whole milliseconds', async () => {
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock: { now: () => 1641261600000.75 } } })
  await huiyin.start()
  await seedCity(huiyin)
  const submitted = await huiyin.requests.submit(report, { by: actors.resident })
  expect(submitted.ok && submitted.request.submittedAt).toBe(1641261600000)
})

it('names the clock that answers no instant, and nothing is written', async () => {
  let now = 1641261600000
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock: { now: () => now } } })
  await huiyin.start()
  await seedCity(huiyin)
  now = Number.NaN
  const failed = await huiyin.requests.submit(report, { by: actors.resident }).catch((error: unknown) => error)
  expect(isHuiyinError(failed, 'configuration') && failed.details).toMatchObject({ path: ['clock'] })
  now = 1641261600000
  expect((await huiyin.requests.find({ by: actors.system })).items).toEqual([])
})
