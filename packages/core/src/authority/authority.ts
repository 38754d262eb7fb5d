import type { Actor, Grant } from '../contracts/actor.js'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from '../import/refusal.js'
import { authorityRefusals } from './authority-refusals.js'
import { type ContactPolicy, type ContactSight, contactSights } from './contact-policy.js'
import { coversArea, type Lying, staffGrants, wholeCity } from './grants.js'
import { relationNames, unitRelations } from './parties.js'
import { defaultPermissions, type Permissions } from './permissions.js'
import { defaultRoles, type Role, type Roles } from './roles.js'

/** Who holds what, and who may do what: roles and permissions of the place, asked by every kind of record. */
export interface Authority {
  /** The roles of the library and of the place. */
  readonly roles: Roles
  /** Who may do what, by noun and action. */
  readonly permissions: Permissions
  /** Who sees what of the person behind a request: parties that see alike together. */
  readonly contactSights: readonly ContactSight[]
  /**
   * The grants an actor works by, with the roles that theirs include. Only staff hold any: a resident who also serves the city is another actor when at
   * work, and the system needs none. Roles that exclude each other and are held together count for nothing.
   */
  grantsOf(by: Actor): readonly Grant[]
  /**
   * Whether one of the actor's grants makes them one of these parties. Asked of each grant that counts, with each party that its role may make somebody: the
   * role itself, those it includes, and for a handler the relations of a unit. `parties` is looked through once for each role, as long as it is the same list.
   */
  holdsAny(by: Actor, parties: readonly string[], test: (grant: Grant, party: string) => boolean): boolean
  /** Whether the actor holds the role over this area. */
  holdsOver(by: Actor, role: string, area: string, areas: Lying): boolean
  /** Ids of the units that the actor holds the role for. A grant that names an area besides is held for what lies there only. */
  unitsOf(by: Actor, role: string, area: string, areas: Lying): readonly string[]
  /** The parties that may do something; none where no table names it. */
  parties(noun: string, action: string): readonly string[]
  /** Whether the actor may do something in this area: by a role over it, by one that is held by the person alone, or because anyone may. */
  mayIn(by: Actor, noun: string, action: string, area: string, areas: Lying): boolean
  /** Whether the actor may do something in each of these areas: the roots of the tree are the whole city. Where there is none at all, only who may everywhere. */
  mayInAll(by: Actor, noun: string, action: string, codes: readonly string[], areas: Lying): boolean
  /** The "no" to somebody who would be one of the parties, were they not two that exclude each other; `undefined` for everybody else. */
  exclusion(by: Actor, parties: readonly string[]): Refusal | undefined
  /** Whether a party is held where: `undefined` for a relation. */
  heldAt(party: string): Role['held'] | undefined
  /** What a party is called. */
  titleOf(party: string): Bilingual
  /** The parties that may do something, with what they are called, for a refusal. */
  needed(
    noun: string,
    action: string,
  ): {
    /** Names of the parties; empty where no table names it. */
    readonly needs: readonly string[]
    /** What they are called, as one list. */
    readonly who: Bilingual
  }
}

const nothing: readonly Grant[] = Object.freeze([])
const none: readonly string[] = Object.freeze([])

/** Puts together who holds what. The tables must have been checked before. */
export function createAuthority(
  roles: Roles,
  permissions: Permissions,
  contactPolicy: ContactPolicy<string> = {},
): Authority {
  const byName = new Map(Object.entries(roles))
  const roleOf = (name: string): Role | undefined => byName.get(name)
  // Roles that stand for more than themselves, or against others: all others are taken as they are.
  const worksAs = new Map<string, readonly string[]>()
  const against = new Map<string, ReadonlySet<string>>()
  for (const [name, { includes, excludes }] of Object.entries(roles)) {
    if (includes !== undefined) {
      const all = new Set(includes)
      for (const each of all) for (const next of roleOf(each)?.includes ?? []) all.add(next)
      worksAs.set(
        name,
        [...all].filter((each) => each !== name),
      )
    }
    for (const other of excludes ?? []) {
      against.set(name, new Set([...(against.get(name) ?? []), other]))
      against.set(other, new Set([...(against.get(other) ?? []), name]))
    }
  }

  function pairOf(grants: readonly Grant[]): readonly [string, string] | undefined {
    for (const { role } of grants) {
      const others = against.get(role)
      const other = others === undefined ? undefined : grants.find((each) => others.has(each.role))
      if (other !== undefined) return [role, other.role]
    }
    return undefined
  }

  function isVoid(role: string, grants: readonly Grant[]): boolean {
    const others = against.get(role)
    return others !== undefined && grants.some((each) => others.has(each.role))
  }

  function grantsOf(by: Actor): readonly Grant[] {
    const grants = staffGrants(by)
    if (grants.length === 0) return nothing
    if (!grants.some(({ role }) => worksAs.has(role) || against.has(role))) return grants
    return grants
      .filter(({ role }) => !isVoid(role, grants))
      .flatMap((grant) => [grant, ...(worksAs.get(grant.role) ?? []).map((role) => ({ ...grant, role }))])
  }

  // Which of a list of parties a grant of a role may make somebody, found once for each role of the tables: they are the same lists for ever.
  const found = new WeakMap<readonly string[], Map<string, readonly string[]>>()
  function partiesOf(role: string, parties: readonly string[]): readonly string[] {
    const known = found.get(parties)?.get(role)
    if (known !== undefined) return known
    if (roleOf(role) === undefined) return none
    const names = [role, ...(worksAs.get(role) ?? [])]
    const own = parties.filter(
      (party) => names.includes(party) || (names.includes('handler') && unitRelations.has(party)),
    )
    const ofList = found.get(parties) ?? new Map<string, readonly string[]>()
    found.set(parties, ofList.set(role, own))
    return own
  }

  function holdsAny(by: Actor, parties: readonly string[], test: (grant: Grant, party: string) => boolean): boolean {
    const grants = staffGrants(by)
    for (const grant of grants) {
      const own = partiesOf(grant.role, parties)
      if (own.length === 0 || isVoid(grant.role, grants)) continue
      for (const party of own) if (test(grant, party)) return true
    }
    return false
  }

  const holdsOver = (by: Actor, role: string, area: string, areas: Lying): boolean =>
    grantsOf(by).some((grant) => grant.role === role && coversArea(grant, area, areas))

  function unitsOf(by: Actor, role: string, area: string, areas: Lying): readonly string[] {
    return grantsOf(by).flatMap((grant) =>
      grant.role === role && grant.unit !== undefined && (grant.area === undefined || coversArea(grant, area, areas))
        ? [grant.unit]
        : [],
    )
  }

  function parties(noun: string, action: string): readonly string[] {
    const table = Object.hasOwn(permissions, noun) ? permissions[noun] : undefined
    return table !== undefined && Object.hasOwn(table, action) ? (table[action] ?? []) : []
  }

  // By the person alone, wherever: being there is enough.
  function isByItself(party: string, by: Actor): boolean {
    if (party === 'anyone') return true
    if (party === 'resident') return by.kind === 'resident'
    return roleOf(party)?.held === 'person' && grantsOf(by).some(({ role }) => role === party)
  }

  const mayIn: Authority['mayIn'] = (by, noun, action, area, areas) =>
    by.kind === 'system' ||
    parties(noun, action).some((party) => isByItself(party, by) || holdsOver(by, party, area, areas))

  const mayInAll: Authority['mayInAll'] = (by, noun, action, codes, areas) => {
    if (by.kind === 'system') return true
    const grants = grantsOf(by)
    return parties(noun, action).some((party) => {
      if (isByItself(party, by) || grants.some(({ role, area }) => role === party && area === wholeCity)) return true
      return codes.length > 0 && codes.every((code) => holdsOver(by, party, code, areas))
    })
  }

  function exclusion(by: Actor, wanted: readonly string[]): Refusal | undefined {
    const pair = pairOf(staffGrants(by))
    if (pair === undefined) return undefined
    const given = pair.flatMap((role) => [role, ...(worksAs.get(role) ?? [])])
    if (!given.some((role) => wanted.includes(role))) return undefined
    const titles = [titleOf(pair[0]), titleOf(pair[1])] as const
    return authorityRefusals['roles-exclude-each-other']({ actor: by.id, roles: pair, titles })
  }

  function titleOf(party: string): Bilingual {
    if (Object.hasOwn(relationNames, party)) return relationNames[party as keyof typeof relationNames]
    return roleOf(party)?.title ?? { zh: party, en: party }
  }

  function needed(noun: string, action: string) {
    const needs = parties(noun, action)
    const titles = needs.map(titleOf)
    const who =
      needs.length === 0
        ? { zh: '权限表未将其授予任何人', en: 'a permission that no table names' }
        : { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(' or ') }
    return { needs, who }
  }

  return Object.freeze({
    roles,
    permissions,
    contactSights: contactSights(
      permissions,
      contactPolicy,
      (party) => unitRelations.has(party) || roleOf(party)?.held === 'unit',
    ),
    grantsOf,
    holdsAny,
    holdsOver,
    unitsOf,
    parties,
    mayIn,
    mayInAll,
    exclusion,
    heldAt: (party: string) => roleOf(party)?.held,
    titleOf,
    needed,
  })
}

/** Roles and permissions as they come with the library. */
export const defaultAuthority: Authority = createAuthority(defaultRoles, defaultPermissions)
