import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { candidatesOf } from '../questions.js'
import type { Patch } from './patch.js'

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>

/** While several units may claim it, none is in charge. */
export const offered = ({ data: { pool } }: EventOf<'request.offered'>): Patch => ({
  pool: pool.map((unit) => ({ unit })),
  unit: undefined,
})

export const offerDeclined = ({ pool = [] }: RequestFacts, { at, data }: EventOf<'request.offerDeclined'>): Patch => ({
  pool: pool.map((each) => (each.unit === data.unit ? { ...each, declinedAt: at } : each)),
})

export function claimed(facts: RequestFacts, { at, data: { unit } }: EventOf<'request.claimed'>): Patch {
  if (candidatesOf(facts).length === 0) return { claimedAt: at }
  return { claimedAt: at, unit, firstReceiver: facts.firstReceiver ?? unit }
}
