import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel, SendResult } from '../../src/contracts/channel.js'
import type { Notice } from '../../src/contracts/notice.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const second = 1000
const minute = 60 * second
const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const twentyAMinute = { messages: 20, per: minute }

interface World {
  readonly processes?: number
  readonly more?: Partial<NotificationChannel>
  readonly answer?: (notice: Notice) => SendResult
  readonly start?: string
}

/** Processes over one storage, in front of a gateway that takes twenty in any minute and refuses whatever comes faster. */
async function world({ processes = 1, more = {}, answer = () => ({ ok: true }), start = '10:00:00' }: World = {}) {
  const storage = { ...memoryStorage(), close: async () => {} }
  const clock = simulatedClock(Date.parse(`2022-01-04T${start}+08:00`))
  const accepted: { readonly id: string; readonly at: number }[] = []
  let calls = 0
  const send = async (notice: Notice): Promise<SendResult> => {
    calls++
    const lately = accepted.filter(({ at }) => at > clock.now() - minute)
    if (lately.length >= 20) return { ok: false, class: 'throttled', reason: 'too fast', retryAfter: minute }
    const result = answer(notice)
    if (result.ok && result.skipped === undefined) accepted.push({ id: notice.id, at: clock.now() })
    return result
  }
  const channel: NotificationChannel = {
    ...{ contract: 'huiyin.channel/2', name: 'robot', audience: 'resident', rate: twentyAMinute, send },
    wants: ({ type }) => type === 'request.submitted',
    ...more,
  }
  const cities = await Promise.all(
    Array.from({ length: processes }, async (_, n) => {
      const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(n + 1) }, channels: [channel] })
      await huiyin.start()
      return huiyin
    }),
  )
  const [huiyin] = cities as [(typeof cities)[0]]
  await seedCity(huiyin)
  async function submit(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await huiyin.requests.submit(report, { by: actors.resident })
  }
  const outbox = async () => ({
    pending: (await huiyin.deliveries.pending({ limit: 500 }, { by: actors.system })).items,
    dead: (await huiyin.deliveries.deadLetters({ by: actors.system })).items,
  })
  return { cities, huiyin, clock, accepted, submit, outbox, calls: () => calls }
}

describe('three thousand messages through a channel of twenty a minute', () => {
  it.each([
    [1, 10 * second],
    [3, 10 * second],
    [2, 7 * second],
  ])(
    'from %d processes that look every %d ms: 150 minutes and their lateness, none dead, a call each',
    async (processes, step) => {
      const { cities, clock, accepted, submit, outbox, calls } = await world({ processes, start: '10:00:00' })
      await submit(3000)
      const began = clock.now()
      for (let n = 0; accepted.length < 3000 && n < 2000; n++) {
        await Promise.all(cities.map((each) => each.tick()))
        clock.advance(step)
      }
      expect(new Set(accepted.map(({ id }) => id)).size).toBe(3000)
      expect(accepted).toHaveLength(3000)
      const { pending, dead } = await outbox()
      expect([pending.length, dead.length]).toEqual([0, 0])
      expect(calls()).toBeLessThanOrEqual(1.05 * 3000)
      // A look that comes late costs its lateness in each of 149 turns, and nothing else does.
      const late = (Math.ceil(minute / step) * step - minute) * 149
      expect(accepted.at(-1)?.at).toBe(began + 149 * minute + late)
    },
  )
})

describe('a rate', () => {
  it('makes nobody wait longer than for its turn, is no attempt, and is no pause that operators see', async () => {
    const { huiyin, clock, accepted, submit, outbox } = await world()
    await submit(25)
    await huiyin.tick()
    expect(accepted).toHaveLength(20)
    expect((await outbox()).pending.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0])
    expect(await huiyin.deliveries.pauses({ by: actors.system })).toEqual([])
    clock.advance(59 * second)
    await huiyin.tick()
    expect(accepted).toHaveLength(20)
    clock.advance(second)
    await huiyin.tick()
    expect(accepted).toHaveLength(25)
  })

  it('is used by messages that go out, not by those that are left out', async () => {
    let asked = 0
    const answer = (): SendResult => (++asked <= 40 ? { ok: true, skipped: 'nobody' } : { ok: true })
    const { huiyin, submit, outbox, calls } = await world({ answer, more: { concurrency: 1 } })
    await submit(100)
    await huiyin.tick()
    expect(calls()).toBe(60)
    expect((await outbox()).pending).toHaveLength(40)
  })

  it('of a day gives each minute its share: a process that ends takes no more with it', async () => {
    const { cities, huiyin, clock, accepted, submit } = await world({
      processes: 2,
      more: { rate: { messages: 1440, per: 1440 * minute } },
    })
    await submit(5)
    await huiyin.tick()
    expect(accepted).toHaveLength(1)
    clock.advance(minute)
    await cities[1]?.tick()
    expect(accepted).toHaveLength(2)
  })

  it('is one for all queues of a channel', async () => {
    const { huiyin, accepted, submit } = await world({
      more: { audience: ['resident', 'dispatcher'], wants: ({ type }) => type === 'request.submitted' },
    })
    await submit(15)
    await huiyin.tick()
    expect(accepted).toHaveLength(20)
    expect(new Set(accepted.map(({ id }) => id.split('/').at(-1)))).toEqual(new Set(['resident', 'dispatcher']))
  })

  it('is not lost by a process that got nothing: whoever has the turn sends what comes meanwhile', async () => {
    const { cities, clock, accepted, submit } = await world({ processes: 2 })
    await submit(1)
    await cities[0]?.tick()
    await submit(1)
    clock.advance(second)
    await cities[1]?.tick()
    expect(accepted).toHaveLength(1)
    await cities[0]?.tick()
    expect(accepted).toHaveLength(2)
  })
})
