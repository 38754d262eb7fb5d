import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { VaultRow } from '../contracts/rows.js'
import { sealTexts } from '../privacy/seal.js'
import type { FreeText } from '../privacy/text.js'
import type { ParsedJoin } from './input.js'
import type { Membership } from './team.js'

/** What sealing takes: ids for the references, and the digest of the texts. */
export interface Sealing {
  readonly ids: Ids
  readonly digest: Digest
}

/** Puts name and phone into the vault, as data of the person they are about. */
export function sealPerson(
  person: { readonly member: string; readonly name?: FreeText | undefined; readonly phone?: FreeText | undefined },
  { ids, digest }: Sealing,
) {
  const { name, phone } = person
  const texts = { ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
  return sealTexts<{ name?: FreeText; phone?: FreeText }>(texts, () => ids.next('text'), person.member, ids, digest)
}

/** A membership as it is stored, and the rows that go into the vault. */
export function sealMembership(
  input: ParsedJoin,
  sealing: Sealing,
): { membership: Membership; vault: readonly VaultRow[] } {
  const { input: sealed, vault } = sealPerson(input, sealing)
  return { membership: { ...termsOf(input), ...sealed }, vault }
}

/** The membership without name and phone. */
export function termsOf(input: ParsedJoin): Membership {
  const { member, role, employment, building, partySecretary, from, to } = input
  return {
    member,
    role,
    ...(employment !== undefined && { employment }),
    ...(building !== undefined && { building }),
    ...(partySecretary === true && { partySecretary }),
    from,
    ...(to !== undefined && { to }),
  }
}
