import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request is corrected only so often. */
export const correctionLimit: Law = ({ corrections = 0 }, _command, { rating: { maxCorrections: limit } }) =>
  corrections < limit ? undefined : requestRefusals['correction-limit-reached']({ corrections, limit })
