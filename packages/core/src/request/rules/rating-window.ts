import type { Law } from '../context.js'
import { ratingClock } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** The resident rates inside the rating window; after it the default stands, marked as such. */
export const ratingWindow: Law = (facts, _command, { now }) => {
  const clock = ratingClock(facts)
  return clock !== undefined && now >= clock.dueAt
    ? requestRefusals['rating-window-passed']({ dueAt: clock.dueAt, now })
    : undefined
}
