import { addLimit } from '../../sla/clock.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Whether a request is a unit's own it sees soon: after so long it keeps what it was sent, where the place sets a time for that. */
export const returnWindow: Law = ({ clocks }, _command, { sla, now }) => {
  const { returnWithin } = sla.policy
  const cameAt = clocks.claim?.startedAt
  if (returnWithin === undefined || cameAt === undefined) return undefined
  const until = addLimit(sla, cameAt, returnWithin)
  return now < until ? undefined : requestRefusals['return-window-passed']({ cameAt, until })
}
