import type { Area, AreaRow } from './area.js'

/** A name as it looks: full-width letters and digits made plain, without blanks and what has no width. Equal looks are equal names to a reader. */
export const visibleName = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()

/** Another area that looks the same. */
export interface Namesake {
  readonly code: string
  /** Number of its row; absent for one that is in force already. */
  readonly row?: number
}

/** Finds areas below one parent, of one level, whose names look the same: among rows in their order, and among those in force. */
export function namesakesIn(
  rows: Iterable<{ readonly row: number; readonly area: AreaRow }>,
  childrenOf: (parent: string) => readonly Area[],
): (readonly [row: number, area: AreaRow, other: Namesake])[] {
  const seen = new Map<string, Map<string, Namesake>>()
  const lookOf = ({ level, name }: AreaRow) => `${level}/${visibleName(name)}`
  const below = (parent: string | null) => {
    const known = seen.get(parent ?? '')
    if (known !== undefined) return known
    const there = parent === null ? [] : childrenOf(parent)
    const names = new Map<string, Namesake>(there.map((area) => [lookOf(area), { code: area.code }]))
    seen.set(parent ?? '', names)
    return names
  }
  return [...rows].flatMap(({ row, area }) => {
    const names = below(area.parent)
    const look = lookOf(area)
    const other = names.get(look)
    if (other === undefined) names.set(look, { code: area.code, row })
    return other === undefined || other.code === area.code ? [] : [[row, area, other] as const]
  })
}

/** Another area in force below the same parent, of the same level, that looks the same as this one. */
export function namesakeOf(area: AreaRow, childrenOf: (parent: string) => readonly Area[]): Area | undefined {
  const look = visibleName(area.name)
  const there = area.parent === null ? [] : childrenOf(area.parent)
  return there.find((each) => each.code !== area.code && each.level === area.level && visibleName(each.name) === look)
}
