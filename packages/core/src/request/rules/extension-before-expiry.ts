import { hasRunOut } from '../../sla/extension-refusal.js'
import type { Law } from '../context.js'
import { ownClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** An extension is asked for before the deadline, never after it. */
export const extensionBeforeExpiry: Law = (facts, _command, { now }) => {
  const clock = ownClock(facts)
  return clock !== undefined && (clock.breachedAt !== undefined || hasRunOut(clock, now))
    ? requestRefusals['extension-after-expiry']({ dueAt: clock.dueAt, now })
    : undefined
}
