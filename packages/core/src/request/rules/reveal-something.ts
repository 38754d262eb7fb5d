import type { Law } from '../context.js'
import { toReveal } from '../permissions/revealed.js'
import { requestRefusals } from '../refusals.js'

/** A reveal shows something: fields that are not there, or that the actor reads as they are, leave no trace of a look. */
export const revealSomething: Law = (facts, command, context) => {
  if (command.name !== 'reveal') return undefined
  const { fields } = command.input
  return toReveal(fields, facts, context).length > 0
    ? undefined
    : requestRefusals['nothing-to-reveal']({ fields, path: ['input', 'fields'] })
}
