import type { Party } from './parties.js'
import type { Permissions } from './permissions.js'

/** What of a person is shown or not: `personal` are the fields of a category that the catalogue calls personal. */
export const personalFields = ['name', 'phone', 'address', 'personal'] as const

/** One of {@link personalFields}. */
export type PersonalField = (typeof personalFields)[number]

/** How a personal field is shown: as it is, masked (`138****1234`), or not at all. */
export const waysToShow = ['hidden', 'masked', 'plain'] as const

/** One of {@link waysToShow}. */
export type Shown = (typeof waysToShow)[number]

/**
 * Where a request stands, as far as it matters who sees its requester: before a unit has claimed it (also again, after it was returned or passed on), from the claim to
 * the end, and afterwards.
 */
export const contactPhases = ['beforeClaim', 'fromClaim', 'afterEnd'] as const

/** One of {@link contactPhases}. */
export type ContactPhase = (typeof contactPhases)[number]

/** How one field is shown: everywhere alike, or by phase. A state of the lifecycle that is named goes before the phase it lies in. */
export type ShownWhere =
  | Shown
  | ({ readonly [Phase in ContactPhase]?: Shown } & { readonly [state: string]: Shown | undefined })

/** Which party sees which personal field, by phase or state. */
export type ContactPolicy<Own extends string = never> = {
  readonly [Who in Party<Own>]?: { readonly [Field in PersonalField]?: ShownWhere }
}

/** Who sees what by default, besides those whom `requests.read.personal` names: they see everything. */
export const defaultContactPolicy = {
  unit: { name: { fromClaim: 'masked' }, phone: { fromClaim: 'masked' }, address: 'plain' },
  coUnit: { address: 'plain' },
} as const satisfies ContactPolicy

/** How some parties see a person, whole: every field has every phase, and the states that were named. */
export interface ContactSight {
  /** Parties that see alike. */
  readonly parties: readonly string[]
  /** They are units that work on the request, or stand for one: they see nothing of whoever asked to be kept from them. */
  readonly ofUnit: boolean
  /** By field, then by phase or state. */
  readonly fields: Readonly<Record<PersonalField, Readonly<Record<string, Shown>>>>
}

type Given = { readonly [Field in PersonalField]?: ShownWhere }
type Policy = Readonly<Record<string, Given | undefined>>

function whole(otherwise: Shown, ...given: readonly (ShownWhere | undefined)[]): Readonly<Record<string, Shown>> {
  const everywhere = (shown: Shown) => Object.fromEntries(contactPhases.map((phase) => [phase, shown]))
  let all: Record<string, Shown> = everywhere(otherwise)
  for (const each of given)
    if (typeof each === 'string') all = everywhere(each)
    else for (const [at, shown] of Object.entries(each ?? {})) if (shown !== undefined) all[at] = shown
  return Object.freeze(all)
}

/** The policy in force, by party: the default, with what the place says of single fields. Those who see alike are one. */
export function contactSights(
  permissions: Permissions,
  own: Policy,
  isOfUnit: (party: string) => boolean,
): readonly ContactSight[] {
  const all = permissions.requests?.['read.personal'] ?? []
  const usual: Policy = defaultContactPolicy
  const sights = new Map<string, { parties: string[]; ofUnit: boolean; fields: ContactSight['fields'] }>()
  for (const party of new Set([...all, ...Object.keys(usual), ...Object.keys(own)])) {
    const fields = Object.fromEntries(
      personalFields.map((field) => {
        const [otherwise, ...first] = all.includes(party)
          ? (['plain'] as const)
          : (['hidden', usual[party]?.[field]] as const)
        return [field, whole(otherwise, ...first, own[party]?.[field])]
      }),
    ) as ContactSight['fields']
    const ofUnit = isOfUnit(party)
    const key = JSON.stringify([ofUnit, fields])
    const sight = sights.get(key) ?? { parties: [], ofUnit, fields }
    sight.parties.push(party)
    sights.set(key, sight)
  }
  return Object.freeze([...sights.values()].map((sight) => Object.freeze(sight)))
}
