import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A clock stands still only for a reason of the policy (basis: 行政许可法 art. 45). */
export const pauseReason: Law = (_facts, command, context) => {
  if (command.name !== 'suspend') return undefined
  const known = context.sla.policy.pauseReasons.map((each) => each.code)
  const { reasonCode } = command.input
  return known.includes(reasonCode)
    ? undefined
    : requestRefusals['pause-reason-unknown']({ reasonCode, known, path: ['input', 'reasonCode'] })
}
