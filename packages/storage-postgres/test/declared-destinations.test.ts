import { createHuiyin, type NotificationChannel } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { start, testDatabase } from './city.js'

const { storageOf } = testDatabase()

it('of two processes on one server each writes what is owed to the channel of the other, until one retires it for both', async () => {
  const clock = simulatedClock(start)
  const echoes: string[] = []
  const sms: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'sms',
    audience: 'resident',
    send: async ({ record, echo }) => {
      if (echo !== undefined) echoes.push(record.id)
      return { ok: true }
    },
  }
  const city = (channels: NotificationChannel[]) =>
    createHuiyin({ storage: storageOf(), limits: anyTime, platform: { clock }, channels })
  // Both begin at the same moment: one has something to declare, the other learns of it.
  const [full, batch] = [city([sms]), city([])]
  await Promise.all([full.start(), batch.start()])
  await seedCity(full)
  await batch.tick()
  const voided = async (id: string, by: typeof full) => {
    const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
    expect(await by.requests.submit(id, report, { by: actors.resident })).toMatchObject({ ok: true })
    expect(await by.requests.void(id, { reason: '重复' }, { by: actors.desk })).toMatchObject({ ok: true })
  }
  await voided('one', batch)
  await batch.tick()
  expect(echoes).toEqual([])
  await full.tick()
  expect(echoes).toEqual(['one'])

  await full.deliveries.retire('sms', { by: actors.system })
  clock.advance(120_000)
  await batch.tick()
  await voided('two', batch)
  await full.tick()
  expect(echoes).toEqual(['one'])
  expect((await batch.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items).toEqual([])
  for (const each of [full, batch]) {
    expect((await each.audit.verify({ by: actors.system })).ok).toBe(true)
    await each.stop()
  }
})
