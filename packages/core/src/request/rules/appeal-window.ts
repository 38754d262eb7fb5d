import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'
import { windowEnd } from '../window.js'

/** An appeal is filed within so many days of the end of the request. */
export const appealWindow: Law = (facts, _command, context) => {
  const days = context.rating.appealWithinDays
  const { endedAt } = facts
  if (endedAt === undefined) return undefined
  const until = windowEnd(context.sla, endedAt, days)
  return context.now < until ? undefined : requestRefusals['appeal-window-passed']({ endedAt, days, until })
}
