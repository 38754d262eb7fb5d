import { exceeds, sumLimits } from '../../sla/limit.js'
import type { Law } from '../context.js'
import { ownClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** Extensions together stay under the cap, measured in the cap's unit; one in another unit counts as beyond it. */
export const extensionCap: Law = (facts, command, context) => {
  if (command.name !== 'requestExtension') return undefined
  const cap = context.sla.policy.maxExtension
  const total = sumLimits([...(ownClock(facts)?.extensions.map((each) => each.by) ?? []), command.input.by])
  return total === undefined || exceeds(total, cap)
    ? requestRefusals['extension-beyond-cap']({ asked: command.input.by, cap, path: ['input', 'by'] })
    : undefined
}
