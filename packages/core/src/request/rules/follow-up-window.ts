import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'
import { windowEnd } from '../window.js'

/** A closed request is followed up for so many days, then it rests. */
export const followUpWindow: Law = (facts, _command, context) => {
  const days = context.rating.followUpWithinDays
  const { endedAt } = facts
  if (endedAt === undefined) return undefined
  const until = windowEnd(context.sla, endedAt, days)
  return context.now < until ? undefined : requestRefusals['follow-up-window-passed']({ endedAt, days, until })
}
