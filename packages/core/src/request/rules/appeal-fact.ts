import type { Law } from '../context.js'
import type { RequestFacts } from '../facts.js'
import { requestRefusals } from '../refusals.js'

const disputed: Readonly<Record<string, (facts: RequestFacts) => boolean>> = {
  overdue: (facts) => Object.values(facts.clocks).some((each) => each.breachedAt !== undefined),
  rating: (facts) =>
    facts.ratings.some((each) => each.meaning === 'dissatisfied') ||
    facts.followUps.some((each) => each.valid && each.satisfied === 'dissatisfied'),
  return: (facts) => facts.returns > 0,
}

/** An appeal disputes a fact that is there, once at a time. */
export const appealFact: Law = (facts, command) => {
  if (command.name !== 'appeal') return undefined
  const { about } = command.input
  if (disputed[about]?.(facts) !== true)
    return requestRefusals['nothing-to-appeal']({ about, path: ['input', 'about'] })
  const pending = facts.appeals.find((each) => each.about === about && each.decision === undefined)
  return pending === undefined ? undefined : requestRefusals['appeal-pending']({ appeal: pending.id })
}
