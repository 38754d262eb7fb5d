import { millisecondsInDay } from 'date-fns/constants'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A closed request is followed up for so many days, then it rests. */
export const followUpWindow: Law = (facts, _command, context) => {
  const days = context.rating.followUpWithinDays
  const { endedAt } = facts
  return endedAt !== undefined && context.now >= endedAt + days * millisecondsInDay
    ? requestRefusals['follow-up-window-passed']({ endedAt, days })
    : undefined
}
