import type { Searched } from '../../record/searching/searched.js'
import type { RequestFacts } from '../facts.js'

/**
 * Where a request is searched. Who may read what decides which of these are asked: `reply` are answers that the requester reads too, `staff` those that only
 * staff do, of units that help and for residents of other requests; the address in a confidential request is a field of its own, since units do not read it. Notes, reasons and comments are not searched.
 */
export const searchFields = [
  ...(['description', 'reply', 'staff', 'place', 'address'] as const),
  ...(['confidentialAddress', 'phone'] as const),
] as const

/** One of the fields that a request is searched in. */
export type SearchField = (typeof searchFields)[number]

/** The texts of a request that are found. */
export function searchedOf(facts: RequestFacts): Searched[] {
  const { description, supplements = [], person, place, replies, coHandlers, leadingAnswer } = facts
  const words = (field: SearchField, sealed: { readonly ref: string } | undefined): Searched[] =>
    sealed === undefined ? [] : [{ ref: sealed.ref, field, by: 'words' }]
  return [
    ...words('description', description),
    // What was added is read by whoever reads what was reported.
    ...supplements.flatMap(({ text }) => words('description', text)),
    ...words('place', place?.address),
    ...words(facts.confidential === undefined ? 'address' : 'confidentialAddress', person.address),
    ...(person.phone === undefined ? [] : [{ ref: person.phone.ref, field: 'phone', by: 'numbers' } as const]),
    ...replies.flatMap(({ text, textForMerged }) => [...words('reply', text), ...words('staff', textForMerged)]),
    ...coHandlers.flatMap(({ text }) => words('staff', text)),
    ...words('reply', leadingAnswer?.text),
  ]
}
