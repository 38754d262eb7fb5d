import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A transfer goes to another unit. */
export const unitChanged: Law = (facts, command) =>
  command.name === 'transfer' && command.input.unit === facts.unit
    ? requestRefusals['unit-unchanged']({ unit: command.input.unit, path: ['input', 'unit'] })
    : undefined
