import type { z } from 'zod'
import type { WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import type { WorkCalendar } from '../calendar/calendar.js'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import type { Directory } from '../contracts/directory.js'
import type { Ids } from '../contracts/ids.js'
import { unfit } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { parseCommandOptions, parseInput, parseReader } from '../import/parse.js'
import { outlineOf, type Sealed, type SealedOf, sealTexts } from '../privacy/seal.js'
import type { DomainEvent, RecordRunner } from '../record/record-kind.js'
import type { AddressBook, OpenContact } from './address-book.js'
import type { ConsentEntry, ContactResult, ContactView, RevealResult } from './contact-results.js'
import type { Contacts } from './contacts.js'
import { contactInputs } from './input.js'
import { type ContactCommand, type ContactEventData, contactKind } from './kind.js'
import { mayContact } from './may-contact.js'
import { quietUntil } from './quiet-hours.js'
import { recipientsOn } from './recipients.js'
import type { ContactAction } from './refusals.js'

/** What the contacts are built from. */
export interface ContactParts {
  readonly runner: RecordRunner
  readonly areas: () => WholeCity
  readonly authority: Authority
  readonly book: AddressBook
  readonly directory: () => Directory
  readonly calendar: () => WorkCalendar
  readonly ids: Ids
  readonly digest: Digest
  readonly now: () => number
}

type Inputs = typeof contactInputs
type Sealing<Name extends keyof Inputs> = (input: SealedOf<z.output<Inputs[Name]>>) => ContactCommand

const personOf = (person: unknown): string => parseInput(contactInputs.person, person, ['person'], 'id of a person')

function viewOf(person: string, { facts, name, preferences, address }: OpenContact, own: boolean): ContactView {
  return {
    person,
    ...(own && name !== undefined && { name }),
    addresses: facts.addresses.map(({ via, since }) => {
      const text = own ? address(via) : undefined
      return { via, since, ...(text !== undefined && { address: text }) }
    }),
    ...(preferences !== undefined && { preferences }),
    consents: facts.consents,
  }
}

function entryOf({ type, at, by: { id: by }, data }: DomainEvent): ConsentEntry | undefined {
  switch (type) {
    case 'contact.consentGiven':
      return { what: 'given', ...(data as ContactEventData[typeof type]), by }
    case 'contact.consentWithdrawn':
      return { what: 'withdrawn', ...(data as ContactEventData[typeof type]), at, by }
    case 'contact.consentUsed':
      return { what: 'used', ...(data as ContactEventData[typeof type]), at, by }
    default:
      return undefined
  }
}

/** The contacts on a record runner. */
export function createContacts(parts: ContactParts): Contacts {
  const { runner, areas, authority, book, directory, calendar, ids, digest, now } = parts
  const may = (action: ContactAction, by: Actor, person?: string) =>
    mayContact(action, { person }, { by, authority, areas: areas() })

  // Parses, seals what is personal, and runs one command of the record.
  const commandOf =
    <Name extends keyof Inputs>(name: Name, command: Sealing<Name>) =>
    async (rawPerson: string, rawInput: unknown, rawOptions: CommandOptions): Promise<ContactResult> => {
      const person = personOf(rawPerson)
      const input = parseInput(contactInputs[name] as z.ZodType, rawInput, ['input'], `${name} command`)
      const options = parseCommandOptions(rawOptions)
      return run(person, command, input as object, options)
    }

  async function run(
    person: string,
    command: (input: never) => ContactCommand,
    input: object,
    options: CommandOptions,
  ): Promise<ContactResult> {
    const sealed = sealTexts(input, () => ids.next('text'), person, ids, digest)
    const more = { ...options, vault: sealed.vault, body: outlineOf(input) }
    const result = await runner.run(contactKind, person, command(sealed.input as never), more)
    return result.ok ? { ok: true, contact: result.record } : result
  }

  const change = commandOf('setAddress', ({ via, address }) => ({ name: 'setAddress', via, address }))

  async function setAddress(rawPerson: string, rawInput: unknown, rawOptions: CommandOptions): Promise<ContactResult> {
    const person = personOf(rawPerson)
    const { via, address } = parseInput(contactInputs.setAddress, rawInput, ['input'], 'setAddress command')
    const { by, key, expectedVersion, tx } = parseCommandOptions(rawOptions)
    // Applications set the address at every login; one that is there already is no event.
    const plain = key === undefined && expectedVersion === undefined && tx === undefined
    if (plain && may('change', by, person)) {
      const there = await book.open(person)
      if (there?.address(via) === address.value) return { ok: true, contact: there.facts }
    }
    return change(person, rawInput, rawOptions)
  }

  async function prefer(rawPerson: string, rawInput: unknown, rawOptions: CommandOptions): Promise<ContactResult> {
    const person = personOf(rawPerson)
    const wishes = parseInput(contactInputs.prefer, rawInput, ['preferences'], 'preferences')
    const options = parseCommandOptions(rawOptions)
    const preferences = { free: 'preferences', value: JSON.stringify(wishes) }
    return run(person, (sealed: { preferences: Sealed }) => ({ name: 'prefer', ...sealed }), { preferences }, options)
  }

  const agree = commandOf('consent', (input) => ({ name: 'consent', ...input }) as ContactCommand)

  async function consent(person: string, input: unknown, options: CommandOptions): Promise<ContactResult> {
    const { at } = parseInput(contactInputs.consent, input, ['input'], 'consent command')
    if (at !== undefined && at > now())
      throw new InvalidInputError([unfit(['input', 'at'], '尚未到来', 'is still to come')], 'consent command')
    return agree(person, input, options)
  }

  const look = commandOf('reveal', ({ reason }) => ({ name: 'reveal', reason }))

  async function reveal(person: string, input: unknown, options: CommandOptions): Promise<RevealResult> {
    const looked = await look(person, input, options)
    if (!looked.ok) return looked
    const contact = (await book.open(person)) as OpenContact
    return { ok: true, contact: viewOf(person, contact, true) }
  }

  async function eraseOf(rawPerson: string, rawInput: unknown, rawOptions: CommandOptions) {
    const person = personOf(rawPerson)
    const { basis } = parseInput(contactInputs.erase, rawInput, ['input'], 'eraseOf command')
    const options = parseCommandOptions(rawOptions)
    const none = { ok: true as const, texts: 0 }
    if (may('erase', options.by, person) && (await runner.facts(contactKind, person)) === undefined) return none
    const result = await runner.run(contactKind, person, { name: 'erase', basis }, options)
    if (!result.ok) return result
    const erased = result.events.find(({ type }) => type === 'contact.erased')
    return erased === undefined ? none : { ok: true as const, texts: (erased.data as { texts: number }).texts }
  }

  async function of(rawPerson: string, options: ReadOptions): Promise<ContactView | undefined> {
    const person = personOf(rawPerson)
    const by = parseReader(options)
    if (!may('read', by, person)) return undefined
    const contact = await book.open(person)
    return contact === undefined ? undefined : viewOf(person, contact, by.id === person)
  }

  async function ledger(rawPerson: string, options: ReadOptions): Promise<readonly ConsentEntry[]> {
    const person = personOf(rawPerson)
    const by = parseReader(options)
    if (!may('read', by, person)) return []
    const entries: ConsentEntry[] = []
    for await (const event of runner.events(contactKind.type, person)) {
      const entry = entryOf(event)
      if (entry !== undefined) entries.push(entry)
    }
    return entries
  }

  async function wouldReach(query: Parameters<Contacts['wouldReach']>[0], options: ReadOptions) {
    const { to, via, about } = parseInput(contactInputs.wouldReach, query, ['query'], 'query')
    const by = parseReader(options)
    if (!may('read', by)) return []
    const reached = await directory().addresses(to as Parameters<Directory['addresses']>[0], via, about)
    const instant = now()
    return reached.map(({ person, preferences }) => ({ person, from: quietUntil(preferences, instant, calendar()) }))
  }

  return Object.freeze({
    setAddress,
    removeAddress: commandOf('removeAddress', ({ via }) => ({ name: 'removeAddress', via })),
    setName: commandOf('setName', ({ name }) => ({ name: 'setName', fullName: name })),
    prefer,
    consent,
    withdrawConsent: commandOf('withdrawConsent', ({ to }) => ({ name: 'withdrawConsent', to })),
    useConsent: commandOf('useConsent', ({ to }) => ({ name: 'useConsent', to })),
    reveal,
    eraseOf,
    of,
    ledger,
    ...recipientsOn({ runner, areas, authority }),
    wouldReach,
  })
}
