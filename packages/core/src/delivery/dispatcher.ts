import type { SendResult } from '../contracts/channel.js'
import type { Clock } from '../contracts/clock.js'
import type { Logger } from '../contracts/logger.js'
import type { Lease, Settlement } from '../contracts/queries.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Timer } from '../contracts/timer.js'
import type { Destination, Destinations } from '../record/destinations.js'
import { backOff } from './back-off.js'

const leaseFor = 120_000
const longestSend = 30_000
const mostAttempts = 10
const pauseFor = 15 * 60_000
const longestAsked = 30 * 24 * 3_600_000
const longestReason = 500

// Gateways repeat the number they were given, also as 138-0013-8000; what is kept with a delivery, or logged, is not erased with a person's data.
// Nor may it hold what a storage cannot keep: those given in the same breath would be settled with it, or not at all.
const keptReason = (reason: unknown) =>
  String(reason)
    .replace(/\d(?:[\s.-]*\d){4,}/g, '…')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longestReason)
    .toWellFormed()

// `retryAfter` often comes from an HTTP header: ignore non-numbers, round up to whole milliseconds.
function askedWait(retryAfter: unknown): number {
  const asked = Math.ceil(Number(retryAfter))
  return asked > 0 ? Math.min(asked, longestAsked) : 0
}

export type Dispatcher = ReturnType<typeof createDispatcher>

interface DispatcherParts {
  readonly storage: Storage
  readonly destinations: Destinations
  readonly clock: Clock
  readonly timer: Timer
  readonly owner: string
  readonly logger: Logger
}

/** Sends pending deliveries, oldest first per record. At-least-once: a lost response is retried. */
export function createDispatcher({ storage, destinations, clock, timer, owner, logger }: DispatcherParts) {
  const pausedUntil = new Map<string, number>()

  // One that never answers must not hold up all others: what became of it is unknown then.
  function answered(destination: Destination, taken: TakenDelivery): Promise<SendResult> {
    return new Promise((resolve) => {
      const failed = (reason: string) => resolve({ ok: false, class: 'unknown', reason })
      const callOff = timer.after(longestSend, () => failed(`no answer within ${longestSend / 1000} s`))
      const done = (result: SendResult | undefined) => {
        callOff()
        // Destinations come from outside: one that answers nothing, or nonsense, has not said that it is done.
        if (typeof result?.ok === 'boolean') resolve(result)
        else failed('no answer that could be understood')
      }
      try {
        destination.deliver(taken).then(done, (error: unknown) => {
          callOff()
          failed(error instanceof Error ? error.message : String(error))
        })
      } catch (error) {
        callOff()
        failed(String(error))
      }
    })
  }

  // It is the destination that is out of order, not this message: everything to it waits, and somebody is told.
  function pause(name: string, until: number, reason: string): void {
    if ((pausedUntil.get(name) ?? 0) < until) logger.warn('destination paused', { destination: name, until, reason })
    pausedUntil.set(name, until)
  }

  function outcomeOf(
    destination: Destination,
    taken: TakenDelivery,
    result: SendResult,
    now: number,
  ): Extract<Settlement, { what: 'delivery' }>['outcome'] {
    if (result.ok) return { kind: 'done' }
    const { class: cause, reason } = result
    const asked = askedWait(result.retryAfter)
    if (cause === 'config' || cause === 'auth' || cause === 'quota') {
      const until = now + Math.max(pauseFor, asked)
      pause(destination.name, until, `${cause}: ${keptReason(reason)}`)
      return { kind: 'retry', at: until }
    }
    // An unknown failure class is treated like no response.
    const hopeless = cause === 'recipient' || cause === 'content'
    if (!hopeless && taken.attempts < mostAttempts) {
      const wait = backOff(`${taken.type}/${taken.id}/${taken.event}/${taken.destination}`, taken.attempts)
      return { kind: 'retry', at: now + Math.max(wait, asked) }
    }
    logger.warn('delivery is a dead letter now', {
      destination: destination.name,
      record: taken.id,
      event: taken.event,
      reason: cause,
    })
    return { kind: 'dead', reason: `${cause}: ${keptReason(reason)}`, behind: destination.onDeadLetter }
  }

  async function give(
    destination: Destination,
    taken: TakenDelivery,
    lease: Lease,
    instant: () => number,
  ): Promise<Settlement> {
    const result = await answered(destination, taken)
    const { event, destination: name } = taken
    const outcome = outcomeOf(destination, taken, result, instant())
    return { what: 'delivery', lease, ref: taken, event, destination: name, outcome }
  }

  async function giveAll(destination: Destination, now: number): Promise<number> {
    let given = 0
    // A round may take as long as its channel is slow: leases and waits begin when they begin, not when the round did.
    const began = clock.now()
    const instant = () => now + Math.max(0, clock.now() - began)
    for (;;) {
      if ((pausedUntil.get(destination.name) ?? 0) > now) return given
      const lease = { owner, until: instant() + leaseFor }
      const names = [destination.name]
      // Few at a time: what waits for slower ones before it must not outlive its lease.
      const limit = destination.concurrency * 3
      const taken = await storage.takeDue({ what: 'deliveries', now, limit, lease, destinations: names })
      if (taken.length === 0) return given
      for (let start = 0; start < taken.length; start += destination.concurrency) {
        const some = taken.slice(start, start + destination.concurrency)
        await storage.settle(await Promise.all(some.map((each) => give(destination, each, lease, instant))))
      }
      given += taken.length
    }
  }

  /** Gives everything due by `now`, to these destinations or to all, each at its own pace; answers how much was given or tried. */
  async function dispatch(now: number = clock.now(), names: readonly string[] = destinations.names()): Promise<number> {
    const counts = await Promise.all(
      names.map((name) => {
        const destination = destinations.get(name)
        return destination === undefined ? 0 : giveAll(destination, now)
      }),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

  return Object.freeze({ dispatch })
}
