import type { ContactPreferences, Reached } from '../contracts/directory.js'
import type { RecordRef, VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Sealed } from '../privacy/seal.js'
import type { RecordReader } from '../record/record-reader.js'
import type { ContactFacts } from './contact.js'
import { contactKind } from './kind.js'

/** What reading contacts takes. */
export interface AddressBookParts {
  readonly storage: Storage
  readonly factsIn: RecordReader['factsIn']
  readonly refOf: (type: string, id: string) => RecordRef
}

/** A contact with its texts. For core alone: it asks nobody who is reading. */
export interface OpenContact {
  readonly facts: ContactFacts
  readonly name: string | undefined
  readonly preferences: ContactPreferences | undefined
  /** The address of a kind, as long as it is there. */
  address(via: string): string | undefined
}

const textIn = (vault: readonly VaultRow[], sealed: Sealed | undefined): string | undefined =>
  vault.find(({ ref }) => ref === sealed?.ref)?.value ?? undefined

/** Reads contacts with their texts, each from one moment. */
export function createAddressBook({ storage, factsIn, refOf }: AddressBookParts) {
  async function open(person: string): Promise<OpenContact | undefined> {
    const { record, vault = [] } = await storage.load(refOf(contactKind.type, person), { vault: true })
    if (record === undefined) return undefined
    const { facts } = await factsIn<ContactFacts>(record)
    const wishes = textIn(vault, facts.preferences)
    return {
      facts,
      name: textIn(vault, facts.name),
      preferences: wishes === undefined ? undefined : (JSON.parse(wishes) as ContactPreferences),
      address: (via) => textIn(vault, facts.addresses.find((each) => each.via === via)?.address),
    }
  }

  /**
   * Where a person is reached by this kind of address: their own, or one that somebody else knows them by. `undefined` when there is none, and when they
   * have withdrawn their consent to it.
   */
  async function reach(
    person: string,
    via: string,
    otherwise: () => Promise<string | undefined> = async () => undefined,
  ): Promise<Reached | undefined> {
    const contact = await open(person)
    if (contact?.facts.withdrawn.includes(via)) return undefined
    const address = contact?.address(via) ?? (await otherwise())
    if (address === undefined) return undefined
    const preferences = contact?.preferences
    return { person, address, ...(preferences !== undefined && { preferences }) }
  }

  return Object.freeze({ open, reach })
}

/** See `createAddressBook`. */
export type AddressBook = ReturnType<typeof createAddressBook>
