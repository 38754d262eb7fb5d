import { codeRule15 } from '../../src/area/codes.js'
import { admin, city } from './city.js'
import type { RefusalRow, Said } from './row.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

const community = '370281001001'
const grid = (code: string, more: object = {}) => ({ code, name: '新网格', level: 'grid', parent: community, ...more })
const fresh = grid('370281001001003')

/** The first fault of an import into the small city. */
const faultOf = (rows: readonly object[], codes?: typeof codeRule15) => async (): Promise<Said | undefined> => {
  const { areas } = await city(codes === undefined ? {} : { codes })
  return (await areas.import(rows, admin)).errors[0]
}

const circle = [
  { code: '370281008', name: '甲', level: 'town', parent: '370281009' },
  { code: '370281009', name: '乙', level: 'town', parent: '370281008' },
]

/** Rows of an area file. */
export const importedAreaRows: readonly RefusalRow[] = [
  {
    code: 'wrong-form',
    policy: 'a row has a name',
    refused: faultOf([fresh, { ...grid('370281001001004'), name: undefined }]),
    details: { field: 'name', absent: true, problem: { zh: '缺少', en: 'is missing' } },
    at: { row: 2, path: ['name'] },
    allowed: faultOf([fresh, grid('370281001001004')]),
  },
  {
    code: 'area-repeated',
    policy: 'a code stands in one row',
    refused: faultOf([fresh, grid('370281001001004', { name: '第四网格' }), fresh]),
    details: { code: '370281001001003', firstRow: 1 },
    at: { row: 3, path: ['code'] },
    allowed: faultOf([fresh, grid('370281001001004', { name: '第四网格' })]),
  },
  {
    code: 'area-exists',
    policy: 'a row of an area in force says what is in force; anything else is a change',
    refused: faultOf([{ code: community, name: '另一社区', level: 'community', parent: '370281001' }]),
    details: { code: community },
    at: { row: 1, path: ['code'] },
    allowed: faultOf([{ code: community, name: '兰州东路社区', level: 'community', parent: '370281001' }]),
  },
  {
    code: 'area-orphan',
    policy: 'the parent is in the file or in force',
    refused: faultOf([grid('370281001009001', { parent: '370281001009' })]),
    details: { code: '370281001009001', parent: '370281001009' },
    at: { row: 1, path: ['parent'] },
    allowed: faultOf([
      grid('370281001009001', { parent: '370281001009' }),
      { code: '370281001009', name: '新社区', level: 'community', parent: '370281001' },
    ]),
  },
  {
    code: 'area-cycle',
    policy: 'nothing lies below itself',
    refused: async () => {
      const { areas } = await city()
      const { errors } = await areas.import(circle, admin)
      return errors.find(({ code }) => code === 'area-cycle')
    },
    details: { code: '370281008', through: ['370281008', '370281009', '370281008'] },
    at: { row: 1, path: ['parent'] },
    allowed: faultOf([
      { code: '370281008', name: '甲', level: 'town', parent: '370281' },
      { code: '370281008001', name: '乙', level: 'community', parent: '370281008' },
    ]),
  },
  {
    code: 'area-level-order',
    policy: 'an area lies below one of a higher level',
    refused: faultOf([{ code: '370281001003', name: '丙', level: 'community', parent: '370281001001001' }]),
    details: { code: '370281001003', level: 'community', parentLevel: 'grid' },
    at: { row: 1, path: ['level'] },
    allowed: faultOf([{ code: '370281001003', name: '丙', level: 'community', parent: '370281001' }]),
  },
  {
    code: 'area-name-repeated',
    policy: 'areas below one parent have names that look different',
    refused: faultOf([{ ...fresh, name: '第\u200b一 网格' }]),
    details: { code: '370281001001003', name: '第\u200b一 网格', other: '370281001001001' },
    at: { row: 1, path: ['name'] },
    allowed: faultOf([{ ...fresh, name: '第三网格' }]),
  },
  {
    code: 'area-code-form',
    policy: 'where the city has a rule for codes, a code begins with that of its parent',
    refused: faultOf([grid('370281009001003')], codeRule15),
    details: {
      code: '370281009001003',
      level: 'grid',
      problem: { zh: `应以上级编码 ${community} 开头`, en: `expected to begin with its parent's code ${community}` },
    },
    at: { row: 1, path: ['code'] },
    allowed: faultOf([fresh], codeRule15),
  },
  {
    code: 'area-parent-missing',
    policy: 'an area below the county has a parent',
    refused: faultOf([grid('370281001001003', { parent: null })], codeRule15),
    details: { code: '370281001001003', level: 'grid' },
    at: { row: 1, path: ['parent'] },
    allowed: faultOf([fresh], codeRule15),
  },
  {
    code: 'area-kind-unknown',
    policy: 'a grid is of a kind that is declared',
    refused: faultOf([{ ...fresh, kind: 'floating' }]),
    details: {
      code: '370281001001003',
      kind: 'floating',
      known: ['residential', 'village', 'business', 'general', 'dedicated', 'micro', 'maritime'],
    },
    at: { row: 1, path: ['kind'] },
    allowed: faultOf([{ ...fresh, kind: 'business' }]),
  },
  {
    code: 'area-fate-unknown',
    policy: 'the list of a new year says what became of every area in force',
    refused: async () => {
      const { areas } = await city()
      const plan = await areas.plan(
        [grid('370281001001001', { name: '第一网格' })],
        { within: community },
        { by: system },
      )
      return plan.questions[0] as Said
    },
    details: { code: '370281001001002', name: '第二网格', level: 'grid', candidates: [] },
    allowed: async () => {
      const { areas } = await city()
      const fates = { within: community, retired: [{ code: '370281001001002' }] }
      const plan = await areas.plan([grid('370281001001001', { name: '第一网格' })], fates as never, { by: system })
      return plan.questions[0] as Said | undefined
    },
  },
]
