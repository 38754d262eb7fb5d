/** The area tree as other parts of the domain see it. */
export interface AreaDirectory {
  /** Version of the area record that the answers come from; it grows with every change. */
  readonly revision: number
  /** Whether an area in force has the code. */
  has(code: string): boolean
  /** The area in force that stands for this one now: itself, or the first that took its place; `undefined` for one that never was. */
  successorOf(code: string): string | undefined
  /** Whether the first is the second, or lies anywhere below it. A first that is not in force lies where its successor does; a second stands for all that took its place. */
  isWithin(code: string, ancestor: string): boolean
  /** Every area in force that took the place of this one, none of a level above its own: several after a split. */
  inheritorsOf(code: string): readonly string[]
  /** Codes from the root down to the area, each followed by a slash (`370281/370281001/`); empty for an area that is not in force. */
  path(code: string): string
  /** Codes of the areas that supervise, nearest first: town or street, county, city, province. Those of the successor for an area that is not in force; empty for one that never was. */
  ladder(code: string): readonly string[]
}

/** What teams ask of the area tree: a team belongs to a grid, not to a street or a building. */
export interface TeamAreas extends AreaDirectory {
  /** Whether a grid in force has the code. */
  isGrid(code: string): boolean
}

/** What responsibility asks of the area tree. */
export interface CatalogueAreas extends AreaDirectory {
  /** Codes of the areas that lie below no other: together they are the whole city. */
  roots(): readonly string[]
  /** Codes of the retired areas whose place this one took, nearest first. */
  predecessors(code: string): readonly string[]
}

/**
 * The area that supervises something of an area: of those that do, nearest first, the first while `supervision` is 0 or 1, the next at 2, the last from there on;
 * the area itself where none does.
 */
export function supervisorOf(
  { ladder }: Pick<AreaDirectory, 'ladder'>,
  { area, supervision }: { readonly area: string; readonly supervision: number },
): string {
  const above = ladder(area)
  return above[Math.min(Math.max(supervision, 1), above.length) - 1] ?? area
}
