import { createHuiyin } from '@huiyin/core'
import { cityActors as actors, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { city, start, testDatabase } from './city.js'

const { storageOf } = testDatabase()
const year = 365 * 86_400_000

it('the server tells its own clock, and the newest instant that its indexes know: a creation or an answer to a key', async () => {
  const storage = storageOf()
  const { huiyin, clock, report } = await city(storage)
  const id = await report()
  const told = await storage.times?.()
  expect(told?.newest).toBe(clock.now())
  expect(Math.abs((told?.now ?? 0) - Date.now())).toBeLessThan(year)
  clock.advance(3_600_000)
  await huiyin.requests.dispatch(id, {}, { by: actors.desk, key: 'd-1' })
  expect((await storage.times?.())?.newest).toBe(clock.now())
  await huiyin.stop()
})

it('a process further ahead than the clock of the server, and one behind the record, writes nothing; the others go on', async () => {
  const { huiyin, report } = await city(storageOf())
  const id = await report()
  for (const wrong of [Date.now() + 10 * year, start - 10 * year]) {
    const off = createHuiyin({ storage: storageOf(), platform: { clock: simulatedClock(wrong) } })
    await off.start()
    await expect(off.requests.dispatch(id, {}, { by: actors.desk })).rejects.toMatchObject({ code: 'clock-wrong' })
    expect(await off.tick()).toEqual({ deadlines: 0, deliveries: 0 })
    await off.stop()
  }
  expect(await huiyin.requests.get(id, { by: actors.system })).toMatchObject({ status: 'reported', version: 1 })
  expect((await huiyin.requests.dispatch(id, {}, { by: actors.desk })).ok).toBe(true)
  expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  await huiyin.stop()
})
