import type { Clock } from '../contracts/clock.js'
import type { Logger } from '../contracts/logger.js'
import type { Settlement, Storage, TakenDelivery } from '../contracts/storage.js'
import type { Destinations } from './destinations.js'

const leaseFor = 60_000
const batch = 100
const mostAttempts = 10
const longestWait = 6 * 3_600_000

// 1, 2, 4, … minutes, at most six hours.
function backOff(attempts: number): number {
  return Math.min(60_000 * 2 ** (attempts - 1), longestWait)
}

/** Gives what is owed, head of each queue first. At least once: an answer that got lost is given again. */
export function createDispatcher(
  storage: Storage,
  destinations: Destinations,
  clock: Clock,
  owner: string,
  log: Logger,
) {
  async function deliver(taken: TakenDelivery, now: number): Promise<Settlement> {
    const row = { what: 'delivery', owner, ref: taken, event: taken.event, destination: taken.destination } as const
    const result = await destinations
      .get(taken.destination)
      ?.deliver(taken)
      .catch(
        (error: unknown) =>
          ({ ok: false, class: 'unknown', reason: error instanceof Error ? error.message : String(error) }) as const,
      )
    if (result === undefined || result.ok) return { ...row, outcome: { kind: 'done' } }
    const again = result.class === 'transient' || result.class === 'throttled' || result.class === 'unknown'
    const retryAfter = 'retryAfter' in result ? result.retryAfter : undefined
    if (again && taken.attempts < mostAttempts)
      return { ...row, outcome: { kind: 'retry', at: now + Math.max(backOff(taken.attempts), retryAfter ?? 0) } }
    log.warn('delivery set aside', {
      destination: taken.destination,
      record: taken.id,
      event: taken.event,
      reason: result.class,
    })
    return { ...row, outcome: { kind: 'dead', reason: `${result.class}: ${result.reason}` } }
  }

  /** Gives everything due by `now`, to these destinations or to all; answers how much was given or tried. */
  async function dispatch(now: number = clock.now(), names: readonly string[] = destinations.names()): Promise<number> {
    let given = 0
    for (;;) {
      const taken = await storage.takeDue({
        what: 'deliveries',
        now,
        limit: batch,
        lease: { owner, until: now + leaseFor },
        destinations: names,
      })
      if (taken.length === 0) return given
      const settled: Settlement[] = []
      for (const each of taken) settled.push(await deliver(each, now))
      await storage.settle(settled)
      given += taken.length
    }
  }

  return Object.freeze({ dispatch })
}
