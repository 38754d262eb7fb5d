import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** One extension at a time waits for a decision. */
export const extensionPending: Law = (facts) => {
  const pending = facts.extensions.find((each) => each.decision === undefined)
  return pending === undefined ? undefined : requestRefusals['extension-pending']({ requestedAt: pending.requestedAt })
}
