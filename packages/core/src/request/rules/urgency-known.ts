import { urgenciesOf, urgencyOf } from '../../sla/urgency.js'
import type { Law, RequestContext } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** The refusal of a class of urgency that the deadline policy does not list. */
export function unknownUrgency(urgency: string | null | undefined, { sla }: Pick<RequestContext, 'sla'>) {
  if (urgency === undefined || urgency === null || urgencyOf(sla.policy, urgency) !== undefined) return undefined
  const known = urgenciesOf(sla.policy).map(({ code }) => code)
  return requestRefusals['urgency-unknown']({ urgency, known, path: ['input', 'urgency'] })
}

/** A request has a class of urgency that the deadline policy lists, or none. */
export const urgencyKnown: Law = (_facts, command, context) =>
  command.name === 'reclassify' ? unknownUrgency(command.input.urgency, context) : undefined
