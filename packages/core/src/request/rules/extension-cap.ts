import { extensionCapOf, passesCap } from '../../sla/extension-refusal.js'
import type { Law } from '../context.js'
import { ownClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** Extensions together stay under the cap: that of the category for its own time to handle, else that of the clock or of the policy. */
export const extensionCap: Law = (facts, command, { sla, responsibilities }) => {
  const clock = ownClock(facts)
  if (command.name !== 'requestExtension' || clock === undefined) return undefined
  const asked = command.input.by
  const ofCategory =
    clock.clock === 'resolve' ? responsibilities.resolve(facts.category, facts.area).maxExtension : undefined
  const cap = ofCategory ?? extensionCapOf(sla.policy, clock.clock)
  const granted = clock.extensions.map(({ by }) => by)
  return passesCap(sla, clock, asked, cap)
    ? requestRefusals['extension-beyond-cap']({ asked, granted, cap, clock: clock.clock, path: ['input', 'by'] })
    : undefined
}
