import type { Clock } from '../contracts/clock.js'
import type { Logger } from '../contracts/logger.js'
import type { Lease } from '../contracts/queries.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Timer } from '../contracts/timer.js'
import type { Destination, Destinations } from '../record/destinations.js'
import { type DeliveryOutcome, deliveryOutcome } from './delivery-outcome.js'
import { createLane } from './lane.js'
import { sendWithin } from './send-within.js'
import { createSettler } from './settler.js'

const leaseFor = 120_000

/** Whether a round goes on; asked before each send. */
type GoOn = () => boolean

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
  const settle = createSettler(storage)
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
  ): Promise<void> {
    const result = await sendWithin(timer, destination, taken)
    const { event, destination: name } = taken
    const { settled, pause } = deliveryOutcome(destination, taken, result, instant())
    if (pause !== undefined) pauseAll(name, pause)
    if (settled.kind === 'dead' && !result.ok)
      logger.warn('delivery is a dead letter now', { destination: name, record: taken.id, event, reason: result.class })
    await settle({ what: 'delivery', lease, ref: taken, event, destination: name, outcome: settled })
  }

  // Of a round that is called off: taken, not begun. It is due again at once, for whoever asks next.
  const giveBack = (taken: TakenDelivery, lease: Lease, at: number): Promise<void> =>
    settle({
      what: 'delivery',
      lease,
      ref: taken,
      event: taken.event,
      destination: taken.destination,
      outcome: { kind: 'retry', at },
    })

  async function sendDue(destination: Destination, now: number, goOn: GoOn): Promise<number> {
    let attempted = 0
    // A slow channel makes a long round: leases and waits count from the present instant, not from the start of the round.
    const began = clock.now()
    const instant = () => now + Math.max(0, clock.now() - began)
    const lane = createLane(destination.concurrency)
    try {
      while (goOn() && !lane.hasFailed() && (pausedUntil.get(destination.name) ?? 0) <= now) {
        const lease = { owner, until: instant() + leaseFor }
        const names = [destination.name]
        // Few at a time: a delivery that waits for slower ones before it must be sent within its lease.
        const limit = destination.concurrency * 2
        const taken = await storage.takeDue({ what: 'deliveries', now, limit, lease, destinations: names })
        for (const each of taken)
          await lane.begin(() =>
            goOn() ? attempt(destination, each, lease, instant) : giveBack(each, lease, instant()),
          )
        attempted += taken.length
        // Whatever is under way uncovers the next of its record when it has been settled.
        if (taken.length === 0 && !(await lane.oneEnded())) break
      }
    } finally {
      await lane.empty()
    }
    return attempted
  }

  /**
   * Sends everything due by `now`, to these destinations or to all, each at its own pace, for as long as `goOn` says so; answers how many
   * deliveries were taken. A destination that fails does not end the round of another.
   */
  async function dispatch(
    now: number = clock.now(),
    names: readonly string[] = destinations.names(),
    goOn: GoOn = () => true,
  ): Promise<number> {
    const rounds = await Promise.allSettled(
      names.map(async (name) => {
        const destination = destinations.get(name)
        return destination === undefined ? 0 : sendDue(destination, now, goOn)
      }),
    )
    let attempted = 0
    for (const each of rounds) {
      if (each.status === 'rejected') throw each.reason
      attempted += each.value
    }
    return attempted
  }

  return Object.freeze({ dispatch })
}
