import { millisecondsInDay } from 'date-fns/constants'
import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** An appeal is filed within so many days of the end of the request. */
export const appealWindow: Law = (facts, _command, context) => {
  const days = context.rating.appealWithinDays
  const { endedAt } = facts
  return endedAt !== undefined && context.now >= endedAt + days * millisecondsInDay
    ? requestRefusals['appeal-window-passed']({ endedAt, days })
    : undefined
}
