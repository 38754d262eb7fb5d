import type { Law } from '../context.js'
import { pendingReopenAsk } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** One application to handle it again waits at a time; while it does, the desk decides on it instead of acting by itself. */
export const reopenPending: Law = (facts) => {
  const pending = pendingReopenAsk(facts)
  return pending === undefined ? undefined : requestRefusals['reopen-pending']({ askedAt: pending.at })
}
