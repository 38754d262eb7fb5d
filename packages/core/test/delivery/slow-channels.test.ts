import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it, vi } from 'vitest'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const patient = { timeout: 20_000 }

async function city(senders: Readonly<Record<string, NotificationChannel['send']>>) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({
    storage: memoryStorage(),
    platform: { clock, ids: simulatedIds(1) },
    channels: Object.entries(senders).map(([name, send]) => ({
      contract: 'huiyin.channel/2',
      name,
      audience: 'resident',
      concurrency: 2,
      send,
    })),
  })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = () => huiyin.requests.submit(report, { by: actors.resident })
  return { huiyin, submit }
}

describe('a channel that hangs or is slow', () => {
  it('does not hold up the rounds of another channel', async () => {
    let hung = 0
    let answered = 0
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { huiyin, submit } = await city({
      hanging: async () => {
        hung++
        await held
        return { ok: true }
      },
      instant: async () => {
        answered++
        return { ok: true }
      },
    })
    await submit()
    const running = huiyin.run({ every: 1 })
    await vi.waitFor(() => expect(hung).toBeGreaterThan(0), patient)
    const before = answered
    await submit()
    await vi.waitFor(() => expect(answered).toBeGreaterThan(before), patient)
    release()
    await running.stop()
  })

  it('does not send its backlog first when the process stops: what was not begun is due again', async () => {
    let sent = 0
    const releases: (() => void)[] = []
    const { huiyin, submit } = await city({
      slow: async () => {
        sent++
        await new Promise<void>((resolve) => releases.push(resolve))
        return { ok: true }
      },
    })
    for (let n = 0; n < 30; n++) await submit()
    const running = huiyin.run({ every: 1 })
    await vi.waitFor(() => expect(sent).toBe(2), patient)
    const stopped = running.stop()
    for (const release of releases) release()
    await stopped
    expect(sent).toBe(2)
    const left = (await huiyin.deliveries.pending({ destination: 'slow', limit: 500 }, { by: actors.system })).items
    expect(left.length).toBeGreaterThanOrEqual(28)
  })
})
