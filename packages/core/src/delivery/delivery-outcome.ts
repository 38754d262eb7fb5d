import type { SendResult } from '../contracts/channel.js'
import type { Settlement } from '../contracts/queries.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Destination } from '../record/destinations.js'
import { backOff } from './back-off.js'

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

/** What follows from an attempt: how the delivery is settled, and until when the whole destination pauses, if it does. */
export interface DeliveryOutcome {
  readonly settled: Extract<Settlement, { what: 'delivery' }>['outcome']
  /** Present when the destination itself is out of order: all its deliveries wait. */
  readonly pause?: {
    /** Milliseconds since 1970. */
    readonly until: number
    /** For logs, without personal data. */
    readonly reason: string
  }
}

/** Decides by the class of the failure: done, retry after a back-off, pause of the destination, or dead letter. Pure. */
export function deliveryOutcome(
  destination: Destination,
  taken: TakenDelivery,
  result: SendResult,
  now: number,
): DeliveryOutcome {
  if (result.ok) return { settled: { kind: 'done' } }
  const { class: cause } = result
  const reason = () => `${cause}: ${safeReason(result.reason)}`
  const asked = askedWait(result.retryAfter)
  // The destination is out of order, not this message: everything to it waits.
  if (cause === 'config' || cause === 'auth' || cause === 'quota') {
    const until = now + Math.max(pauseFor, asked)
    return { settled: { kind: 'retry', at: until }, pause: { until, reason: reason() } }
  }
  // An unknown failure class is treated like no response.
  const isPermanent = cause === 'recipient' || cause === 'content'
  if (!isPermanent && taken.attempts < mostAttempts) {
    const wait = backOff(`${taken.type}/${taken.id}/${taken.event}/${taken.destination}`, taken.attempts)
    return { settled: { kind: 'retry', at: now + Math.max(wait, asked) } }
  }
  return { settled: { kind: 'dead', reason: reason(), behind: destination.onDeadLetter } }
}
