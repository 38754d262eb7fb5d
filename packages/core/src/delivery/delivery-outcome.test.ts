import { describe, expect, it } from 'vitest'
import type { SendResult } from '../contracts/channel.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Destination } from '../record/destinations.js'
import { backOff } from './back-off.js'
import { deliveryOutcome } from './delivery-outcome.js'

const minute = 60_000
const now = 1_000_000_000
const taken = (attempts: number): TakenDelivery => ({
  ...{ bucket: 0, type: 'request', id: 'q-1', event: 2, destination: 'sms', payload: '{}', at: 0 },
  attempts,
})
const destination = (onDeadLetter: 'skip' | 'block' = 'skip') =>
  ({ name: 'sms', onDeadLetter }) as unknown as Destination
type Failure = Extract<SendResult, { ok: false }>
const after = (cause: Failure['class'], { attempts = 1, retryAfter = 0, on = destination() } = {}) =>
  deliveryOutcome(on, taken(attempts), { ok: false, class: cause, reason: 'why', retryAfter }, now)

describe('an attempt', () => {
  it('that succeeded is done', () => {
    expect(deliveryOutcome(destination(), taken(1), { ok: true }, now)).toEqual({ settled: { kind: 'done' } })
    const skipped = deliveryOutcome(destination(), taken(1), { ok: true, skipped: 'nobody' }, now)
    expect(skipped).toEqual({ settled: { kind: 'done' } })
  })

  it.each(['auth', 'config', 'quota'] as const)(
    'that failed for %s pauses the destination for a quarter of an hour, or for longer when it asks',
    (cause) => {
      const until = now + 15 * minute
      const paused = (at: number) => ({
        settled: { kind: 'retry', at, counted: false },
        pause: { until: at, reason: `${cause}: why` },
      })
      expect(after(cause)).toEqual(paused(until))
      expect(after(cause, { retryAfter: minute })).toEqual(paused(until))
      expect(after(cause, { retryAfter: 16 * minute })).toEqual(paused(now + 16 * minute))
      // However often: the message has nothing to do with it.
      expect(after(cause, { attempts: 50 })).toEqual(paused(until))
    },
  )

  it('at what has ended for good is none, and pauses it for a day', () => {
    const until = now + 1440 * minute
    expect(after('gone')).toEqual({
      settled: { kind: 'retry', at: until, counted: false },
      pause: { until, reason: 'gone: why' },
    })
  })

  it('that may not be made yet is none, and pauses nobody', () => {
    const later = (until: number) =>
      deliveryOutcome(destination(), taken(50), { ok: false, class: 'later', reason: '', until }, now)
    expect(later(now + 7)).toEqual({ settled: { kind: 'retry', at: now + 7, counted: false } })
    expect(later(now - 7)).toEqual({ settled: { kind: 'retry', at: now, counted: false } })
  })

  it('that came too fast for the destination is no attempt, and pauses it for a minute, or for as long as it asks', () => {
    const paused = (until: number) => ({
      settled: { kind: 'retry', at: until, counted: false },
      pause: { until, reason: 'throttled: why' },
    })
    expect(after('throttled')).toEqual(paused(now + minute))
    expect(after('throttled', { retryAfter: 10, attempts: 50 })).toEqual(paused(now + 10))
  })

  it.each(['recipient', 'content'] as const)('that failed for %s is never repeated', (cause) => {
    for (const behind of ['skip', 'block'] as const)
      expect(after(cause, { on: destination(behind) })).toEqual({
        settled: { kind: 'dead', reason: `${cause}: why`, behind },
      })
  })

  it.each(['transient', 'unknown'] as const)('that failed for %s is repeated nine times', (cause) => {
    expect(after(cause, { attempts: 9 }).settled.kind).toBe('retry')
    expect(after(cause, { attempts: 10 })).toEqual({
      settled: { kind: 'dead', reason: `${cause}: why`, behind: 'skip' },
    })
  })

  it('waits for its back-off, or for as long as the channel asks', () => {
    const wait = backOff('request/q-1/2/sms', 1)
    expect(after('transient')).toEqual({ settled: { kind: 'retry', at: now + wait } })
    expect(after('transient', { retryAfter: wait - 1 })).toEqual({ settled: { kind: 'retry', at: now + wait } })
    expect(after('transient', { retryAfter: wait + 1 })).toEqual({ settled: { kind: 'retry', at: now + wait + 1 } })
  })
})
