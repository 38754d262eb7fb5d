import type { RoleName } from '../contracts/actor.js'
import type { Bilingual } from '../contracts/text.js'
import { deskTitles } from './desk-titles.js'
import { defaultRoles } from './roles.js'

/**
 * Somebody in a relation to one record, whatever roles they hold. `self`: the person that a contact is of. `unit`, `coUnit`: a handler of it; `chargedUnit`: a handler of a unit that is charged
 * with something an appeal may dispute.
 */
export type Relation = 'requester' | 'self' | 'unit' | 'coUnit' | 'chargedUnit' | 'anyone'

/** Who may do something: a relation, or a role held where the record is. A place's own roles are parties too. */
export type Party<Own extends string = never> = Relation | RoleName | Own

/** Relations that whoever handles for a unit has to what the unit has to do with. */
export const unitRelations: ReadonlySet<string> = new Set<Relation>(['unit', 'coUnit', 'chargedUnit'])

/** What relations are called. */
export const relationNames: Readonly<Record<Relation, Bilingual>> = {
  requester: deskTitles.requester,
  self: { zh: '本人', en: 'the person' },
  unit: { zh: '承办单位', en: 'the handling unit' },
  coUnit: { zh: '协办单位', en: 'a co-handling unit' },
  chargedUnit: { zh: '被考核单位', en: 'the unit that is charged' },
  anyone: { zh: '任何人', en: 'anyone' },
}

/** What the parties of the library are called. */
export const partyNames: Readonly<Record<Party, Bilingual>> = {
  ...relationNames,
  ...(Object.fromEntries(Object.entries(defaultRoles).map(([name, { title }]) => [name, title])) as Record<
    RoleName,
    Bilingual
  >),
}

const forThemselves: ReadonlySet<string> = new Set<Party>(['requester', 'chargedUnit'])

/** Whether a permission is the resident's or the charged unit's alone: then nobody stands in for them, and not the system. */
export function takesNoStandIn(parties: readonly string[]): boolean {
  return parties.length > 0 && parties.every((party) => forThemselves.has(party))
}
