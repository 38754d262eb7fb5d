import type { Actor } from '../../contracts/actor.js'
import type { RequestFacts } from '../facts.js'
import { vaultField } from '../fields/read-fields.js'
import type { SearchField } from '../reading/searched.js'
import type { Scope } from './scopes.js'
import { isOneOf, mayReadPersonal, type Where } from './standing.js'

const personal: ReadonlySet<string> = new Set(['name', 'phone', vaultField.personal])
const ofPlace: ReadonlySet<string> = new Set(['place', 'point'])
const helpers = ['unit', 'coUnit'] as const
const requester = ['requester'] as const

/** Whether the request is the actor's own: then they read what is told to residents, and nothing else. */
export const isRequester = (facts: RequestFacts, by: Actor, where: Where): boolean =>
  isOneOf(requester, facts, by, where)

// Notes are for whoever may write them.
function notesHidden(facts: RequestFacts, by: Actor, where: Where): (field: string) => boolean {
  const reads = by.kind === 'system' || isOneOf(where.authority.parties('requests', 'note'), facts, by, where)
  return (field) => field === 'internalNote' && !reads
}

/**
 * Which fields of the vault staff do not see in a request. Who works on it has to find the place; name and phone are for those who look after the area,
 * everything for nobody else.
 */
export function hiddenFields(facts: RequestFacts, by: Actor, where: Where): (field: string) => boolean {
  const isNote = notesHidden(facts, by, where)
  if (mayReadPersonal(facts, by, where)) return isNote
  const works = isOneOf(helpers, facts, by, where)
  // Of a confidential request a unit sees nothing of the person, not even where they live.
  const visits = works && facts.confidential === undefined
  return (field) =>
    isNote(field) || personal.has(field) || (field === 'address' && !visits) || (!works && ofPlace.has(field))
}

/** What is known of every request in a part of them: nothing beyond what the part is made of. */
function anyOf({ within = '', unit, requester = '' }: Scope): RequestFacts {
  const known = { area: within, unit, requester, coHandlers: [], breaches: [], ratings: [], followUps: [], appeals: [] }
  return known as object as RequestFacts
}

/**
 * The fields in which an actor may search a part of the requests: those that they read in every request of it. What they may read in some alone, such as the
 * address in those that their unit helps with, is not searched, or the page would tell what it says in the others.
 */
export function searchableIn(scope: Scope, by: Actor, where: Where): readonly SearchField[] {
  const any = anyOf(scope)
  if (by.kind === 'resident') return isRequester(any, by, where) ? ['description', 'reply'] : []
  const isHidden = hiddenFields(any, by, where)
  const ofPerson = hiddenFields({ ...any, confidential: true }, by, where)
  return [
    ...(['description', 'reply', 'staff'] as const),
    ...(['place', 'address', 'phone'] as const).filter((field) => !isHidden(field)),
    ...(ofPerson('address') ? [] : (['confidentialAddress'] as const)),
  ]
}
