import { addDays, dateOf, instantOf } from '../../calendar/date.js'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Each side urges at most once a calendar day: the requester, and staff. What time itself urges takes nobody's turn. */
export const urgeOnceADay: Law = (facts, _command, { by, now }) => {
  const lastAt = by.kind === 'system' ? undefined : facts.urgedAt?.[by.kind]
  return lastAt !== undefined && dateOf(lastAt) === dateOf(now)
    ? requestRefusals['urged-recently']({ lastAt, againAt: instantOf(addDays(dateOf(now), 1)) })
    : undefined
}
