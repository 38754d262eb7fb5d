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

// Gateways repeat the number they were given, also as 138-0013-8000, and a stored or logged reason is not erased with a person's data.
// Characters that a storage cannot keep are removed too: they would fail the settlement of every delivery in the same batch.
const safeReason = (reason: unknown) =>
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

/** Sends what is due; see `createDispatcher`. */
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

  // A destination that never answers must not hold up all others: after the time limit its outcome is unknown.
  function send(destination: Destination, taken: TakenDelivery): Promise<SendResult> {
    return new Promise((resolve) => {
      const failed = (reason: string) => resolve({ ok: false, class: 'unknown', reason })
      const callOff = timer.after(longestSend, () => failed(`no answer within ${longestSend / 1000} s`))
      const done = (result: SendResult | undefined) => {
        callOff()
        // Destinations come from outside: a missing or malformed response does not mean that the message was sent.
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

  // The destination is out of order, not this message: everything to it waits, and a warning is logged.
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
      pause(destination.name, until, `${cause}: ${safeReason(reason)}`)
      return { kind: 'retry', at: until }
    }
    // An unknown failure class is treated like no response.
    const isPermanent = cause === 'recipient' || cause === 'content'
    if (!isPermanent && taken.attempts < mostAttempts) {
      const wait = backOff(`${taken.type}/${taken.id}/${taken.event}/${taken.destination}`, taken.attempts)
      return { kind: 'retry', at: now + Math.max(wait, asked) }
    }
    logger.warn('delivery is a dead letter now', {
      destination: destination.name,
      record: taken.id,
      event: taken.event,
      reason: cause,
    })
    return { kind: 'dead', reason: `${cause}: ${safeReason(reason)}`, behind: destination.onDeadLetter }
  }

  async function attempt(
    destination: Destination,
    taken: TakenDelivery,
    lease: Lease,
    instant: () => number,
  ): Promise<Settlement> {
    const result = await send(destination, taken)
    const { event, destination: name } = taken
    const outcome = outcomeOf(destination, taken, result, instant())
    return { what: 'delivery', lease, ref: taken, event, destination: name, outcome }
  }

  async function sendDue(destination: Destination, now: number): Promise<number> {
    let attempted = 0
    // A slow channel makes a long round: leases and waits count from the present instant, not from the start of the round.
    const began = clock.now()
    const instant = () => now + Math.max(0, clock.now() - began)
    for (;;) {
      if ((pausedUntil.get(destination.name) ?? 0) > now) return attempted
      const lease = { owner, until: instant() + leaseFor }
      const names = [destination.name]
      // Few at a time: a delivery that waits for slower ones before it must be sent within its lease.
      const limit = destination.concurrency * 3
      const taken = await storage.takeDue({ what: 'deliveries', now, limit, lease, destinations: names })
      if (taken.length === 0) return attempted
      for (let start = 0; start < taken.length; start += destination.concurrency) {
        const some = taken.slice(start, start + destination.concurrency)
        await storage.settle(await Promise.all(some.map((each) => attempt(destination, each, lease, instant))))
      }
      attempted += taken.length
    }
  }

  /** Sends everything due by `now`, to these destinations or to all, each at its own pace; answers how many deliveries were attempted. */
  async function dispatch(now: number = clock.now(), names: readonly string[] = destinations.names()): Promise<number> {
    const counts = await Promise.all(
      names.map((name) => {
        const destination = destinations.get(name)
        return destination === undefined ? 0 : sendDue(destination, now)
      }),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

  return Object.freeze({ dispatch })
}
