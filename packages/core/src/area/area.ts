/**
 * Levels of the hierarchy, from the top: 省 · 市 · 县区 · 镇街 · 社区/村 · 网格 · 楼栋. Levels may be left out: a grid lies below a community or, where there is
 * none, a town. Buildings lie in grids.
 */
export const areaLevels = ['province', 'city', 'county', 'town', 'community', 'grid', 'building'] as const

/** One of {@link areaLevels}. */
export type AreaLevel = (typeof areaLevels)[number]

/** Standard kinds: what a grid covers (`residential` 居住, `village` 村庄, `business` 商圈) or what it is by local regulation. A place may declare more. */
export const gridKinds = ['residential', 'village', 'business', 'general', 'dedicated', 'micro', 'maritime'] as const

/** One of {@link gridKinds}, or a kind that the place declares with the option `gridKinds`. */
export type GridKind = (typeof gridKinds)[number] | (string & {})

/** One area as imported. */
export interface AreaRow {
  /** 区划编码: digits by level (GB/T 2260, GB/T 10114); up to 32 characters for a building. It never changes and is never given again. */
  readonly code: string
  /** The name in Chinese, up to 100 characters. */
  readonly name: string
  /** Deeper than the level of the parent. */
  readonly level: AreaLevel
  /** Code of the area above; `null` for a root, which lies at the level `county` or above. */
  readonly parent: string | null
  /** What a grid covers or is by local regulation; absent when the place does not distinguish grids. */
  readonly kind?: GridKind
}

/** One area as kept: a row with the time it was in force. */
export interface Area extends AreaRow {
  /** Instant from which this version is in force. */
  readonly validFrom: number
  /** Instant at which it was redrawn or retired; absent while it is in force. */
  readonly validTo?: number
  /** Codes of the areas that took its place, in the order named; absent unless it was retired. Open requests follow the first. */
  readonly successors?: readonly string[]
}

/** How deep a level lies; a child always lies deeper than its parent. */
export function depthOf(level: AreaLevel): number {
  return areaLevels.indexOf(level)
}
