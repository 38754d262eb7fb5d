import type { Actor, AreaRow, CatalogueData } from '@huiyin/core'

const county = '999901' // not the code of any province, so it cannot be mistaken for a real place

const numbers = '一二三四五六七八九'

function below(parent: AreaRow, level: AreaRow['level'], count: number, name: (n: number) => string): AreaRow[] {
  return Array.from({ length: count }, (_, position) => ({
    code: `${parent.code}${String(position + 1).padStart(3, '0')}`,
    name: name(position),
    level,
    parent: parent.code,
    ...(level === 'grid' && { kind: position % 3 === 2 ? ('business' as const) : ('residential' as const) }),
  }))
}

const root: AreaRow = { code: county, name: '试验县', level: 'county', parent: null }
const towns = below(root, 'town', 4, (n) => `第${numbers[n]}街道`)
const communities = towns.flatMap((town) => below(town, 'community', 4, (n) => `${town.name}第${numbers[n]}社区`))

/** The grids of the simulated city: 96 of them. */
export const grids: readonly AreaRow[] = communities.flatMap((community) =>
  below(community, 'grid', 6, (n) => `${community.name}第${numbers[n]}网格`),
)

/** Its areas: a county, 4 streets, 16 communities, 96 grids. */
export const areas: readonly AreaRow[] = [root, ...towns, ...communities, ...grids]

const unit = (id: string, zh: string, en: string) => ({ id, name: { zh, en }, kind: 'department' as const })
const category = (code: string, zh: string, en: string, preClosingCheck = false) => ({
  code,
  name: { zh, en },
  ...(preClosingCheck && { preClosingCheck }),
})

/** Who is responsible for what in it. */
export const catalogue: CatalogueData = {
  units: [
    unit('housing', '住房和城乡建设局', 'Housing and Construction Bureau'),
    unit('enforcement', '综合行政执法局', 'Administrative Enforcement Bureau'),
    unit('water', '供水公司', 'Water Supply Company'),
    unit('heating', '供热公司', 'Heating Company'),
    unit('civil-affairs', '民政局', 'Civil Affairs Bureau'),
    unit('centre', '网格治理中心', 'Grid Governance Centre'),
  ],
  categories: [
    category('property', '物业管理', 'property management', true),
    category('roads', '道路破损', 'damaged road', true),
    category('stalls', '占道经营', 'stalls on the road'),
    category('no-water', '停水', 'no water'),
    category('cold-home', '供热不热', 'cold home'),
    category('elderly', '养老服务', 'care for the elderly'),
    category('other', '其他', 'other'),
  ],
  rules: [
    { category: 'property', lead: 'housing' },
    { category: 'roads', lead: 'housing', coHandlers: ['enforcement'], limit: { workingDays: 5 } },
    { category: 'stalls', lead: 'enforcement' },
    { category: 'no-water', lead: 'water', limit: { workingHours: 8 } },
    { category: 'cold-home', lead: 'heating', limit: { workingHours: 8 } },
    { category: 'elderly', lead: 'civil-affairs' },
  ],
  fallback: 'centre',
}

const staff = (id: string, role: string): Actor => ({ id, kind: 'staff', grants: [{ role, area: county }] })

/** Takes reports in, dispatches and follows up. */
export const desk = staff('staff-desk', 'dispatcher')
/** Supervises the whole county. */
export const chief = staff('staff-chief', 'supervisor')
/** Imports areas and the catalogue. */
export const systemAdmin = staff('staff-admin', 'systemAdmin')

/** The head of a handling unit, who does its work too. */
export const officer = (unit: string): Actor => ({
  id: `officer-${unit}`,
  kind: 'staff',
  grants: [{ role: 'unitHead', unit }],
})
/** A resident by number, with an opaque id. */
export const resident = (number: number): Actor => ({
  id: `res-${String(number).padStart(5, '0')}`,
  kind: 'resident',
  grants: [],
})
