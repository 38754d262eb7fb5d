import type { Actor, Huiyin } from '@huiyin/core'

/** Areas of a small city: a county, two streets, three communities, six grids. */
export const cityAreas = [
  { code: '370281', name: '试点市', level: 'county', parent: null },
  { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' },
  { code: '370281002', name: '中云街道', level: 'town', parent: '370281' },
  { code: '370281001001', name: '兰州东路社区', level: 'community', parent: '370281001' },
  { code: '370281001002', name: '胶州东路社区', level: 'community', parent: '370281001' },
  { code: '370281002001', name: '寺门首社区', level: 'community', parent: '370281002' },
  ...['370281001001', '370281001002', '370281002001'].flatMap((parent) => [
    { code: `${parent}001`, name: '第一网格', level: 'grid', parent, kind: 'residential' },
    { code: `${parent}002`, name: '第二网格', level: 'grid', parent, kind: 'business' },
  ]),
] as const

/** Who is responsible for what in the small city. `works` is checked before closing and has five working days. */
export const cityCatalogue = {
  units: [
    { id: 'housing', name: { zh: '住房和城乡建设局', en: 'Housing Bureau' }, kind: 'department' },
    { id: 'water', name: { zh: '供水公司', en: 'Water Company' }, kind: 'utility' },
    { id: 'centre', name: { zh: '网格治理中心', en: 'Grid Governance Centre' }, kind: 'department' },
  ],
  categories: [
    { code: 'heating', name: { zh: '供热', en: 'heating' } },
    { code: 'works', name: { zh: '道路工程', en: 'road works' }, preClosingCheck: true },
    { code: 'leak', name: { zh: '管道漏水', en: 'leaking pipe' } },
    { code: 'other', name: { zh: '其他', en: 'other' } },
  ],
  rules: [
    { category: 'heating', lead: 'housing' },
    { category: 'works', lead: 'housing', limit: { workingDays: 5 } },
    { category: 'leak', lead: 'water', coHandlers: ['housing'] },
  ],
  fallback: 'centre',
} as const

/** People of the small city, as actors. */
export const cityActors = {
  /** Imports areas, catalogue and teams, applies notices, operates deliveries. */
  systemAdmin: { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: '370281' }] },
  /** Erases texts. */
  securityAdmin: { id: 'staff-security', kind: 'staff', grants: [{ role: 'securityAdmin', area: '370281' }] },
  /** Verifies the record. */
  auditor: { id: 'staff-auditor', kind: 'staff', grants: [{ role: 'auditor', area: '370281' }] },
  /** Reads and freezes figures. */
  evaluator: { id: 'staff-evaluator', kind: 'staff', grants: [{ role: 'evaluator', area: '370281' }] },
  desk: { id: 'staff-desk', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281' }] },
  chief: { id: 'staff-chief', kind: 'staff', grants: [{ role: 'supervisor', area: '370281' }] },
  deputy: { id: 'staff-deputy', kind: 'staff', grants: [{ role: 'supervisor', area: '370281' }] },
  housing: { id: 'officer-housing', kind: 'staff', grants: [{ role: 'unitHead', unit: 'housing' }] },
  water: { id: 'officer-water', kind: 'staff', grants: [{ role: 'unitHead', unit: 'water' }] },
  centre: { id: 'officer-centre', kind: 'staff', grants: [{ role: 'unitHead', unit: 'centre' }] },
  resident: { id: 'res-1', kind: 'resident', grants: [] },
  neighbour: { id: 'res-2', kind: 'resident', grants: [] },
  /** The host itself, where it reads or acts for nobody. */
  system: { id: 'system', kind: 'system', grants: [] },
} as const satisfies Record<string, Actor>

/** A grid of the small city. */
export const cityGrid = '370281001001001'

/** Imports the small city into a started Huiyin. */
export async function seedCity(huiyin: Pick<Huiyin, 'areas' | 'catalogue'>): Promise<void> {
  const by = { by: cityActors.systemAdmin }
  const areas = await huiyin.areas.import(cityAreas, by)
  const catalogue = areas.ok ? await huiyin.catalogue.import(cityCatalogue, by) : areas
  if (!catalogue.ok) throw new Error(`The small city was refused: ${JSON.stringify(catalogue)}`)
}
