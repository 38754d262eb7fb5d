import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, type NotificationChannel } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'

const minute = 60_000

it('a rate of twenty a minute is one for three processes on the same file, also when one of them starts anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-rates-'))
  const path = join(folder, 'city.db')
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const sent: number[] = []
  const channel: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'robot',
    audience: 'resident',
    rate: { messages: 20, per: minute },
    wants: ({ type }) => type === 'request.submitted',
    send: async () => ({ ok: sent.push(clock.now()) > 0 }) as { ok: true },
  }
  let processes = 0
  async function start() {
    const platform = { clock, ids: simulatedIds(++processes) }
    const huiyin = createHuiyin({ storage: sqliteStorage({ path }), channels: [channel], platform })
    await huiyin.start()
    return huiyin
  }
  try {
    const cities = [await start(), await start(), await start()]
    const [first] = cities as [(typeof cities)[0]]
    await seedCity(first)
    const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
    for (let n = 0; n < 100; n++) await first.requests.submit(report, { by: cityActors.resident })
    for (let turn = 0; turn < 5; turn++) {
      await Promise.all(cities.map((each) => each.tick()))
      expect(sent).toHaveLength(20 * (turn + 1))
      await cities.pop()?.stop()
      cities.push(await start())
      await Promise.all(cities.map((each) => each.tick()))
      expect(sent).toHaveLength(20 * (turn + 1))
      clock.advance(minute)
    }
    expect((await first.deliveries.pending({ by: cityActors.system })).items).toEqual([])
    expect(await first.deliveries.pauses({ by: cityActors.system })).toEqual([])
    expect((await first.audit.verify({ by: cityActors.system })).ok).toBe(true)
    for (const each of cities) await each.stop()
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
})
