import { millisecondsInDay } from 'date-fns/constants'
import type { FailureClass, SendResult } from '../contracts/channel.js'
import { limits } from '../contracts/limits.js'
import { inWords } from '../import/in-words.js'

const longestAsked = 30 * millisecondsInDay
const longestReason = 500
const classes: ReadonlySet<unknown> = new Set<FailureClass>([
  'transient',
  'throttled',
  'quota',
  'auth',
  'config',
  'gone',
  'recipient',
  'content',
  'unknown',
])

/**
 * What may be stored and logged of what a stranger says. Gateways repeat the number they were given, also as 138-0013-8000, and a stored or logged reason is not
 * erased with a person's data. Characters that a storage cannot keep are removed too: they would fail the settlement.
 */
export const safeReason = (reason: unknown) =>
  inWords(reason)
    .replace(/\d(?:[\s.-]*\d){4,}/g, '…')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longestReason)
    .toWellFormed()

// `retryAfter` often comes from an HTTP header: ignore non-numbers, round up to whole milliseconds.
function askedWait(retryAfter: unknown): number {
  const asked = typeof retryAfter === 'number' || typeof retryAfter === 'string' ? Math.ceil(Number(retryAfter)) : 0
  return asked > 0 ? Math.min(asked, longestAsked) : 0
}

/** Whether a storage can keep it as what a provider calls a message. */
export const isProviderRef = (ref: unknown): ref is string =>
  typeof ref === 'string' &&
  ref.isWellFormed() &&
  !/\p{Cc}/u.test(ref) &&
  ref !== '' &&
  [...ref].length <= limits.providerRef

/** The failure that stands for a lost answer: the message may have been sent. Never throws. */
export function unknownOutcome(reason: unknown): SendResult {
  return { ok: false, class: 'unknown', reason: safeReason(reason) }
}

/**
 * The answer of a channel or of a plugin's delivery, read once and made plain: a class that is known, a reason that may be stored and logged, a
 * wait in whole milliseconds. A missing or malformed answer does not mean that the message was sent: it is an unknown outcome. Never throws.
 */
export function parseSendResult(answer: unknown): SendResult {
  try {
    const said = answer as Partial<Record<'ok' | 'skipped' | 'ref' | 'class' | 'reason' | 'retryAfter', unknown>>
    // Each member is read once: what a getter answers a second time may differ.
    const { ok } = said
    if (ok === true) {
      const { skipped } = said
      if (skipped !== undefined) return { ok, skipped: safeReason(skipped) }
      const { ref } = said
      return isProviderRef(ref) ? { ok, ref } : { ok }
    }
    if (ok === false) {
      const { class: cause, reason, retryAfter } = said
      return {
        ok,
        class: classes.has(cause) ? (cause as FailureClass) : 'unknown',
        reason: safeReason(reason),
        retryAfter: askedWait(retryAfter),
      }
    }
  } catch {
    // A getter or a proxy that throws: not an answer either.
  }
  return unknownOutcome('no answer that could be understood')
}

/** The answer of a channel that was asked what became of an earlier attempt; `undefined` says that it did not arrive. Never throws. */
export const parseFound = (answer: unknown): SendResult | undefined =>
  answer === undefined ? undefined : parseSendResult(answer)
