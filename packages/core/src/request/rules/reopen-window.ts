import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'
import { windowEnd } from '../window.js'

/** A resident asks that it is handled again within so many days of its end. */
export const reopenWindow: Law = ({ endedAt }, _command, context) => {
  const days = context.rating.reopenWithinDays
  if (endedAt === undefined) return undefined
  const until = windowEnd(context.sla, endedAt, days)
  return context.now < until ? undefined : requestRefusals['reopen-window-passed']({ endedAt, days, until })
}
