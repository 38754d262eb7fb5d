import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel, SendResult } from '../../src/contracts/channel.js'
import type { Notice } from '../../src/contracts/notice.js'
import type { Settlement } from '../../src/contracts/queries.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')

function channelOf(send: (message: Notice) => Promise<SendResult>): NotificationChannel {
  return { contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', concurrency: 1, send }
}

async function settledFor(answer: object): Promise<readonly Settlement[]> {
  const memory = memoryStorage()
  const settled: Settlement[] = []
  const storage: Storage = {
    ...memory,
    settle: (rows) => {
      settled.push(...rows)
      return memory.settle(rows)
    },
  }
  const channels = [channelOf(async () => answer as SendResult)]
  const huiyin = createHuiyin({ storage, platform: { clock: simulatedClock(start), ids: simulatedIds(1) }, channels })
  await huiyin.start()
  await seedCity(huiyin)
  await huiyin.requests.submit(
    { category: 'heating', area: cityGrid, description: '家中不热' },
    { by: actors.resident },
  )
  await huiyin.tick()
  return settled.filter((each) => each.what === 'delivery' && each.destination === 'sms')
}

describe('an answer of a channel that is not quite what was agreed', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300, 90_000.25, '90000', 'Wed, 05 Jan 2022', -5, null])(
    'asks for a wait of %j: the instant that is kept is a whole number, 30 days away at most',
    async (retryAfter) => {
      for (const cause of ['throttled', 'quota']) {
        const [first] = await settledFor({ ok: false, class: cause, reason: 'as told', retryAfter })
        const at = first?.what === 'delivery' && first.outcome.kind === 'retry' ? first.outcome.at : Number.NaN
        expect(Number.isSafeInteger(at)).toBe(true)
        expect(at).toBeGreaterThan(start)
        expect(at).toBeLessThanOrEqual(start + 30 * 24 * 3_600_000)
      }
    },
  )

  it('of a class that is none is tried again, not set aside', async () => {
    for (const answer of [{ ok: false }, { ok: false, class: 'timeout', reason: 'as told' }])
      expect((await settledFor(answer))[0]).toMatchObject({ outcome: { kind: 'retry' } })
  })

  it.each([
    ['no such number 138-0013-8000', 'recipient: no such number …'],
    ['to +86 138 0013 8000: code 1002', 'recipient: to +…: code 1002'],
    ['cut \u0000in \ud83dtwo', 'recipient: cut  in \ufffdtwo'],
    ['x'.repeat(2000), `recipient: ${'x'.repeat(500)}`],
  ])('whose reason no storage can keep, or nobody may, is kept without that: %j', async (reason, kept) => {
    expect((await settledFor({ ok: false, class: 'recipient', reason }))[0]).toMatchObject({
      outcome: { kind: 'dead', reason: kept },
    })
  })
})

describe('a round that takes long because its channel is slow', () => {
  it('holds its leases from when it took them: no other process sends the same meanwhile', async () => {
    const storage = memoryStorage()
    const clock = simulatedClock(start)
    const sent: string[] = []
    const other = createHuiyin({
      storage,
      platform: { clock, ids: simulatedIds(2) },
      channels: [channelOf(async ({ id }) => ({ ok: sent.push(`other ${id}`) > 0 }) as SendResult)],
    })
    await other.start()
    let turn = 0
    const slow = channelOf(async ({ id }) => {
      sent.push(`slow ${id}`)
      clock.advance(29_000)
      // In the middle of the second lot; what that one holds is none of the other's business.
      if (++turn === 5) await other.tick()
      return { ok: true }
    })
    const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) }, channels: [slow] })
    await huiyin.start()
    await seedCity(huiyin)
    for (let n = 0; n < 8; n++)
      await huiyin.requests.submit(
        { category: 'heating', area: cityGrid, description: '家中不热' },
        { by: actors.resident },
      )
    await huiyin.tick()
    expect(turn).toBeGreaterThan(5)
    const messages = sent.map((each) => each.split(' ')[1])
    expect(new Set(messages).size).toBe(messages.length)
  })
})
