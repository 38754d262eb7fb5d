import type { Actor, Grant } from '../contracts/actor.js'

/** The area of a grant that is held over the whole city, however many roots its tree has. */
export const wholeCity = '*'

/** What is asked of the area tree: whether one area is another or lies below it. */
export interface Lying {
  /** Whether the first is the second, or lies anywhere below it. */
  isWithin(code: string, ancestor: string): boolean
}

/** The grants that were given to an actor, as they stand. What they come to, the authority says. */
export function staffGrants({ kind, grants }: Actor): readonly Grant[] {
  return kind === 'staff' ? grants : []
}

/** Whether a grant says that it is held over this area. One that names no area is held over none. */
export function coversArea({ area: held }: Grant, area: string, areas: Lying): boolean {
  return held !== undefined && (held === wholeCity || held === area || areas.isWithin(area, held))
}
