import type { Actor, AreaRow, Bilingual, CatalogueData, Huiyin } from '@huiyin/core'

/** A corner of Jiaozhou 胶州市: real streets and communities with their codes; the grids are made up. */
const areas: readonly AreaRow[] = [
  { code: '370281', name: '胶州市', level: 'county', parent: null },
  { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' },
  { code: '370281001039', name: '胜利社区', level: 'community', parent: '370281001' },
  { code: '370281001039001', name: '胜利社区第一网格', level: 'grid', parent: '370281001039', kind: 'residential' },
  { code: '370281001039002', name: '胜利社区第二网格', level: 'grid', parent: '370281001039', kind: 'business' },
  { code: '370281002', name: '中云街道', level: 'town', parent: '370281' },
  { code: '370281002045', name: '河头源社区', level: 'community', parent: '370281002' },
  { code: '370281002045001', name: '河头源社区第一网格', level: 'grid', parent: '370281002045', kind: 'residential' },
]

/** 责任目录: who handles what. */
const catalogue = {
  units: [
    { id: 'housing', name: { zh: '市住房和城乡建设局', en: 'Housing and Construction Bureau' }, kind: 'department' },
    { id: 'enforcement', name: { zh: '市综合行政执法局', en: 'Urban Enforcement Bureau' }, kind: 'department' },
    { id: 'water', name: { zh: '市水务局', en: 'Water Affairs Bureau' }, kind: 'department' },
  ],
  categories: [
    { code: 'property-management', name: { zh: '物业管理', en: 'Property management' } },
    { code: 'waste-collection', name: { zh: '垃圾清运', en: 'Waste collection' } },
    { code: 'street-light', name: { zh: '路灯', en: 'Street light' } },
    { code: 'drainage', name: { zh: '排水积水', en: 'Drainage' } },
  ],
  rules: [
    { category: 'property-management', lead: 'housing' },
    { category: 'waste-collection', lead: 'enforcement' },
    { category: 'street-light', lead: 'enforcement', limit: { workingDays: 1 } },
    { category: 'drainage', lead: 'water' },
  ],
  fallback: 'enforcement',
} satisfies CatalogueData

/** Somebody one can sign in as: the actor the library judges by, and what people call them. */
export interface Person {
  readonly actor: Actor
  readonly name: Bilingual
}

const city = '370281'
const resident = (id: string, zh: string, en: string): Person => ({
  actor: { id, kind: 'resident', grants: [] },
  name: { zh: `居民 ${zh}`, en: `Resident, ${en}` },
})
const staff = (id: string, grant: Actor['grants'][number], name: Bilingual): Person => ({
  actor: { id, kind: 'staff', grants: [grant] },
  name,
})

/** Sets the city up, and reads no request. */
const systemAdmin: Actor = { id: 'staff-admin', kind: 'staff', grants: [{ role: 'systemAdmin', area: city }] }

/** The people of the demo. In an application of yours they come from the identity provider, their grants from the staff register. */
export const people: readonly Person[] = [
  resident('resident-wang', '王女士', 'Ms Wang'),
  resident('resident-li', '李先生', 'Mr Li'),
  staff('staff-desk', { role: 'dispatcher', area: city }, { zh: '受理台', en: 'Desk' }),
  ...catalogue.units.map(({ id, name }) =>
    staff(`staff-${id}`, { role: 'handler', unit: id }, { zh: `承办 ${name.zh}`, en: `Officer, ${name.en}` }),
  ),
  staff('staff-chief', { role: 'supervisor', area: city }, { zh: '督办', en: 'Supervisor' }),
]

/** Loads areas and catalogue at the first start. Both imports are idempotent, so two processes that start at once do no harm. */
export async function loadCity({ areas: tree, catalogue: responsibilities }: Huiyin): Promise<void> {
  if (responsibilities.get() !== undefined) return
  for (const imported of [
    await tree.import(areas, { by: systemAdmin }),
    await responsibilities.import(catalogue, { by: systemAdmin }),
  ])
    if (!imported.ok) throw new Error(`The city could not be loaded: ${JSON.stringify(imported)}`)
}

/** Every grid with the names above it: 中云街道 · 河头源社区第一网格. */
export const grids = areas
  .filter(({ level }) => level === 'grid')
  .map(({ code, name }) => ({
    code,
    name: `${areas.find((town) => town.level === 'town' && code.startsWith(town.code))?.name} · ${name}`,
  }))

/** What a grid is called, with the names above it. */
export const gridName = (code: string): string => grids.find((grid) => grid.code === code)?.name ?? code
