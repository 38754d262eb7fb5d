import { millisecondsInDay, millisecondsInMinute } from 'date-fns/constants'
import type { SendResult } from '../contracts/channel.js'
import type { SentWrite } from '../contracts/ledger/kept-sent.js'
import type { Settlement } from '../contracts/queries.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { Delivered, Destination } from '../record/destinations.js'
import { backOff } from './back-off.js'

const mostAttempts = 10
const outOfOrder = 15 * millisecondsInMinute
const tooFast = millisecondsInMinute

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

/** Whether something went out: not where there was nobody to be told, or not now. */
export const wasTried = (answer: Delivered): boolean =>
  answer.ok ? answer.skipped === undefined : answer.class !== 'later'

/** Whether a destination is there again: it took a message, or said of one that it never will. */
export const isThere = (answer: Delivered | undefined): boolean =>
  answer !== undefined && (answer.ok || answer.class === 'recipient' || answer.class === 'content')

const sentOf = (
  { attempts }: TakenDelivery,
  { ref, skipped }: Extract<SendResult, { ok: true }>,
  at: number,
): SentWrite => ({
  at,
  attempts,
  ...(ref !== undefined && { ref }),
  ...(skipped !== undefined && { skipped }),
})

/** Decides by the class of the failure: done, retry after a back-off, pause of the destination, or dead letter. Pure; `result` is parsed. */
export function deliveryOutcome(
  destination: Destination,
  taken: TakenDelivery,
  result: Delivered,
  now: number,
): DeliveryOutcome {
  if (result.ok)
    return { settled: { kind: 'done', ...(destination.keepsSent === true && { keep: sentOf(taken, result, now) }) } }
  // Nobody may be told now: nothing was tried.
  if (result.class === 'later') return { settled: { kind: 'retry', at: Math.max(now, result.until), counted: false } }
  const { class: cause, retryAfter: asked = 0 } = result
  const reason = `${cause}: ${result.reason}`
  const pauseFor = (wait: number): DeliveryOutcome => {
    const until = now + wait
    // Not before the pause is over, and then behind what has waited longer: another message is the one that tries.
    return { settled: { kind: 'retry', at: until, counted: false }, pause: { until, reason } }
  }
  // The destination takes nothing now, whatever the message: everything to it waits, and nothing was tried.
  if (cause === 'config' || cause === 'auth' || cause === 'quota') return pauseFor(Math.max(outOfOrder, asked))
  if (cause === 'gone') return pauseFor(Math.max(millisecondsInDay, asked))
  if (cause === 'throttled') return pauseFor(asked > 0 ? asked : tooFast)
  const isPermanent = cause === 'recipient' || cause === 'content'
  if (!isPermanent && taken.attempts < mostAttempts) {
    const wait = backOff(`${taken.type}/${taken.id}/${taken.event}/${taken.destination}`, taken.attempts)
    return { settled: { kind: 'retry', at: now + Math.max(wait, asked) } }
  }
  return { settled: { kind: 'dead', reason, behind: destination.onDeadLetter } }
}
