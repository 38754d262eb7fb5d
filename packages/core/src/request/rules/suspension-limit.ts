import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request is suspended only so often; how long is the suspension clock's to say. */
export const suspensionLimit: Law = (facts, _command, context) =>
  facts.suspensions < context.rating.maxSuspensions
    ? undefined
    : requestRefusals['suspension-limit-reached']({
        suspensions: facts.suspensions,
        limit: context.rating.maxSuspensions,
      })
