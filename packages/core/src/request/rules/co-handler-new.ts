import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A co-handler is another unit than the lead and those already asked. */
export const coHandlerNew: Law = (facts, command) => {
  if (command.name !== 'assignCoHandler') return undefined
  const { unit } = command.input
  return unit === facts.unit || facts.coHandlers.some((each) => each.unit === unit)
    ? requestRefusals['co-handler-already-assigned']({ unit, path: ['input', 'unit'] })
    : undefined
}
