import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Material is added only so often: whoever handles the request reads all of it. */
export const supplementLimit: Law = ({ supplements = [] }, _command, { rating: { maxSupplements: limit } }) =>
  supplements.length < limit
    ? undefined
    : requestRefusals['supplement-limit-reached']({ supplements: supplements.length, limit })
