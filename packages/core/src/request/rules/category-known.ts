import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request has a category of the catalogue. */
export const categoryKnown: Law = (_facts, command, context) => {
  if (command.name !== 'reclassify') return undefined
  const { category } = command.input
  return category !== undefined && context.responsibilities.category(category) === undefined
    ? requestRefusals['category-unknown']({ category, path: ['input', 'category'] })
    : undefined
}
