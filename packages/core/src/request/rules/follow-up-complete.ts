import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A follow-up that reached the resident records both answers: solved, satisfied. */
export const followUpComplete: Law = (_facts, command) => {
  if (command.name !== 'followUp' || !command.input.contacted) return undefined
  const missing = (['solved', 'satisfied'] as const).filter((each) => command.input[each] === undefined)
  return missing.length === 0
    ? undefined
    : requestRefusals['follow-up-incomplete']({ missing, path: ['input', missing[0] as string] })
}
