import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request goes only to units of the catalogue, and to several at once only where the lifecycle has a branch for that. */
export const unitKnown: Law = (_facts, command, context) => {
  if (command.name === 'dispatch' && command.input.pool !== undefined) return requestRefusals['pool-not-foreseen']({})
  const input = command.input as { readonly unit?: string; readonly coHandlers?: readonly string[] }
  if (input.unit !== undefined && !context.responsibilities.hasUnit(input.unit)) {
    return requestRefusals['unit-unknown']({ unit: input.unit, path: ['input', 'unit'] })
  }
  const position = (input.coHandlers ?? []).findIndex((unit) => !context.responsibilities.hasUnit(unit))
  const unit = input.coHandlers?.[position]
  return unit === undefined
    ? undefined
    : requestRefusals['unit-unknown']({ unit, path: ['input', 'coHandlers', String(position)] })
}
