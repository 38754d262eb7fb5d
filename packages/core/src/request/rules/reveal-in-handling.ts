import type { Law } from '../context.js'
import { contactPhaseOf } from '../permissions/shown-fields.js'
import { requestRefusals } from '../refusals.js'

/** The requester is revealed to whoever handles the request, from the claim until it is answered. */
export const revealInHandling: Law = (facts, _command, { lifecycle }) =>
  contactPhaseOf(facts) === 'fromClaim' && facts.completedAt === undefined
    ? undefined
    : requestRefusals['reveal-not-in-handling']({ status: facts.status, title: lifecycle.titleOf(facts.status) })
