import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Only a co-handler that has not answered yet answers as one. */
export const coHandlerKnown: Law = (facts, command) => {
  if (command.name !== 'coReply') return undefined
  const { unit } = command.input
  return facts.coHandlers.some((each) => each.unit === unit && each.repliedAt === undefined)
    ? undefined
    : requestRefusals['co-handler-unknown']({ unit, path: ['input', 'unit'] })
}
