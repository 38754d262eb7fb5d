import type { Law } from '../context.js'
import { isAsked } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** A co-handler is another unit than the lead and those asked at the moment. */
export const coHandlerNew: Law = (facts, command) => {
  if (command.name !== 'assignCoHandler') return undefined
  const { unit } = command.input
  return unit === facts.unit || isAsked(facts, unit)
    ? requestRefusals['co-handler-already-assigned']({ unit, path: ['input', 'unit'] })
    : undefined
}
