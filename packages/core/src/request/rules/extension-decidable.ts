import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Only an extension that was asked for is decided, and in the time for that: afterwards it has lapsed, also where nobody looked yet. */
export const extensionDecidable: Law = (facts, _command, { now }) => {
  const asked = facts.extensions.some((each) => each.decision === undefined)
  const clock = facts.clocks.extensionDecision
  const lapsed = clock !== undefined && clock.stoppedAt === undefined && now >= clock.dueAt
  return asked && !lapsed ? undefined : requestRefusals['extension-not-pending']({})
}
