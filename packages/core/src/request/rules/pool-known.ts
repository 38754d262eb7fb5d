import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request is offered to units of the catalogue only. */
export const poolKnown: Law = (_facts, command, { responsibilities }) => {
  const pool = command.name === 'dispatch' ? (command.input.pool ?? []) : []
  const position = pool.findIndex((unit) => !responsibilities.hasUnit(unit))
  const unit = pool[position]
  return unit === undefined
    ? undefined
    : requestRefusals['unit-unknown']({ unit, path: ['input', 'pool', String(position)] })
}
