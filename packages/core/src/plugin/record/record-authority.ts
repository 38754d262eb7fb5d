import type { AreaDirectory } from '../../area/directory.js'
import type { Authority } from '../../authority/authority.js'
import { coversArea, wholeCity } from '../../authority/grants.js'
import type { Actor } from '../../contracts/actor.js'
import type { RecordIndex } from '../../contracts/rows.js'

/**
 * Who may do something with a record: `anyone`, any `resident`, the `requester` whose record it is (`requester` of its `index`), a handler of its `unit`
 * (`unit` of its `index`), or who holds the role of this name over the area that it lies in.
 */
export type RecordParty = 'anyone' | 'resident' | 'requester' | 'unit' | (string & {})

/** What a rule of a plugin's own is decided with. */
export interface RecordAuthority {
  /** Who asks, with grants. */
  readonly by: Actor
  /** Milliseconds since 1970. */
  readonly now: number
  /** Whether the actor holds the role over this area; that of the record when absent, and the whole city where it lies in none. */
  holds(role: string, area?: string): boolean
}

/** Where a record lies, and whose it is. */
export interface RecordPlace {
  /** Code of the area; absent for a record that lies in none. */
  readonly area?: string | undefined
  readonly unit?: string | undefined
  readonly requester?: string | undefined
}

/** The areas as authority asks for them. */
export type RecordAreas = Pick<AreaDirectory, 'isWithin'> & { roots(): readonly string[] }

/** Who asks, and by which tables and areas it is judged. */
export interface RecordAsking {
  readonly by: Actor
  readonly now: number
  readonly authority: Authority
  readonly areas: RecordAreas
}

/** Whoever may erase the texts of a record, where its plugin does not say. */
export const erasers: readonly RecordParty[] = ['requester', 'securityAdmin']

/** The place of a record, from what it is found by. */
export function placeIn({ areaPath = '', unit, requester }: Partial<RecordIndex>): RecordPlace {
  return { area: areaPath.split('/').at(-2), unit: unit || undefined, requester: requester || undefined }
}

/** Whether the actor is one of these parties. The system, which acts for core itself, always is. */
export function isParty(parties: readonly RecordParty[], place: RecordPlace, asking: RecordAsking): boolean {
  const { by } = asking
  if (by.kind === 'system') return true
  return parties.some((party) => {
    if (party === 'anyone') return true
    if (party === 'resident') return by.kind === 'resident'
    if (party === 'requester') return by.kind === 'resident' && by.id === place.requester
    if (party === 'unit') return handles(place, asking)
    return holds(party, place.area, asking)
  })
}

function handles({ unit, area }: RecordPlace, { by, authority, areas }: RecordAsking): boolean {
  if (unit === undefined) return false
  if (area !== undefined) return authority.unitsOf(by, 'handler', area, areas).includes(unit)
  return authority
    .grantsOf(by)
    .some((grant) => grant.role === 'handler' && grant.unit === unit && grant.area === undefined)
}

/** Whether the actor holds the role over the area; over the whole city where there is none. */
export function holds(role: string, area: string | undefined, { by, authority, areas }: RecordAsking): boolean {
  if (area !== undefined) return authority.holdsOver(by, role, area, areas)
  const roots = areas.roots()
  const grants = authority.grantsOf(by).filter((grant) => grant.role === role)
  return (
    grants.some((grant) => grant.area === wholeCity) ||
    (roots.length > 0 && roots.every((root) => grants.some((grant) => coversArea(grant, root, areas))))
  )
}
