import type { Shown } from '../../authority/contact-policy.js'
import type { Actor } from '../../contracts/actor.js'
import type { VaultRow } from '../../contracts/rows.js'
import type { RequestFacts } from '../facts.js'
import type { SearchField } from '../reading/searched.js'
import type { Scope } from './scopes.js'
import { personalFieldOf, shownAtLeast, shownToActor, textShown } from './shown-fields.js'
import { isOneOf, mayReadPersonal, type Where } from './standing.js'

const ofPlace: ReadonlySet<string> = new Set(['place', 'point'])
const helpers = ['unit', 'coUnit'] as const
const requester = ['requester'] as const

/** Whether the request is the actor's own: then they read what is told to residents, and nothing else. */
export const isRequester = (facts: RequestFacts, by: Actor, where: Where): boolean =>
  isOneOf(requester, facts, by, where)

// Who works on it has to find the place, and so has who looks after the area.
const mayFindPlace = (facts: RequestFacts, by: Actor, where: Where): boolean =>
  mayReadPersonal(facts, by, where) || isOneOf(helpers, facts, by, where)

// Notes are for whoever may write them.
const mayReadNotes = (facts: RequestFacts, by: Actor, where: Where): boolean =>
  by.kind === 'system' || isOneOf(where.authority.parties('requests', 'note'), facts, by, where)

/** How the fields of the vault are shown to staff in a request: the person by the contact policy, notes and the place to whom they are for, everything else as it is. */
export function shownFields(facts: RequestFacts, by: Actor, where: Where): (field: string) => Shown {
  const ofPerson = shownToActor(facts, by, where)
  return (field) => {
    const personal = personalFieldOf(field)
    if (personal !== undefined) return ofPerson(personal)
    // What a picture is called tells of who took it.
    if (field === 'fileName') return mayReadPersonal(facts, by, where) ? 'plain' : 'hidden'
    if (field === 'internalNote') return mayReadNotes(facts, by, where) ? 'plain' : 'hidden'
    return !ofPlace.has(field) || mayFindPlace(facts, by, where) ? 'plain' : 'hidden'
  }
}

/** The texts of a request as staff may read them, and which of them are masked. */
export function readTexts(rows: readonly VaultRow[], facts: RequestFacts, by: Actor, where: Where) {
  const shownAs = shownFields(facts, by, where)
  const texts = new Map<string, string>()
  const masked: string[] = []
  for (const row of rows) {
    const shown = shownAs(row.field)
    const text = textShown(row, shown)
    if (text === undefined) continue
    texts.set(row.ref, text)
    if (shown === 'masked') masked.push(row.ref)
  }
  return { texts, masked }
}

/** What is known of every request in a part of them: nothing beyond what the part is made of. */
function anyOf({ within = '', unit, requester = '', coUnit }: Scope): RequestFacts {
  const coHandlers = coUnit === undefined ? [] : [{ unit: coUnit }]
  const known = { area: within, unit, requester, coHandlers, breaches: [], ratings: [], followUps: [], appeals: [] }
  return known as object as RequestFacts
}

/**
 * The fields in which an actor may search a part of the requests: those that they read as they are in every request of it, wherever it stands. What they may read in
 * some alone, such as the address in those that their unit helps with, is not searched, or the page would tell what it says in the others; what is masked
 * could be guessed digit by digit.
 */
export function searchableIn(scope: Scope, by: Actor, where: Where): readonly SearchField[] {
  const any = anyOf(scope)
  if (by.kind === 'resident') return isRequester(any, by, where) ? ['description', 'reply'] : []
  const ofPerson = shownAtLeast(any, by, where)
  const ofKept = shownAtLeast({ ...any, confidential: true }, by, where)
  const ofUnnamed = shownAtLeast({ ...any, anonymous: true }, by, where)
  return [
    ...(['description', 'reply', 'staff'] as const),
    ...(mayFindPlace(any, by, where) ? (['place'] as const) : []),
    ...(ofPerson('address') === 'plain' ? (['address'] as const) : []),
    // Numbers are looked up in confidential and anonymous requests alike.
    ...(ofKept('phone') === 'plain' && ofUnnamed('phone') === 'plain' ? (['phone'] as const) : []),
    ...(ofKept('address') === 'plain' ? (['confidentialAddress'] as const) : []),
  ]
}
