import type { WholeCity } from '../authority/assert-may.js'
import type { Refusal } from '../import/refusal.js'
import type { Sealed } from '../privacy/seal.js'
import type { Decision, DomainEvent, Moment, NewEvent, RecordKind } from '../record/record-kind.js'
import type { Consent, ContactFacts } from './contact.js'
import { contactRefusal } from './may-contact.js'
import { type ContactAction, contactRefusals } from './refusals.js'

/** What can be done with the contact of a person; inputs are parsed and sealed before. */
export type ContactCommand =
  | { readonly name: 'setAddress'; readonly via: string; readonly address: Sealed }
  | { readonly name: 'removeAddress'; readonly via: string }
  | { readonly name: 'setName'; readonly fullName: Sealed }
  | { readonly name: 'prefer'; readonly preferences: Sealed }
  | ({ readonly name: 'consent' } & Omit<Consent, 'at' | 'left'> & { readonly at?: number; readonly times?: number })
  | { readonly name: 'withdrawConsent'; readonly to: string }
  | { readonly name: 'useConsent'; readonly to: string }
  | { readonly name: 'reveal'; readonly reason: Sealed }
  | { readonly name: 'erase'; readonly basis: string }

/** What is decided about a contact with. */
export interface ContactContext extends Moment {
  readonly person: string
  readonly areas: WholeCity
  /** References of the texts that are there; read for an erasure only. */
  readonly textRefs?: readonly string[]
}

/** What each event of a contact holds. */
export interface ContactEventData {
  readonly 'contact.addressSet': { readonly via: string; readonly address: Sealed }
  readonly 'contact.addressRemoved': { readonly via: string }
  readonly 'contact.named': { readonly name: Sealed }
  readonly 'contact.preferred': { readonly preferences: Sealed }
  readonly 'contact.consentGiven': Omit<Consent, 'left'> & { readonly times?: number }
  readonly 'contact.consentWithdrawn': { readonly to: string }
  readonly 'contact.consentUsed': { readonly to: string; readonly version: string }
  readonly 'contact.revealed': { readonly reason: Sealed }
  readonly 'contact.erased': { readonly basis: string; readonly texts: number }
}
type EventType = keyof ContactEventData

const contactEvents: Readonly<Record<EventType, true>> = {
  'contact.addressSet': true,
  'contact.addressRemoved': true,
  'contact.named': true,
  'contact.preferred': true,
  'contact.consentGiven': true,
  'contact.consentWithdrawn': true,
  'contact.consentUsed': true,
  'contact.revealed': true,
  'contact.erased': true,
}

const actions: Readonly<Record<ContactCommand['name'], ContactAction>> = {
  setAddress: 'change',
  removeAddress: 'change',
  setName: 'change',
  prefer: 'change',
  consent: 'consent',
  withdrawConsent: 'consent',
  useConsent: 'useConsent',
  reveal: 'reveal',
  erase: 'erase',
}

function authorise(
  _facts: unknown,
  { name }: Pick<ContactCommand, 'name'>,
  context: ContactContext,
): Refusal | undefined {
  return contactRefusal(actions[name], { person: context.person }, context)
}

const event = <Type extends EventType>(type: Type, data: ContactEventData[Type]): NewEvent => ({ type, data })
const one = <Type extends EventType>(type: Type, data: ContactEventData[Type], erase: readonly string[] = []) => ({
  events: [event(type, data)],
  erase,
})
const refs = (...sealed: readonly (Sealed | undefined)[]) => sealed.flatMap((each) => each?.ref ?? [])
const isOneTime = ({ left }: Consent) => left !== undefined

function decide(facts: ContactFacts | undefined, command: ContactCommand, context: ContactContext): Decision {
  const refusal = authorise(facts, command, context)
  if (refusal !== undefined) return { refusal }
  const { addresses = [], consents = [], withdrawn = [] } = facts ?? {}
  switch (command.name) {
    case 'setAddress': {
      const { via, address } = command
      const before = addresses.find((each) => each.via === via)
      // A changed number is a new text; nothing is left of the one before.
      return one('contact.addressSet', { via, address }, refs(before?.address))
    }
    case 'removeAddress': {
      const { via } = command
      const before = addresses.find((each) => each.via === via)
      if (before === undefined) return { refusal: contactRefusals['address-unknown']({ via }) }
      return one('contact.addressRemoved', { via }, refs(before.address))
    }
    case 'setName':
      return one('contact.named', { name: command.fullName }, refs(facts?.name))
    case 'prefer':
      return one('contact.preferred', { preferences: command.preferences }, refs(facts?.preferences))
    case 'consent': {
      const { to, version, way, at = context.now, times } = command
      const same = (each: Consent) => each.to === to && !isOneTime(each) && each.version === version
      // It holds already: agreeing again to the same text changes nothing.
      if (times === undefined && consents.some(same)) return { events: [] }
      return one('contact.consentGiven', { to, version, way, at, ...(times !== undefined && { times }) })
    }
    case 'withdrawConsent': {
      const { to } = command
      const holds = consents.some((each) => each.to === to)
      if (withdrawn.includes(to) && !holds) return { events: [] }
      return one('contact.consentWithdrawn', { to })
    }
    case 'useConsent': {
      const { to } = command
      const standing = consents.some((each) => each.to === to && !isOneTime(each))
      // What holds until it is withdrawn is not used up.
      if (standing) return { events: [] }
      const grant = consents.find((each) => each.to === to)
      if (grant === undefined) return { refusal: contactRefusals['consent-not-given']({ to }) }
      return one('contact.consentUsed', { to, version: grant.version })
    }
    case 'reveal':
      if (facts === undefined) return { refusal: contactRefusals['contact-unknown']({ person: context.person }) }
      return one('contact.revealed', { reason: command.reason })
    case 'erase': {
      const { textRefs = [] } = context
      const nothing = textRefs.length === 0 && consents.length === 0 && withdrawn.length === 0
      if (nothing) return { events: [] }
      return one('contact.erased', { basis: command.basis, texts: textRefs.length }, textRefs)
    }
  }
}

/** The consents after one more: of those that hold until withdrawn the newest text replaces the one before; one-time grants add up. */
function withConsent(consents: readonly Consent[], given: ContactEventData['contact.consentGiven']): Consent[] {
  const { times, ...consent } = given
  const { to, version, way } = given
  if (times !== undefined) {
    const isSame = (each: Consent) => isOneTime(each) && each.to === to && each.version === version && each.way === way
    const there = consents.find(isSame)
    if (there === undefined) return [...consents, { ...consent, left: times }]
    return consents.map((each) => (each === there ? { ...each, left: (each.left ?? 0) + times } : each))
  }
  return [...consents.filter((each) => each.to !== to || isOneTime(each)), consent]
}

/** The consents after a message used the oldest grant. */
function withoutUse(consents: readonly Consent[], to: string): Consent[] {
  const position = consents.findIndex((each) => each.to === to && isOneTime(each))
  return consents.flatMap((each, at) => {
    if (at !== position) return [each]
    const left = (each.left ?? 1) - 1
    return left > 0 ? [{ ...each, left }] : []
  })
}

function evolve(facts: ContactFacts | undefined, { type, at, data }: DomainEvent): ContactFacts {
  const { erasedAt: _, ...before } = facts ?? { createdAt: at, addresses: [], consents: [], withdrawn: [] }
  switch (type as EventType) {
    case 'contact.addressSet': {
      const { via, address } = data as ContactEventData['contact.addressSet']
      const there = before.addresses.some((each) => each.via === via)
      const next = { via, address, since: at }
      const addresses = there
        ? before.addresses.map((each) => (each.via === via ? next : each))
        : [...before.addresses, next]
      return { ...before, addresses }
    }
    case 'contact.addressRemoved': {
      const { via } = data as ContactEventData['contact.addressRemoved']
      return { ...before, addresses: before.addresses.filter((each) => each.via !== via) }
    }
    case 'contact.named':
      return { ...before, name: (data as ContactEventData['contact.named']).name }
    case 'contact.preferred':
      return { ...before, preferences: (data as ContactEventData['contact.preferred']).preferences }
    case 'contact.consentGiven': {
      const given = data as ContactEventData['contact.consentGiven']
      const withdrawn = before.withdrawn.filter((to) => to !== given.to)
      return { ...before, withdrawn, consents: withConsent(before.consents, given) }
    }
    case 'contact.consentWithdrawn': {
      const { to } = data as ContactEventData['contact.consentWithdrawn']
      const withdrawn = [...before.withdrawn.filter((each) => each !== to), to]
      return { ...before, withdrawn, consents: before.consents.filter((each) => each.to !== to) }
    }
    case 'contact.consentUsed':
      return { ...before, consents: withoutUse(before.consents, (data as ContactEventData['contact.consentUsed']).to) }
    case 'contact.erased': {
      const { createdAt } = before
      return { createdAt, addresses: [], consents: [], withdrawn: [], erasedAt: at }
    }
    default:
      return facts ?? before
  }
}

/** How one person is reached, as a record; its id is the person's. */
export const contactKind: RecordKind<ContactFacts, ContactCommand, ContactContext> = {
  type: 'contact',
  events: Object.keys(contactEvents),
  authorise,
  decide,
  evolve,
  index: ({ createdAt }) => ({ status: 'contact', open: false, createdAt }),
}
