import { describe, expect, it } from 'vitest'
import type { SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Destination, SingleDestination } from '../record/destinations.js'
import { createSends, type Sending } from './sends.js'

const taken = (attempts: number, event = 1): TakenDelivery => ({
  ...{ bucket: 0, type: 'request', id: 'q-1', event, destination: 'sms', payload: '{}', at: 0 },
  attempts,
})

/** A destination whose answers are given when a test says so. */
function slow(find?: SingleDestination['find']) {
  const answers: ((answer: unknown) => void)[] = []
  const destination = {
    name: 'sms',
    deliver: () => new Promise((resolve) => void answers.push(resolve)),
    ...(find !== undefined && { find }),
  } as unknown as Destination
  return { destination, answers }
}
const ok: SendResult = { ok: true }
const sendOne = (sends: ReturnType<typeof createSends>, destination: Destination, one: TakenDelivery) =>
  sends.send(destination, [one])[0] as Sending
const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

describe('a send that still runs', () => {
  it('is waited for by the next attempt, which makes none of its own', async () => {
    const { destination, answers } = slow()
    const sends = createSends()
    const first = sendOne(sends, destination, taken(1))
    const second = sendOne(sends, destination, taken(2))
    expect([first.wasLate, second.wasLate, answers.length]).toEqual([false, true, 1])
    answers[0]?.(ok)
    expect(await Promise.all([first.answer, second.answer])).toEqual([ok, ok])
    // It has ended: the next attempt is one.
    expect(sendOne(sends, destination, taken(3)).wasLate).toBe(false)
    expect(answers).toHaveLength(2)
  })

  it('is not made again when its answer came just before nobody settled by it any more, unless that was a refusal', async () => {
    for (const [answer, times] of [
      [ok, 1],
      [{ ok: false, class: 'transient', reason: '' }, 2],
    ] as const) {
      const { destination, answers } = slow()
      const sends = createSends()
      const one = sendOne(sends, destination, taken(1))
      answers[0]?.(answer)
      await one.answer
      one.leave()
      sendOne(sends, destination, taken(2))
      expect(answers).toHaveLength(times)
    }
  })

  it('is not waited for by a replay, nor by another delivery', async () => {
    const { destination, answers } = slow()
    const sends = createSends()
    sendOne(sends, destination, taken(1))
    expect(sendOne(sends, destination, taken(1)).wasLate).toBe(false)
    expect(sendOne(sends, destination, taken(2, 2)).wasLate).toBe(false)
    expect(answers).toHaveLength(3)
  })

  it('and was replayed: the end of the older one does not hide the newer one', async () => {
    const { destination, answers } = slow()
    const sends = createSends()
    sendOne(sends, destination, taken(1))
    sendOne(sends, destination, taken(1))
    answers[0]?.(ok)
    await turns()
    expect(sendOne(sends, destination, taken(2)).wasLate).toBe(true)
    expect(answers).toHaveLength(2)
  })
})

describe('a send that nobody waits for any more', () => {
  it('is remembered when it succeeds: the next attempt is answered by it, once', async () => {
    const { destination, answers } = slow()
    const sends = createSends()
    sendOne(sends, destination, taken(1)).leave()
    answers[0]?.(ok)
    await turns()
    const next = sendOne(sends, destination, taken(2))
    expect([next.wasLate, await next.answer, answers.length]).toEqual([true, ok, 1])
    expect(sendOne(sends, destination, taken(3)).wasLate).toBe(false)
  })

  it('is remembered again by whoever leaves that answer too', async () => {
    const { destination, answers } = slow()
    const sends = createSends()
    sends.remember(taken(1), { ok: true, ref: 'biz-1' })
    sendOne(sends, destination, taken(2)).leave()
    const again = sendOne(sends, destination, taken(3))
    expect([again.wasLate, await again.answer]).toEqual([true, { ok: true, ref: 'biz-1' }])
    expect(answers).toHaveLength(0)
  })

  it('is not remembered when it fails, nor while another waits for it', async () => {
    const { destination, answers } = slow()
    const sends = createSends()
    sendOne(sends, destination, taken(1)).leave()
    answers[0]?.({ ok: false, class: 'transient', reason: 'busy' })
    await turns()
    const again = sendOne(sends, destination, taken(2))
    expect(again.wasLate).toBe(false)
    sendOne(sends, destination, taken(3)).leave()
    answers[1]?.(ok)
    await turns()
    expect(sendOne(sends, destination, taken(4)).wasLate).toBe(false)
  })

  it('is remembered among ten thousand, of which the oldest is forgotten', () => {
    const { destination } = slow()
    const sends = createSends()
    for (let event = 1; event <= 10_001; event++) sends.remember(taken(1, event), { ok: true })
    expect(sendOne(sends, destination, taken(2, 1)).wasLate).toBe(false)
    expect(sendOne(sends, destination, taken(2, 2)).wasLate).toBe(true)
    expect(sendOne(sends, destination, taken(2, 10_001)).wasLate).toBe(true)
  })
})

describe('an earlier attempt that may have arrived', () => {
  it.each([
    [ok, 0, ok],
    [undefined, 1, undefined],
    [{ ok: false, class: 'unknown', reason: 'busy' } as const, 0, { ok: false, class: 'unknown', reason: 'busy' }],
  ])('is asked for before it is sent again: %j', async (said, sentAgain, answer) => {
    const { destination, answers } = slow(async () => said)
    const { answer: given } = sendOne(createSends(), destination, taken(2))
    await turns()
    expect(answers).toHaveLength(sentAgain)
    if (answer !== undefined) expect(await given).toEqual(answer)
  })

  it('is not there before the first', async () => {
    const { destination, answers } = slow(async () => ok)
    sendOne(createSends(), destination, taken(1))
    await turns()
    expect(answers).toHaveLength(1)
  })

  it('and a destination that throws has an unknown outcome', async () => {
    const destination = { name: 'sms', deliver: () => Promise.reject(new Error('gone')) } as unknown as Destination
    expect(await sendOne(createSends(), destination, taken(1)).answer).toEqual({
      ok: false,
      class: 'unknown',
      reason: 'gone',
    })
  })
})
