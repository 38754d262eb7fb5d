/** Levels of the hierarchy, from the top. A grid may lie below a community or, where there is none, a town; buildings lie in grids. */
export const areaLevels = ['province', 'city', 'county', 'town', 'community', 'grid', 'building'] as const

/** One of {@link areaLevels}. */
export type AreaLevel = (typeof areaLevels)[number]

/** What a grid covers (`residential` 居住, `village` 村庄, `business` 商圈) or what kind it is by local regulation. */
export const gridKinds = ['residential', 'village', 'business', 'general', 'dedicated', 'micro', 'maritime'] as const

/** One of {@link gridKinds}. */
export type GridKind = (typeof gridKinds)[number]

/** One area as imported. */
export interface AreaRow {
  readonly code: string
  readonly name: string
  readonly level: AreaLevel
  /** Code of the area above; `null` for the root. */
  readonly parent: string | null
  readonly kind?: GridKind
}

/** One area as kept: a row with the time it was in force. */
export interface Area extends AreaRow {
  /** Instant from which it is in force. */
  readonly validFrom: number
  /** Instant at which it was split, merged or redrawn; absent while in force. */
  readonly validTo?: number
  /** What came after it. For a split, open requests follow the first. */
  readonly successors?: readonly string[]
}

/** How deep a level lies; a child always lies deeper than its parent. */
export function depthOf(level: AreaLevel): number {
  return areaLevels.indexOf(level)
}
