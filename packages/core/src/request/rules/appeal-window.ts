import type { Law } from '../context.js'
import { lastGiven } from '../questions.js'
import { requestRefusals } from '../refusals.js'
import { windowEnd } from '../window.js'

/** An appeal is filed within so many days of the end of the request. */
export const appealWindow: Law = (facts, _command, context) => {
  const days = context.rating.appealWithinDays
  const { endedAt: ended } = facts
  if (ended === undefined) return undefined
  // A merged request has ended, and its resident rates the answer to the leading one later.
  const endedAt = Math.max(ended, (facts.leadingAnswer && lastGiven(facts)?.at) ?? ended)
  const until = windowEnd(context.sla, endedAt, days)
  return context.now < until ? undefined : requestRefusals['appeal-window-passed']({ endedAt, days, until })
}
