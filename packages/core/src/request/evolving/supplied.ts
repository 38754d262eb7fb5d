import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import type { Patch } from './patch.js'

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>

export const supplemented = (
  { supplements = [] }: RequestFacts,
  { at, by, data: { text } }: EventOf<'request.supplemented'>,
): Patch => ({ supplements: [...supplements, { at, by: by.kind, text }] })

export const corrected = (
  { corrections = 0, description, person }: RequestFacts,
  { data }: EventOf<'request.corrected'>,
): Patch => ({
  corrections: corrections + 1,
  description: data.description ?? description,
  person: { ...person, ...data.person },
})
