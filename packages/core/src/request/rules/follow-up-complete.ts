import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A follow-up that reached the resident records all three answers: contacted by the unit, solved, satisfied. */
export const followUpComplete: Law = (_facts, command) => {
  if (command.name !== 'followUp' || !command.input.reached) return undefined
  const missing = (['contacted', 'solved', 'satisfied'] as const).filter((each) => command.input[each] === undefined)
  return missing.length === 0
    ? undefined
    : requestRefusals['follow-up-incomplete']({ missing, path: ['input', missing[0] as string] })
}
