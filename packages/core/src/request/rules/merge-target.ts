import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request is merged into another open one of the same category. */
export const mergeTarget: Law = (facts, command, { other }) => {
  if (command.name !== 'merge') return undefined
  const { into } = command.input
  const because =
    into === facts.id ? 'itself'
    : other === undefined ? 'unknown'
    : !other.open ? 'ended'
    : other.category !== facts.category ? 'otherCategory'
    : undefined // biome-ignore format: a ladder
  return because === undefined
    ? undefined
    : requestRefusals['merge-target-unfit']({ into, because, path: ['input', 'into'] })
}
