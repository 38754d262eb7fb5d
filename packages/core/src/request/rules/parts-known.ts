import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Every part of a split request has a known category and, when it names one, a known area. */
export const partsKnown: Law = (_facts, command, context) => {
  if (command.name !== 'split') return undefined
  for (const [position, part] of command.input.parts.entries()) {
    const path = ['input', 'parts', String(position)]
    if (context.responsibilities.category(part.category) === undefined) {
      return requestRefusals['category-unknown']({ category: part.category, path: [...path, 'category'] })
    }
    if (part.area !== undefined && context.areas.successorOf(part.area) === undefined) {
      return requestRefusals['area-unknown']({ area: part.area, path: [...path, 'area'] })
    }
  }
  return undefined
}
