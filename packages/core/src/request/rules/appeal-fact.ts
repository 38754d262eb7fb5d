import { appealableFacts, factToAppeal, pendingAppealOf } from '../appealable-facts.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** An appeal disputes a fact that is there, once at a time. */
export const appealFact: Law = (facts, command, context) => {
  if (command.name !== 'appeal') return undefined
  const { about } = command.input
  const disputed = appealableFacts(facts, command.input, context)
  if (factToAppeal(facts, disputed) !== undefined) return undefined
  const [first] = disputed
  const pending = first === undefined ? undefined : pendingAppealOf(facts, first)
  return pending === undefined
    ? requestRefusals['nothing-to-appeal']({ about, path: ['input', 'about'] })
    : requestRefusals['appeal-pending']({ appeal: pending.id })
}
