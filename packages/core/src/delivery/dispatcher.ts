import type { Clock } from '../contracts/clock.js'
import type { Logger } from '../contracts/logger.js'
import type { Lease, Settlement } from '../contracts/queries.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Timer } from '../contracts/timer.js'
import type { Destination, Destinations } from '../record/destinations.js'
import { type DeliveryOutcome, deliveryOutcome } from './delivery-outcome.js'
import { sendWithin } from './send-within.js'

const leaseFor = 120_000

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

  function pauseAll(destination: string, { until, reason }: NonNullable<DeliveryOutcome['pause']>): void {
    if ((pausedUntil.get(destination) ?? 0) < until) logger.warn('destination paused', { destination, until, reason })
    pausedUntil.set(destination, until)
  }

  async function attempt(
    destination: Destination,
    taken: TakenDelivery,
    lease: Lease,
    instant: () => number,
  ): Promise<Settlement> {
    const result = await sendWithin(timer, destination, taken)
    const { event, destination: name } = taken
    const { settled, pause } = deliveryOutcome(destination, taken, result, instant())
    if (pause !== undefined) pauseAll(name, pause)
    if (settled.kind === 'dead' && !result.ok)
      logger.warn('delivery is a dead letter now', { destination: name, record: taken.id, event, reason: result.class })
    return { what: 'delivery', lease, ref: taken, event, destination: name, outcome: settled }
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
