import type { RequestEvent } from '../events.js'
import type { ReopenAsk, RequestFacts } from '../facts.js'
import type { Patch } from './patch.js'

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>

export const reopenAsked = (
  { reopenAsks = [] }: RequestFacts,
  { at, data: { reason } }: EventOf<'request.reopenAsked'>,
): Patch => ({ reopenAsks: [...reopenAsks, { at, reason }] })

/** The application that waits has come to this; nothing changes where none waits. */
export function reopenDecided({ reopenAsks }: RequestFacts, decision: NonNullable<ReopenAsk['decision']>): Patch {
  if (reopenAsks === undefined) return {}
  return { reopenAsks: reopenAsks.map((each) => (each.decision === undefined ? { ...each, decision } : each)) }
}
