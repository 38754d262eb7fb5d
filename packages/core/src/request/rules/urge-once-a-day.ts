import { addDays, dateOf, instantOf } from '../../calendar/date.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request is urged at most once a calendar day, whoever urges; what time itself urges takes nobody's turn. */
export const urgeOnceADay: Law = (facts, _command, { now }) => {
  const lastAt = facts.urgedAt
  return lastAt !== undefined && dateOf(lastAt) === dateOf(now)
    ? requestRefusals['urged-recently']({ lastAt, againAt: instantOf(addDays(dateOf(now), 1)) })
    : undefined
}
