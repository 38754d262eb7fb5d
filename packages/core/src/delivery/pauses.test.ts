import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { SendResult } from '../contracts/channel.js'
import type { Storage } from '../contracts/storage.js'
import { createHuiyin } from '../entry/create-huiyin.js'
import { memoryStorage } from '../memory/memory-storage.js'

const minute = 60_000
const start = Date.parse('2022-01-04T10:00:00+08:00')

/** Two processes over one storage that send to one gateway, whose answers the test decides. */
async function twoProcesses(answer: (request: string) => SendResult, given: Storage = memoryStorage()) {
  const clock = simulatedClock(start)
  const sent: string[] = []
  const process = (no: number) =>
    createHuiyin({
      storage: { ...given, close: async () => {} },
      platform: { clock, ids: simulatedIds(no) },
      channels: [
        {
          ...{ contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', concurrency: 1 },
          send: async ({ record }) => {
            sent.push(record.id)
            return answer(record.id)
          },
        },
      ],
    })
  const [one, two] = [process(1), process(2)]
  await one.start()
  await seedCity(one)
  await two.start()
  const ids: string[] = []
  for (let n = 0; n < 6; n++) {
    const report = { category: 'heating', area: cityGrid, description: '家中不热' }
    const result = await one.requests.submit(report, { by: actors.resident })
    if (!result.ok) throw new Error(result.refusal.code)
    ids.push(result.request.id)
    clock.advance(1000)
  }
  return { one, two, clock, sent, ids }
}
const tooFast: SendResult = { ok: false, class: 'throttled', reason: 'slow down', retryAfter: 2 * minute }
const attempts = async ({ deliveries }: Awaited<ReturnType<typeof twoProcesses>>['one']) =>
  (await deliveries.pending({ destination: 'sms' }, { by: actors.systemAdmin })).items.map((each) => each.attempts)

describe('a destination that refuses everything for a while', () => {
  it('is paused for every process, and what it refused was no attempt', async () => {
    const { one, two, sent } = await twoProcesses(() => tooFast)
    await one.tick()
    await two.tick()
    expect(sent).toHaveLength(1)
    expect(await two.deliveries.pauses({ by: actors.systemAdmin })).toEqual([
      { destination: 'sms', until: start + 6000 + 2 * minute, reason: 'throttled: slow down', since: start + 6000 },
    ])
    expect(new Set(await attempts(one))).toEqual(new Set([0]))
  })

  it('is tried with one message when the pause is over, each time another, and takes all others once one got through', async () => {
    let isThere = false
    const { one, two, clock, sent, ids } = await twoProcesses(() => (isThere ? { ok: true } : tooFast))
    for (const process of [one, two, one]) {
      await process.tick()
      clock.advance(2 * minute)
    }
    expect(sent).toEqual(ids.slice(0, 3))
    isThere = true
    await two.tick()
    expect(await one.deliveries.pauses({ by: actors.systemAdmin })).toEqual([])
    expect(new Set(sent)).toEqual(new Set(ids))
    expect(await attempts(one)).toEqual([])
  })

  it('is there again when it refuses a receiver, and is not when the answer is lost', async () => {
    let answer = tooFast
    const { one, two, clock, sent } = await twoProcesses(() => answer)
    await one.tick()
    clock.advance(2 * minute)
    answer = { ok: false, class: 'transient', reason: 'no answer' }
    await two.tick()
    expect(sent).toHaveLength(2)
    expect(await one.deliveries.pauses({ by: actors.systemAdmin })).toHaveLength(1)
    answer = { ok: false, class: 'recipient', reason: 'no such number' }
    clock.advance(2 * minute)
    await two.tick()
    expect(await one.deliveries.pauses({ by: actors.systemAdmin })).toEqual([])
    expect(sent.length).toBeGreaterThan(3)
  })

  it('is ended by an operator, for every process at once', async () => {
    let isThere = false
    const { one, two, sent, ids } = await twoProcesses(() =>
      isThere ? { ok: true } : { ok: false, class: 'auth', reason: 'the key has expired' },
    )
    await one.tick()
    isThere = true
    await one.tick()
    expect(sent).toHaveLength(1)
    await two.deliveries.resume('sms', { by: actors.systemAdmin })
    await one.tick()
    expect(sent.slice(1)).toEqual(ids.slice(1))
    expect(await two.deliveries.pauses({ by: actors.systemAdmin })).toEqual([])
  })

  it('sends all the same where nobody can say whether it was paused', async () => {
    const storage = memoryStorage()
    const { one, sent, ids } = await twoProcesses(() => ({ ok: true }), {
      ...storage,
      pauses: () => Promise.reject(new Error('away')),
    })
    await one.tick()
    expect(sent).toEqual(expect.arrayContaining(ids))
  })
})
