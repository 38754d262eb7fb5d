import type { Law } from '../context.js'
import { ownClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** A request is suspended before its deadline: afterwards it would only keep the escalation waiting. */
export const suspensionBeforeExpiry: Law = (facts, _command, { now }) => {
  const clock = ownClock(facts)
  return clock !== undefined && (clock.breachedAt !== undefined || now >= clock.dueAt)
    ? requestRefusals['suspension-after-expiry']({ dueAt: clock.dueAt, now })
    : undefined
}
