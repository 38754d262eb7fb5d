import { passesCap } from '../../sla/extension-refusal.js'
import type { Law } from '../context.js'
import { ownClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** Extensions together stay under the cap, measured in the cap's unit; one in another unit counts as beyond it. */
export const extensionCap: Law = (facts, command, context) => {
  if (command.name !== 'requestExtension') return undefined
  const { policy } = context.sla
  return passesCap(policy, ownClock(facts)?.extensions ?? [], command.input.by)
    ? requestRefusals['extension-beyond-cap']({
        asked: command.input.by,
        cap: policy.maxExtension,
        path: ['input', 'by'],
      })
    : undefined
}
