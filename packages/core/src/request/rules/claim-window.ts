import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request is claimed before the claim deadline; afterwards it goes back to the supervisor. */
export const claimWindow: Law = (facts, _command, { now }) => {
  const clock = facts.clocks.claim
  return clock !== undefined && now >= clock.dueAt
    ? requestRefusals['claim-window-passed']({ dueAt: clock.dueAt, now })
    : undefined
}
