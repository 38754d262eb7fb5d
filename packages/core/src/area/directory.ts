/** The area tree as other parts of the domain see it. */
export interface AreaDirectory {
  readonly revision: number
  has(code: string): boolean
  isWithin(code: string, ancestor: string): boolean
  /** `370281/370281001/…/` */
  path(code: string): string
  /** Who supervises, one level up at a time: street or town, county, city … Never empty for a known area. */
  ladder(code: string): readonly string[]
}

/** What teams ask of the area tree: a team belongs to a grid, not to a street or a building. */
export interface TeamAreas extends AreaDirectory {
  /** Whether a grid in force has the code. */
  isGrid(code: string): boolean
}

/** What responsibility asks of the area tree. */
export interface CatalogueAreas extends AreaDirectory {
  /** The areas this one came of by a split or a merge, nearest first. */
  predecessors(code: string): readonly string[]
}

/** Who supervises at a level: the first of the ladder at level 0 and 1, the next at 2, the last from there on; `undefined` for an empty ladder. */
export function supervisingArea(ladder: readonly string[], level: number): string | undefined {
  return ladder[Math.min(Math.max(level, 1), ladder.length) - 1]
}
