import type { Law } from '../context.js'
import { pendingReopenAsk, reopenClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** Only an application that waits is decided, and in the time for that: afterwards it has lapsed, also where nobody looked yet. */
export const reopenDecidable: Law = (facts, _command, { now }) => {
  const clock = facts.clocks[reopenClock]
  const lapsed = clock !== undefined && clock.stoppedAt === undefined && now >= clock.dueAt
  return pendingReopenAsk(facts) !== undefined && !lapsed ? undefined : requestRefusals['reopen-not-pending']({})
}
