import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Returning a request has a limit: after it the receiver keeps it (against shirking, 推诿). */
export const returnLimit: Law = (facts, _command, context) =>
  facts.returns < context.rating.maxReturns
    ? undefined
    : requestRefusals['return-limit-reached']({ returns: facts.returns, limit: context.rating.maxReturns })
