import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel, SendResult } from '../../src/contracts/channel.js'
import type { Notice } from '../../src/contracts/notice.js'
import type { Storage } from '../../src/contracts/storage.js'
import type { Timer } from '../../src/contracts/timer.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const second = 1000
const minute = 60 * second
const report = { category: 'heating', area: cityGrid, description: '家中不热' }

/** A clock and a timer that go by together, when they are told to. */
function simulatedTime() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>()
  const timer: Timer = {
    after: (milliseconds, callback) => {
      const entry = { at: clock.now() + milliseconds, callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
  }
  const settled = async () => {
    for (let turn = 0; turn < 400; turn++) await Promise.resolve()
  }
  async function pass(milliseconds: number): Promise<void> {
    const end = clock.now() + milliseconds
    for (;;) {
      await settled()
      const next = [...waiting].sort((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > end) break
      if (next.at > clock.now()) clock.advance(next.at - clock.now())
      waiting.delete(next)
      next.callback()
    }
    clock.advance(end - clock.now())
    await settled()
  }
  return { clock, timer, pass, settled }
}

type More = Partial<NotificationChannel> & { readonly storage?: Storage }

async function city(send: NotificationChannel['send'], { storage = memoryStorage(), ...more }: More = {}) {
  const time = simulatedTime()
  const sent: Notice[] = []
  const process = async (seed: number) => {
    const huiyin = createHuiyin({
      storage,
      platform: { clock: time.clock, timer: time.timer, ids: simulatedIds(seed) },
      channels: [
        {
          contract: 'huiyin.channel/2',
          name: 'sms',
          audience: 'resident',
          send: (message, context) => {
            sent.push(message)
            return send(message, context)
          },
          ...more,
        },
      ],
    })
    await huiyin.start()
    return huiyin
  }
  const huiyin = await process(1)
  await seedCity(huiyin)
  const submitted = await huiyin.requests.submit(report, { by: actors.resident })
  if (!submitted.ok) throw new Error(submitted.refusal.code)
  const pending = async () => (await huiyin.deliveries.pending({ destination: 'sms' }, { by: actors.system })).items
  const dead = async () => (await huiyin.deliveries.deadLetters({ destination: 'sms' }, { by: actors.system })).items
  return { ...time, huiyin, process, sent, pending, dead, id: submitted.request.id }
}

/** A send that is answered by hand. */
function held() {
  const answers: ((result: SendResult) => void)[] = []
  return { send: () => new Promise<SendResult>((resolve) => answers.push(resolve)), answers }
}

describe('a send that takes longer than its time limit', () => {
  it('settles its message when it succeeds later, and is made once', async () => {
    const { send, answers } = held()
    const { huiyin, pass, settled, sent, pending } = await city(send)
    const first = huiyin.tick()
    await pass(31 * second)
    await first
    expect((await pending())[0]).toMatchObject({ event: 1, attempts: 1 })
    await pass(20 * second)
    for (const answer of answers.splice(0)) answer({ ok: true })
    await settled()
    expect((await pending()).map(({ event }) => event)).not.toContain(1)
    expect(sent.filter(({ event }) => event === 'request.submitted')).toHaveLength(1)
  })

  it('is not made again while it runs, however often its message comes due, and its answer counts hours later', async () => {
    const { send, answers } = held()
    const { huiyin, pass, settled, sent, pending } = await city(send)
    for (let round = 0; round < 5; round++) {
      const tick = huiyin.tick()
      await pass(10 * minute)
      await tick
    }
    expect(sent).toHaveLength(1)
    expect((await pending())[0]?.attempts).toBeGreaterThan(1)
    for (const answer of answers.splice(0)) answer({ ok: true })
    await settled()
    await pass(6 * 60 * minute)
    const tick = huiyin.tick()
    await settled()
    for (const answer of answers.splice(0)) answer({ ok: true })
    await tick
    expect(sent.filter(({ event }) => event === 'request.submitted')).toHaveLength(1)
    expect((await pending()).map(({ event }) => event)).not.toContain(1)
  })

  it('is a dead letter after ten attempts when it never ends; a replay makes a new one', async () => {
    let isHung = true
    const { huiyin, pass, sent, dead } = await city(() =>
      isHung ? new Promise(() => {}) : Promise.resolve({ ok: true } as const),
    )
    for (let round = 0; round < 40; round++) {
      const tick = huiyin.tick()
      await pass(7 * 60 * minute)
      await tick
    }
    const first = (await dead()).find(({ event }) => event === 1)
    expect(first).toMatchObject({ attempts: 10, dead: 'unknown: no answer within 30 s' })
    expect(sent.filter(({ event }) => event === 'request.submitted')).toHaveLength(1)
    isHung = false
    if (first !== undefined) await huiyin.deliveries.replay(first, { by: actors.system })
    const again = huiyin.tick()
    await pass(minute)
    await again
    expect(sent.filter(({ event }) => event === 'request.submitted')).toHaveLength(2)
    expect((await dead()).find(({ event }) => event === 1)).toBeUndefined()
  })

  it('does not settle what another process has taken since: at least once, with the same id', async () => {
    const storage = memoryStorage()
    const { send, answers } = held()
    const { huiyin, process, pass, settled, sent, pending } = await city(send, { storage })
    const other = await process(2)
    const first = huiyin.tick()
    await pass(30 * minute)
    await first
    const second = other.tick()
    await settled()
    expect(sent.filter(({ event }) => event === 'request.submitted').map(({ id }) => id)).toEqual(
      Array(2).fill(sent[0]?.id),
    )
    answers[0]?.({ ok: true })
    await settled()
    expect((await pending()).map(({ event }) => event)).toContain(1)
    for (const answer of answers) answer({ ok: true })
    await settled()
    for (const answer of answers) answer({ ok: true })
    await second
    expect((await pending()).map(({ event }) => event)).not.toContain(1)
  })

  it('may state how long it may take, and its lease is as long', async () => {
    const { send, answers } = held()
    const { huiyin, process, pass, settled, sent, pending } = await city(send, { timeout: 5 * minute })
    const other = await process(2)
    const first = huiyin.tick()
    await pass(4 * minute)
    const second = other.tick()
    await settled()
    expect(sent).toHaveLength(1)
    for (const answer of answers.splice(0)) answer({ ok: true })
    await settled()
    for (const answer of answers.splice(0)) answer({ ok: true })
    await Promise.all([first, second])
    expect((await pending()).map(({ event }) => event)).not.toContain(1)
  })

  it('that was made is not made again when its settlement failed', async () => {
    const memory = memoryStorage()
    let isBroken = true
    const storage: Storage = {
      ...memory,
      settle: (rows) => (isBroken ? Promise.reject(new Error('the disk is full')) : memory.settle(rows)),
    }
    const { huiyin, pass, sent, pending } = await city(async () => ({ ok: true }), { storage })
    await expect(huiyin.tick()).rejects.toThrow('the disk is full')
    isBroken = false
    await pass(3 * minute)
    await huiyin.tick()
    expect(await pending()).toEqual([])
    expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length)
  })
})

describe('a channel that can be asked what became of a message', () => {
  const lost: SendResult = { ok: false, class: 'unknown', reason: 'the connection broke off' }
  async function found(answer: () => unknown) {
    const asked: number[] = []
    const world = await city(async ({ attempt }) => (attempt === 1 ? lost : { ok: true }), {
      find: (async ({ attempt }: Notice) => {
        asked.push(attempt)
        return answer()
      }) as never,
    })
    await world.huiyin.tick()
    await world.pass(minute)
    await world.huiyin.tick()
    return { ...world, asked }
  }

  it('is asked before a second attempt, not before the first: what arrived is not sent again', async () => {
    const { sent, asked, pending } = await found(() => ({ ok: true }))
    expect(asked[0]).toBe(2)
    expect(sent.filter(({ event }) => event === 'request.submitted')).toHaveLength(1)
    expect((await pending()).map(({ event }) => event)).not.toContain(1)
  })

  it('sends again what did not arrive', async () => {
    const { sent, pending } = await found(() => undefined)
    expect(sent.filter(({ event }) => event === 'request.submitted').map(({ attempt }) => attempt)).toEqual([1, 2])
    expect((await pending()).map(({ event }) => event)).not.toContain(1)
  })

  it.each(['sent', null, true, { ok: false, class: 'unknown', reason: 'busy' }, 'throws'])(
    'asks again later when it hears %j',
    async (said) => {
      const { sent, pending } = await found(() => {
        if (said === 'throws') throw new Error('nobody there')
        return said
      })
      expect(sent.filter(({ event }) => event === 'request.submitted')).toHaveLength(1)
      expect((await pending())[0]).toMatchObject({ event: 1, attempts: 2 })
    },
  )
})
