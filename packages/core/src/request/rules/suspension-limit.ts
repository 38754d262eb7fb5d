import { waitedFor } from '../../sla/policy.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/**
 * A request is suspended only so often; how long is the suspension clock's to say. Waiting for the requester has a limit of its own, and uses up none of
 * the other.
 */
export const suspensionLimit: Law = ({ suspensions, waits = 0 }, command, { rating, sla }) => {
  if (command.name !== 'suspend') return undefined
  const { reasonCode } = command.input
  const waitsFor = waitedFor(sla.policy, reasonCode)
  const [count, limit] =
    waitsFor === undefined ? [suspensions - waits, rating.maxSuspensions] : [waits, rating.maxWaits]
  if (count < limit) return undefined
  return requestRefusals['suspension-limit-reached']({
    suspensions: count,
    limit,
    ...(waitsFor !== undefined && { waitsFor }),
  })
}
