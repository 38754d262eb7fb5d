import { seededRandom } from '@huiyin/testkit'
import rows from '../data/divisions.json' with { type: 'json' }

export interface Division {
  /** 6, 9 or 12 digits: county (GB/T 2260), town (GB/T 10114), village-level unit. */
  readonly code: string
  /** The published name, such as 三里河社区居民委员会. */
  readonly name: string
  readonly level: 'county' | 'town' | 'community'
  readonly parent: string | null
}

export type GridKind = 'residential' | 'village' | 'business'

export interface Grid {
  /** 15 digits: the village-level unit and a sequence from 001. */
  readonly code: string
  readonly name: string
  readonly level: 'grid'
  readonly parent: string
  readonly kind: GridKind
}

export type Area = Division | Grid

/** The published number of grids of the city. */
export const gridCount = 1401

/**
 * How many grids a village-level unit gets, before rounding, relative to the others. The real layout is not public; only
 * its total is, and that grids cover residential compounds, natural villages and business districts.
 *
 * - `core`: communities of the three old streets, tens of compounds each.
 * - `outer`: communities of the other streets and towns, fewer and lower buildings.
 * - `village`: most villagers' committees are "new villages" 新村 that joined several natural villages; about one grid each.
 * - `zone`: the development zone and the resort, one statistical community each, offices, plants and hotels.
 *
 * `businessShare` is the part of those grids that covers a business district, at least one where it is not zero.
 */
const layouts = {
  core: { weight: 8, businessShare: 1 / 5, kind: 'residential' },
  outer: { weight: 6, businessShare: 1 / 8, kind: 'residential' },
  village: { weight: 6, businessShare: 0, kind: 'village' },
  zone: { weight: 6, businessShare: 1, kind: 'business' },
} as const

/** 阜安, 中云, 三里河: the built-up core. */
const coreStreets: readonly string[] = ['370281001', '370281002', '370281004']

/** The last three digits of a statistical code tell the kind: 001–199 residents' committee, 200–399 villagers', above: neither. */
function layoutOf(community: Division) {
  const sequence = Number(community.code.slice(9))
  if (sequence >= 400) return layouts.zone
  if (sequence >= 200) return layouts.village
  return coreStreets.includes(community.code.slice(0, 9)) ? layouts.core : layouts.outer
}

/** Units of one kind differ in size by up to a third either way; the code decides, so that the map never moves. */
function sizeOf(community: Division): number {
  return layoutOf(community).weight * seededRandom(0).fork(community.code).int(67, 133)
}

/** Shares `total` in proportion to size, by largest remainder in whole numbers; of equal remainders the smaller code wins. */
function apportion(communities: readonly Division[], total: number): Map<string, number> {
  const sum = communities.reduce((acc, community) => acc + sizeOf(community), 0)
  const shares = communities.map((community) => {
    const quota = total * sizeOf(community)
    return { code: community.code, grids: Math.floor(quota / sum), remainder: quota % sum }
  })
  const missing = total - shares.reduce((acc, share) => acc + share.grids, 0)
  const byRemainder = [...shares].sort((a, b) => b.remainder - a.remainder || (a.code < b.code ? -1 : 1))
  for (const share of byRemainder.slice(0, missing)) share.grids += 1
  return new Map(shares.map(({ code, grids }) => [code, grids]))
}

const digits = '零一二三四五六七八九'

/** 1 → 一, 10 → 十, 12 → 十二, 20 → 二十, 21 → 二十一. */
function chineseNumber(value: number): string {
  const tens = Math.floor(value / 10)
  const ones = value % 10
  return (tens > 1 ? digits[tens] : '') + (tens > 0 ? '十' : '') + (ones > 0 ? digits[ones] : '')
}

/** What people call the place: 三里河社区居民委员会 → 三里河社区, 营海新村村民委员会 → 营海新村. */
export function shortName(division: Division): string {
  return division.name
    .replace(/社区居民委员会$|居委会$/, '社区')
    .replace(/村民委员会$/, '')
    .replace(/虚拟社区$/, '')
}

/**
 * Lays grids over the village-level units so that they sum to `total` exactly: sequence 001… within each unit, homes
 * first, then business districts.
 */
export function layGrids(divisions: readonly Division[], total: number = gridCount): Grid[] {
  const towns = new Map(divisions.filter(({ level }) => level === 'town').map((town) => [town.code, town]))
  const communities = divisions.filter(({ level }) => level === 'community')
  const counts = apportion(communities, total)
  return communities.flatMap((community) => {
    const { kind, businessShare } = layoutOf(community)
    const count = counts.get(community.code) ?? 0
    const business = businessShare === 0 ? 0 : Math.max(1, Math.round(count * businessShare))
    const town = towns.get(community.parent ?? '')?.name ?? ''
    const place = shortName(community)
    // The zones' only community bears the zone's own name: say it once.
    const prefix = place === town ? town : town + place
    return Array.from({ length: count }, (_, index): Grid => {
      const sequence = index + 1
      return {
        code: community.code + String(sequence).padStart(3, '0'),
        name: `${prefix}第${chineseNumber(sequence)}网格`,
        level: 'grid',
        parent: community.code,
        kind: index < count - business ? kind : 'business',
      }
    })
  })
}

/** County, towns and village-level units as published, 236 rows, parents before children. */
export const divisions: readonly Division[] = rows as Division[]

export const grids: readonly Grid[] = layGrids(divisions)

/** The whole tree, parents before children. */
export const areas: readonly Area[] = [...divisions, ...grids]
