import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it, vi } from 'vitest'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Timer } from '../../src/contracts/timer.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const minute = 60_000
const report = { category: 'heating', area: cityGrid, description: '家中不热' }
const patient = { timeout: 20_000 }

/** Waits end when a test says so. */
function handTimer() {
  const waiting = new Set<{ readonly ms: number; readonly callback: () => void }>()
  const timer: Timer = {
    after: (ms, callback) => {
      const entry = { ms, callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
  }
  function pass(longest: number): void {
    for (const each of [...waiting].filter(({ ms }) => ms <= longest)) {
      waiting.delete(each)
      each.callback()
    }
  }
  return { timer, pass, waiting }
}

async function city(channels: Readonly<Record<string, Partial<NotificationChannel>>>, hand = handTimer()) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const sent: string[] = []
  const warned: unknown[] = []
  const huiyin = createHuiyin({
    storage: { ...memoryStorage(), close: async () => {} },
    platform: { clock, timer: hand.timer, ids: simulatedIds(1) },
    channels: Object.entries(channels).map(
      ([name, more]): NotificationChannel => ({
        ...{ contract: 'huiyin.channel/2', name, audience: 'resident' },
        send: async () => ({ ok: sent.push(name) > 0 }) as { ok: true },
        ...more,
      }),
    ),
    logger: { info: () => {}, warn: (message, facts) => void warned.push([message, facts]) },
  })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = () => huiyin.requests.submit(report, { by: actors.resident })
  return { huiyin, clock, hand, sent, warned, submit }
}

describe('a channel that has something to open', () => {
  it('is opened once before its first message, and closed when the process stops', async () => {
    const done: string[] = []
    const { huiyin, sent, submit } = await city({
      sms: {
        start: async ({ now, log, addresses, texts }) => {
          done.push(`start ${[now, log.warn, addresses, texts].every((each) => typeof each === 'function')}`)
        },
        stop: async () => void done.push('stop'),
      },
    })
    expect(done).toEqual([])
    for (const _ of [1, 2]) {
      await submit()
      await huiyin.tick()
    }
    expect([sent.length, done]).toEqual([2, ['start true']])
    await huiyin.stop()
    expect(done).toEqual(['start true', 'stop'])
    await huiyin.start()
    await submit()
    await huiyin.tick()
    expect(done).toEqual(['start true', 'stop', 'start true'])
  })

  it('and cannot be opened keeps its messages, holds up nobody, and is opened again a minute later', async () => {
    let isBroken = true
    let tries = 0
    const { huiyin, clock, sent, warned, submit } = await city({
      broken: {
        start: async () => {
          tries++
          if (isBroken) throw new Error('no such folder of 13800138000')
        },
      },
      whole: {},
    })
    await submit()
    await huiyin.tick()
    await huiyin.tick()
    expect([sent, tries]).toEqual([['whole'], 1])
    expect(warned).toEqual([
      ['a channel could not be started, its messages wait', { channel: 'broken', reason: 'no such folder of …' }],
    ])
    const pending = await huiyin.deliveries.pending({ destination: 'broken' }, { by: actors.system })
    expect(pending.items.map(({ attempts }) => attempts)).toEqual([0])
    isBroken = false
    clock.advance(minute)
    await huiyin.tick()
    expect([sent, tries]).toEqual([['whole', 'broken'], 2])
  })

  it('and never finishes opening holds up its own messages only', async () => {
    const { huiyin, hand, sent, submit } = await city({ hanging: { start: () => new Promise(() => {}) }, whole: {} })
    await submit()
    const tick = huiyin.tick()
    await vi.waitFor(() => expect(sent).toEqual(['whole']), patient)
    hand.pass(30_000)
    await tick
    expect(sent).toEqual(['whole'])
  })

  it('and fails to close, or never does, keeps no process from stopping', async () => {
    const stop = {
      failing: async () => Promise.reject(Object.create(null)),
      hanging: () => new Promise<void>(() => {}),
    }
    const { huiyin, hand, warned, submit } = await city({
      failing: { stop: stop.failing },
      hanging: { stop: stop.hanging },
    })
    await submit()
    await huiyin.tick()
    const stopped = huiyin.stop()
    await vi.waitFor(() => expect(hand.waiting.size).toBeGreaterThan(0), patient)
    hand.pass(30_000)
    await stopped
    expect(warned.map((each) => (each as [string])[0])).toEqual([
      'a channel could not be stopped',
      'a channel could not be stopped',
    ])
  })
})

describe('a check of the channels', () => {
  const answers: Readonly<Record<string, readonly [unknown, object]>> = {
    'says that it can': [async () => ({ ok: true }), { ok: true }],
    'says why it cannot': [
      async () => ({ ok: false, reason: 'the key of 13800138000 has expired' }),
      { ok: false, reason: 'the key of … has expired' },
    ],
    'cannot say': [undefined, { ok: true }],
    throws: [
      () => {
        throw new Error('boom')
      },
      { ok: false, reason: 'boom' },
    ],
    'answers with nonsense': [async () => 7, { ok: false, reason: 'no answer that could be understood' }],
    'answers with a proxy that throws': [
      async () =>
        Object.defineProperty({}, 'ok', {
          get: () => {
            throw new Error('no')
          },
        }),
      { ok: false, reason: 'no answer that could be understood' },
    ],
  }

  it.each(Object.entries(answers))('hears of one that %s', async (_what, [check, said]) => {
    const { huiyin } = await city({ sms: { check: check as never } })
    expect(await huiyin.deliveries.check({ by: actors.system })).toEqual([{ name: 'sms', ...said }])
  })

  it('opens one that was not opened yet, and says when that fails', async () => {
    let opened = 0
    const { huiyin } = await city({
      sms: { start: async () => void opened++, check: async () => ({ ok: opened === 1 }) },
      wechat: { start: async () => Promise.reject(new Error('no')) },
    })
    expect(await huiyin.deliveries.check({ by: actors.system })).toEqual([
      { name: 'sms', ok: true },
      { name: 'wechat', ok: false, reason: 'it could not be started' },
    ])
  })

  it('does not wait for ever', async () => {
    const { huiyin, hand } = await city({ sms: { check: () => new Promise(() => {}), timeout: 2000 } })
    const checked = huiyin.deliveries.check({ by: actors.system })
    await vi.waitFor(() => expect(hand.waiting.size).toBe(1), patient)
    hand.pass(2000)
    expect(await checked).toEqual([{ name: 'sms', ok: false, reason: 'no answer within 2 s' }])
  })
})

describe('a send that is under way when the process stops', () => {
  it('ends by itself where it can: its answer counts, and its signal is left alone', async () => {
    let answer = () => {}
    let signal: { readonly aborted: boolean } | undefined
    const { huiyin, submit } = await city({
      sms: {
        send: (_, context) => {
          signal = context.signal
          return new Promise((resolve) => {
            answer = () => resolve({ ok: true })
          })
        },
      },
    })
    await submit()
    const running = huiyin.run()
    await vi.waitFor(() => expect(signal).toBeDefined(), patient)
    const stopped = running.stop()
    answer()
    await stopped
    expect(signal?.aborted).toBe(false)
    expect((await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items).toEqual([])
  })

  it('is called off after some seconds; the message comes again when its lease has ended', async () => {
    let signal: { readonly aborted: boolean } | undefined
    const { huiyin, hand, clock, submit } = await city({
      sms: {
        send: (_, context) => {
          signal = context.signal
          return new Promise(() => {})
        },
      },
    })
    await submit()
    huiyin.run()
    await vi.waitFor(() => expect(signal).toBeDefined(), patient)
    const stopped = huiyin.stop()
    await vi.waitFor(() => expect([...hand.waiting].map(({ ms }) => ms)).toContain(5000), patient)
    expect(signal?.aborted).toBe(false)
    hand.pass(5000)
    await stopped
    expect(signal?.aborted).toBe(true)
    expect(hand.waiting.size).toBe(0)
    await huiyin.start()
    const [row] = (await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items
    expect(row).toMatchObject({ event: 1, attempts: 1, at: clock.now() })
  })

  it('is called off when its own time is over, and its late answer still counts', async () => {
    let signal: { readonly aborted: boolean } | undefined
    let answer = () => {}
    const { huiyin, hand, submit } = await city({
      sms: {
        send: (_, context) => {
          signal = context.signal
          return new Promise((resolve) => {
            answer = () => resolve({ ok: true })
          })
        },
      },
    })
    await submit()
    const tick = huiyin.tick()
    await vi.waitFor(() => expect(signal).toBeDefined(), patient)
    hand.pass(30_000)
    await tick
    expect(signal?.aborted).toBe(true)
    answer()
    await vi.waitFor(async () => {
      expect((await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items).toEqual([])
    }, patient)
  })
})
