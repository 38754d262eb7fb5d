import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request that missed its deadline must be completed: merged, split or declined it would leave the figures that count it. */
export const overdueStays: Law = ({ clocks: { resolve } }, _command, { now }) => {
  const late =
    resolve !== undefined &&
    (resolve.breachedAt !== undefined || (resolve.stoppedAt === undefined && now >= resolve.dueAt))
  return late ? requestRefusals['overdue-stays']({ dueAt: resolve.dueAt, now }) : undefined
}
