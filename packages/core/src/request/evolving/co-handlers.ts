import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import type { Patch } from './patch.js'

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>

export const coHandlerAssigned = (
  { coHandlers }: RequestFacts,
  { at, data: { unit } }: EventOf<'request.coHandlerAssigned'>,
): Patch => ({ coHandlers: [...coHandlers.filter((each) => each.unit !== unit), { unit, assignedAt: at }] })

export const coHandlerReplied = (
  { coHandlers }: RequestFacts,
  { at, data: { unit, text } }: EventOf<'request.coHandlerReplied'>,
): Patch => ({
  coHandlers: coHandlers.map((each) => (each.unit === unit ? { ...each, repliedAt: at, text } : each)),
})

export const coHandlerRelieved = (
  { coHandlers }: RequestFacts,
  { at, data: { unit } }: EventOf<'request.coHandlerRelieved'>,
): Patch => ({
  coHandlers: coHandlers.map((each) =>
    each.unit === unit && each.repliedAt === undefined ? { ...each, relievedAt: at } : each,
  ),
})
