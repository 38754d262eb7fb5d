import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request belongs to an area in use. */
export const areaKnown: Law = (_facts, command, context) => {
  if (command.name !== 'relocate' && command.name !== 'reclassify') return undefined
  const { area } = command.input
  if (area === undefined) return undefined
  return context.areas.has(area) ? undefined : requestRefusals['area-unknown']({ area, path: ['input', 'area'] })
}
