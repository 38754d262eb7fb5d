import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel, SendResult } from '../contracts/channel.js'
import type { Notice } from '../contracts/notice.js'
import type { Storage } from '../contracts/storage.js'
import type { Timer } from '../contracts/timer.js'
import { createHuiyin } from '../entry/create-huiyin.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { backOff } from './back-off.js'

const minute = 60_000
const start = Date.parse('2022-01-04T10:00:00+08:00')

/** A timer whose time passes when it is told to. */
function handTimer() {
  const waiting = new Set<{ readonly ms: number; readonly callback: () => void }>()
  const timer: Timer = {
    after: (ms, callback) => {
      const entry = { ms, callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
  }
  const pass = () => {
    for (const each of [...waiting]) {
      waiting.delete(each)
      each.callback()
    }
  }
  return { timer, pass, waiting }
}

async function city(
  send: (message: Notice) => Promise<SendResult>,
  more: Partial<NotificationChannel> = {},
  storage: Storage = memoryStorage(),
) {
  const clock = simulatedClock(start)
  const hand = handTimer()
  const warnings: (readonly [string, object | undefined])[] = []
  const sent: Notice[] = []
  const channel: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'wechat',
    audience: 'resident',
    send: (message) => {
      sent.push(message)
      return send(message)
    },
    ...more,
  }
  const huiyin = createHuiyin({
    storage,
    platform: { clock, timer: hand.timer, ids: simulatedIds(1) },
    channels: [channel],
    logger: { info: () => {}, warn: (message, details) => void warnings.push([message, details]) },
  })
  await huiyin.start()
  await seedCity(huiyin)
  const report = async () => {
    const result = await huiyin.requests.submit(
      { category: 'heating', area: cityGrid, description: '家中不热' },
      { by: actors.resident },
    )
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const dispatch = (id: string) => huiyin.requests.dispatch(id, {}, { by: actors.desk })
  return { huiyin, clock, hand, warnings, sent, report, dispatch }
}
const refused = (cause: 'transient' | 'auth' | 'quota' | 'recipient', more = {}): SendResult => ({
  ok: false,
  class: cause,
  reason: 'as told',
  ...more,
})

describe('a message that may get through later', () => {
  it('is tried ten times, each after a wait of its own, never sooner than the channel asks, and then set aside', async () => {
    const { huiyin, clock, report, sent, warnings } = await city(async () =>
      refused('transient', { retryAfter: minute }),
    )
    await report()
    const instants: number[] = []
    for (let n = 0; n < 400 && (await huiyin.deliveries.deadLetters({ by: actors.system })).items.length === 0; n++) {
      const before = sent.length
      await huiyin.tick()
      if (sent.length > before) instants.push(clock.now())
      clock.advance(15 * minute)
    }
    const [head] = (await huiyin.deliveries.deadLetters({ by: actors.system })).items
    expect(head).toMatchObject({ destination: 'wechat', attempts: 10, dead: 'transient: as told', blocks: false })
    expect(sent.filter((each) => each.id === sent[0]?.id).map((each) => each.attempt)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
    expect(instants.every((each, n) => n === 0 || each - (instants[n - 1] as number) >= minute)).toBe(true)
    expect(warnings.map(([message]) => message)).toContain('delivery is a dead letter now')
  })

  it('is followed by the next of its request, also when it is settled while the storage is looking for what is due', async () => {
    const inner = memoryStorage()
    const [answer, settled] = [Promise.withResolvers<SendResult>(), Promise.withResolvers<void>()]
    let looks = 0
    const storage: Storage = {
      ...inner,
      takeDue: (async (query: { destinations?: readonly string[] }) => {
        const rows: readonly unknown[] = await inner.takeDue(query as never)
        if (query.destinations?.includes('wechat') !== true || ++looks !== 2) return rows
        // It found nothing, because the first message is under way.
        answer.resolve({ ok: true })
        await settled.promise
        await new Promise((resolve) => setTimeout(resolve))
        return rows
      }) as unknown as Storage['takeDue'],
      settle: async (rows) => {
        await inner.settle(rows)
        settled.resolve()
      },
    }
    const { huiyin, report, dispatch, sent } = await city(() => answer.promise, {}, storage)
    await dispatch(await report())
    await huiyin.tick()
    expect((await huiyin.deliveries.pending({ destination: 'wechat' }, { by: actors.system })).items).toEqual([])
    expect(sent.length).toBeGreaterThan(1)
  })

  it('keeps its place: what comes after it in the same matter waits, other matters do not', async () => {
    let broken: string | undefined
    const { huiyin, report, dispatch, sent } = await city(async ({ record }) =>
      record.id === broken ? refused('transient') : { ok: true },
    )
    const [one, two] = [await report(), await report()]
    broken = one
    await dispatch(one)
    await dispatch(two)
    await huiyin.tick()
    expect(sent.filter((each) => each.record.id === one).map((each) => each.attempt)).toEqual([1])
    expect(sent.filter((each) => each.record.id === two).length).toBeGreaterThan(1)
    expect(
      (await huiyin.deliveries.pending({ destination: 'wechat' }, { by: actors.system })).items.every(
        (each) => each.id === one,
      ),
    ).toBe(true)
  })
})

describe('waits between attempts', () => {
  it('grow up to six hours and are spread over their whole length', () => {
    const waits = (attempt: number) =>
      Array.from({ length: 2000 }, (_, n) => backOff(`request/q-${n}/1/wechat`, attempt))
    for (const [attempt, most] of [
      [1, 30_000],
      [2, 60_000],
      [6, 960_000],
      [20, 6 * 3_600_000],
    ] as const) {
      const all = waits(attempt)
      expect(Math.max(...all)).toBeLessThanOrEqual(most + 1000)
      expect(Math.min(...all)).toBeGreaterThanOrEqual(1000)
      const mean = all.reduce((sum, each) => sum + each, 0) / all.length
      expect(Math.abs(mean - 1000 - most / 2)).toBeLessThan(most / 20)
    }
  })
  it('are the same for the same attempt of the same delivery, on every machine', () => {
    expect(backOff('request/q-1/1/wechat', 3)).toBe(backOff('request/q-1/1/wechat', 3))
    expect(backOff('request/q-1/1/wechat', 3)).not.toBe(backOff('request/q-2/1/wechat', 3))
  })
})

describe('a channel that is out of order', () => {
  it.each(['auth', 'quota'] as const)(
    'is paused as a whole for %s: one message is tried, none is set aside, somebody is told',
    async (cause) => {
      let broken = true
      const { huiyin, clock, report, sent, warnings } = await city(
        async () => (broken ? refused(cause) : { ok: true }),
        { concurrency: 1 },
      )
      for (let n = 0; n < 30; n++) await report()
      await huiyin.tick()
      const tried = sent.length
      expect(tried).toBeLessThanOrEqual(20)
      await huiyin.tick()
      expect(sent.length).toBe(tried)
      expect(warnings.filter(([message]) => message === 'destination paused')).toHaveLength(1)
      broken = false
      clock.advance(16 * minute)
      await huiyin.tick()
      expect((await huiyin.deliveries.pending({ by: actors.system })).items).toEqual([])
      expect((await huiyin.deliveries.deadLetters({ by: actors.system })).items).toEqual([])
      expect(new Set(sent.map((each) => each.record.id)).size).toBe(30)
    },
  )

  it('that never answers holds up neither deadlines nor other matters longer than its time limit', async () => {
    const { huiyin, hand, report, sent } = await city(() => new Promise(() => {}))
    await report()
    const tick = huiyin.tick()
    while (sent.length === 0) await Promise.resolve()
    expect([...hand.waiting].map((each) => each.ms)).toContain(30_000)
    hand.pass()
    await tick
    const [row] = (await huiyin.deliveries.pending({ destination: 'wechat' }, { by: actors.system })).items
    expect(row).toMatchObject({ attempts: 1 })
  })

  it('that throws where it should answer is as good as one whose answer got lost', async () => {
    const { huiyin, report } = await city(() => {
      throw new Error('not even a promise')
    })
    await report()
    await huiyin.tick()
    expect((await huiyin.deliveries.pending({ by: actors.system })).items[0]).toMatchObject({ attempts: 1 })
  })
})

describe('a message set aside', () => {
  it('keeps why, but no number that the gateway repeated', async () => {
    const { huiyin, report } = await city(async () => ({
      ok: false,
      class: 'recipient',
      reason: 'no such number 00020000001 (code 1002)',
    }))
    await report()
    await huiyin.tick()
    const [dead] = (await huiyin.deliveries.deadLetters({ by: actors.system })).items
    expect(dead?.dead).toBe('recipient: no such number … (code 1002)')
  })

  it('lets those behind it go, and is sent when it is replayed', async () => {
    let broken = true
    const { huiyin, report, dispatch, sent } = await city(async ({ event }) =>
      broken && event === 'request.submitted' ? refused('recipient') : { ok: true },
    )
    const id = await report()
    await dispatch(id)
    await huiyin.tick()
    expect(sent.map((each) => each.event)).toContain('request.dispatched')
    const [dead] = (await huiyin.deliveries.deadLetters({ by: actors.system })).items
    expect(dead).toMatchObject({ id, dead: 'recipient: as told', attempts: 1 })
    broken = false
    if (dead !== undefined) await huiyin.deliveries.replay(dead, { by: actors.system })
    await huiyin.tick()
    expect(sent.filter((each) => each.event === 'request.submitted')).toHaveLength(2)
    expect((await huiyin.deliveries.deadLetters({ by: actors.system })).items).toEqual([])
  })

  it('holds up those behind it where the channel says so', async () => {
    let broken = true
    const { huiyin, report, dispatch, sent } = await city(async () => (broken ? refused('recipient') : { ok: true }), {
      onDeadLetter: 'block',
    })
    const id = await report()
    await dispatch(id)
    await huiyin.tick()
    expect(sent).toHaveLength(1)
    broken = false
    for (const dead of (await huiyin.deliveries.deadLetters({ by: actors.system })).items)
      await huiyin.deliveries.replay(dead, { by: actors.system })
    await huiyin.tick()
    expect(sent.map((each) => each.event).slice(0, 3)).toEqual([
      'request.submitted',
      'request.submitted',
      'request.accepted',
    ])
  })
})

describe('loops', () => {
  it('do what time asks for round after round until they are stopped, and start no round after that', async () => {
    const { huiyin, hand, report, sent } = await city(async () => ({ ok: true }))
    const running = huiyin.run({ every: 1000 })
    await report()
    const rounds = async () => {
      for (let n = 0; n < 200; n++) await Promise.resolve()
      hand.pass()
      for (let n = 0; n < 200; n++) await Promise.resolve()
    }
    await rounds()
    expect(sent.length).toBeGreaterThan(0)
    await running.stop()
    expect(hand.waiting.size).toBe(0)
    await running.stop()
  })

  it('are woken before their next look is due by whoever tells of work', async () => {
    const { huiyin, report, sent } = await city(async () => ({ ok: true }))
    let wake = () => {}
    const running = huiyin.run({
      wake: (listener) => {
        wake = listener
        return () => {
          wake = () => {}
        }
      },
    })
    for (let n = 0; n < 200; n++) await Promise.resolve()
    await report()
    wake()
    for (let n = 0; n < 500; n++) await Promise.resolve()
    expect(sent.length).toBeGreaterThan(0)
    await running.stop()
  })

  it('of different processes drift apart, and none waits much longer or shorter than asked', async () => {
    const { huiyin, hand } = await city(async () => ({ ok: true }))
    const waits = new Set<number>()
    const running = huiyin.run({ every: 1000 })
    for (let round = 0; round < 8; round++) {
      for (let n = 0; n < 200; n++) await Promise.resolve()
      for (const { ms } of hand.waiting) waits.add(ms)
      hand.pass()
    }
    expect(waits.size).toBeGreaterThan(4)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(750)
    expect(Math.max(...waits)).toBeLessThanOrEqual(1250)
    await running.stop()
  })
})
