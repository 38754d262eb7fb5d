import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { roundOf } from '../questions.js'
import type { Patch } from './patch.js'

export const revealed = (
  facts: RequestFacts,
  { at, by, data }: Extract<RequestEvent, { type: 'request.revealed' }>,
): Patch => {
  const { fields, unit, reason } = data
  const reveal = { at, by: by.id, ...(unit !== undefined && { unit }), fields, round: roundOf(facts), reason }
  return { reveals: [...(facts.reveals ?? []), reveal] }
}
