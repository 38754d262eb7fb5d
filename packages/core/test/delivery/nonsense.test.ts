import {
  cityActors as actors,
  cityGrid,
  nonsenseAnswer,
  seedCity,
  seededRandom,
  simulatedClock,
  simulatedIds,
} from '@huiyin/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NotificationChannel, SendResult } from '../../src/contracts/channel.js'
import type { Logger } from '../../src/contracts/logger.js'
import type { Storage } from '../../src/contracts/storage.js'
import { parseSendResult } from '../../src/delivery/send-result.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { atOnce } from '../at-once.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const report = { category: 'heating', area: cityGrid, description: '家中不热' }

/** A city whose SMS channel answers by the number of the resident's request: the first is the stranger, the others are its neighbours. */
async function city(send: NotificationChannel['send'], more: { storage?: Storage; logger?: Logger } = {}) {
  const clock = simulatedClock(start)
  const { storage = memoryStorage(), logger } = more
  const huiyin = createHuiyin({
    storage,
    platform: { clock, timer: atOnce, ids: simulatedIds(1) },
    channels: [{ contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', send }],
    ...(logger !== undefined && { logger }),
  })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = async () => {
    const result = await huiyin.requests.submit(report, { by: actors.resident })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  const pending = async () => (await huiyin.deliveries.pending({ limit: 500 }, { by: actors.system })).items
  return { huiyin, clock, submit, pending }
}

const unhandled: unknown[] = []
const note = (error: unknown) => void unhandled.push(error)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 0))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const throwing = () => {
  throw new Error('as told')
}
const answers: readonly (readonly [string, () => unknown])[] = [
  ['a rejection without a prototype', () => Promise.reject(Object.create(null))],
  ['a success whose ok throws', async () => Object.defineProperty({}, 'ok', { get: throwing })],
  [
    'a reason that cannot be put into words',
    async () => ({ ok: false, class: 'recipient', reason: { toString: throwing } }),
  ],
  ['a symbol for a wait', async () => ({ ok: false, class: 'transient', reason: '', retryAfter: Symbol('soon') })],
  ['a class that throws', async () => Object.defineProperty({ ok: false }, 'class', { get: throwing })],
  ['a reason of 6 MB', async () => ({ ok: false, class: 'recipient', reason: '1 3 8 '.repeat(1_000_000) })],
  ['a thenable that throws', () => Object.defineProperty({}, 'then', { get: throwing })],
]

describe('what one answer does to the others', () => {
  it.each(answers)('%s repeats its own message only; seven neighbours are sent once', async (_what, answer) => {
    const sent: string[] = []
    let stranger = ''
    const { huiyin, clock, submit, pending } = await city((message) => {
      sent.push(message.id)
      return (message.record.id === stranger ? answer() : Promise.resolve({ ok: true })) as Promise<SendResult>
    })
    stranger = await submit()
    for (let n = 0; n < 7; n++) await submit()
    for (let round = 0; round < 3; round++) {
      await huiyin.tick()
      clock.advance(150_000)
    }
    const neighbours = sent.filter((id) => !id.startsWith(`${stranger}/`))
    expect(new Set(neighbours).size).toBe(neighbours.length)
    expect(neighbours.length).toBeGreaterThanOrEqual(7)
    expect((await pending()).every((each) => each.id === stranger)).toBe(true)
  })

  it('a logger that throws, now or later, fails neither a send nor a round', async () => {
    for (const logger of [
      { info: throwing, warn: throwing },
      { info: () => {}, warn: (() => Promise.reject(Object.create(null))) as Logger['warn'] },
    ]) {
      const { huiyin, submit, pending } = await city(
        async ({ attempt }) => ({ ok: false, class: attempt > 0 ? 'recipient' : 'content', reason: 'no such number' }),
        { logger },
      )
      for (let n = 0; n < 8; n++) await submit()
      await huiyin.tick()
      expect(await pending()).toEqual([])
      expect(
        (await huiyin.deliveries.deadLetters({ limit: 500 }, { by: actors.system })).items.length,
      ).toBeGreaterThanOrEqual(8)
    }
  })

  it('a settlement that the storage cannot write leaves no other unsettled', async () => {
    const memory = memoryStorage()
    let poisoned = ''
    const storage: Storage = {
      ...memory,
      settle: async (rows) => {
        if (rows.some((each) => 'ref' in each && each.ref.id === poisoned))
          throw new Error('this row cannot be written')
        return memory.settle(rows)
      },
    }
    const { huiyin, submit, pending } = await city(async () => ({ ok: true }), { storage })
    poisoned = await submit()
    for (let n = 0; n < 7; n++) await submit()
    await expect(huiyin.tick()).rejects.toThrow('this row cannot be written')
    expect((await pending()).every((each) => each.id === poisoned)).toBe(true)
  })
})

describe('10 000 nonsense answers', () => {
  it('leave no unsettled neighbour, and no message of a neighbour is sent twice', async () => {
    const random = seededRandom(11)
    const sent: string[] = []
    const strangers = new Set<string>()
    let asked = 0
    const { huiyin, clock, submit, pending } = await city((message) => {
      sent.push(message.id)
      if (!strangers.has(message.record.id)) return Promise.resolve({ ok: true })
      asked++
      return nonsenseAnswer(random).send() as Promise<SendResult>
    })
    while (asked < 10_000) {
      for (let n = 0; n < 100; n++) {
        const id = await submit()
        if (n % 5 !== 0) strangers.add(id)
      }
      await huiyin.tick()
      expect((await pending()).filter((each) => !strangers.has(each.id))).toEqual([])
      clock.advance(6 * 3_600_000)
    }
    const neighbours = sent.filter((id) => !strangers.has(id.split('/')[0] as string))
    expect(neighbours.length).toBeGreaterThan(100)
    expect(new Set(neighbours).size).toBe(neighbours.length)
  }, 300_000)

  it('are each parsed without an error, into a class that is known and a reason that may be kept', async () => {
    const random = seededRandom(12)
    for (let n = 0; n < 10_000; n++) {
      const { hangs, send } = nonsenseAnswer(random)
      if (hangs) continue
      const said = await (async () => send())().then(parseSendResult, parseSendResult)
      if (said.ok) continue
      expect(said.reason.length).toBeLessThanOrEqual(500)
      expect(said.reason).not.toMatch(/\d{5}/)
      expect(Number.isSafeInteger(said.retryAfter ?? 0)).toBe(true)
    }
  }, 300_000)
})
