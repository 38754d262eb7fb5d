import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A resident asks only so often. What nobody decided in time is not counted: that was not theirs. */
export const reopenLimit: Law = ({ reopenAsks = [] }, _command, { rating: { maxReopenAsks: limit } }) => {
  const asks = reopenAsks.filter(({ decision }) => decision !== 'lapsed').length
  return asks < limit ? undefined : requestRefusals['reopen-limit-reached']({ asks, limit })
}
