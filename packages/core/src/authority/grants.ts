import type { Actor, Grant } from '../contracts/actor.js'

/** The area of a grant that is held over the whole city, however many roots its tree has. */
export const wholeCity = '*'

/** What is asked of the area tree: whether one area is another or lies below it. */
export interface Lying {
  /** Whether the first is the second, or lies anywhere below it. */
  isWithin(code: string, ancestor: string): boolean
}

/**
 * The grants an actor works by. Only staff hold any: a resident who also serves the city is another actor when at work, and the system needs none.
 * Every question of authority, of core and of plugins, begins here.
 */
export function grantsOf({ kind, grants }: Actor): readonly Grant[] {
  return kind === 'staff' ? grants : []
}

/** Whether a grant says that it is held over this area. One that names no area is held over none. */
export function coversArea({ area: held }: Grant, area: string, areas: Lying): boolean {
  return held !== undefined && (held === wholeCity || held === area || areas.isWithin(area, held))
}

/** Whether the actor holds the role over this area. */
export function holdsOver(by: Actor, role: string, area: string, areas: Lying): boolean {
  return grantsOf(by).some((grant) => grant.role === role && coversArea(grant, area, areas))
}

/** Whether the actor holds the role over each of these areas: the roots of the tree are the whole city. Of none at all only who holds it everywhere. */
export function holdsOverAll(by: Actor, role: string, codes: readonly string[], areas: Lying): boolean {
  return (
    grantsOf(by).some((grant) => grant.role === role && grant.area === wholeCity) ||
    (codes.length > 0 && codes.every((code) => holdsOver(by, role, code, areas)))
  )
}

/** Ids of the units that the actor handles for. A grant that names an area besides is held for what lies there only. */
export function unitsOf(by: Actor, area: string, areas: Lying): readonly string[] {
  return grantsOf(by).flatMap((grant) =>
    grant.role === 'handler' && grant.unit !== undefined && (grant.area === undefined || coversArea(grant, area, areas))
      ? [grant.unit]
      : [],
  )
}
