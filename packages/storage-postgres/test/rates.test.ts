import { createHuiyin, type NotificationChannel } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import { anyTime } from './any-time.js'
import { start, testDatabase } from './city.js'

const { storageOf } = testDatabase()
const minute = 60_000

it('of three processes on one server that ask for a turn of the rate at the same moment one gets it', async () => {
  const clock = simulatedClock(start)
  const sent: number[] = []
  const channel: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'robot',
    audience: 'resident',
    rate: { messages: 20, per: minute },
    wants: ({ type }) => type === 'request.submitted',
    send: async () => ({ ok: sent.push(clock.now()) > 0 }) as { ok: true },
  }
  const cities = Array.from({ length: 3 }, () =>
    createHuiyin({ storage: storageOf(), limits: anyTime, platform: { clock }, channels: [channel] }),
  )
  const [first] = cities as [(typeof cities)[0]]
  for (const each of cities) await each.start()
  await seedCity(first)
  const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
  for (let n = 0; n < 100; n++) await first.requests.submit(report, { by: actors.resident })
  for (let turn = 1; turn <= 5; turn++) {
    await Promise.all(cities.map((each) => each.tick()))
    expect(sent).toHaveLength(20 * turn)
    clock.advance(minute)
  }
  expect(await first.deliveries.pauses({ by: actors.system })).toEqual([])
  for (const each of cities) await each.stop()
})
