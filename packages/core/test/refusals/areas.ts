import { cityActors } from '@huiyin/testkit'
import type { Actor } from '../../src/contracts/actor.js'
import type { CommandOptions } from '../../src/contracts/command.js'
import { admin, city, streetAdmin } from './city.js'
import { type RefusalRow, refusalOf, type Said } from './row.js'

// The host itself, which may read everything.
const system = { id: 'system', kind: 'system', grants: [] } as const

type World = Awaited<ReturnType<typeof city>>
type Result = { readonly ok: boolean; readonly refusal?: Said }

const first = '370281001001001'
const second = '370281001001002'
const other = '370281001002001'
const row = (code: string, more: object = {}) => ({
  code,
  name: `新网格 ${code.slice(-3)}`,
  level: 'grid' as const,
  parent: '370281001001',
  ...more,
})
const into = [row('370281001001003'), row('370281001001004')]
const asked = (what: (world: World) => Promise<Result>) => async () => refusalOf(await what(await city()))
const joined: Actor = {
  id: 'staff-both',
  kind: 'staff',
  grants: ['systemAdmin', 'auditor'].map((role) => ({ role, area: '*' })),
}
const split = (code: string, input: object = { into }, options: CommandOptions = admin) =>
  asked(({ areas }) => areas.split(code, input as never, options))
const merge = (codes: readonly string[], input: object) =>
  asked(({ areas }) => areas.merge(codes, input as never, admin))
const retire = (code: string, input: object = {}) => asked(({ areas }) => areas.retire(code, input as never, admin))
const redraw = (parent: string) => asked(({ areas }) => areas.redraw('370281001001', { parent }, admin))
const dated = (effectiveFrom: string) => split(first, { into, effectiveFrom })

async function scheduled(): Promise<World & { change: string }> {
  const world = await city()
  const result = await world.areas.split(first, { into, effectiveFrom: '2022-02-01' } as never, admin)
  return { ...world, change: result.ok ? (result.change ?? '') : '' }
}
// The list of a new year: the two grids of the first community, one of them under another name.
const list = [row(first, { name: '第一网格', kind: 'residential' })]
const told = { within: '370281001001' }
async function applied(fates: object, digest?: string): Promise<Said | undefined> {
  const { areas } = await city()
  const plan = await areas.plan(list, { ...told, ...fates } as never, { by: system })
  return refusalOf(await areas.apply(list, { ...told, ...fates, digest: digest ?? plan.digest } as never, admin))
}
const retired = { retired: [{ code: second }] }

/** Changes of the area tree. */
export const areaRows: readonly RefusalRow[] = [
  {
    code: 'roles-exclude-each-other',
    policy: 'who runs the system does not audit it',
    refused: asked(({ areas }) => areas.redraw(first, { name: '新名' }, { by: joined })),
    details: {
      actor: 'staff-both',
      roles: ['systemAdmin', 'auditor'],
      titles: [
        { zh: '系统管理员', en: 'a system administrator' },
        { zh: '安全审计员', en: 'an auditor' },
      ],
    },
    allowed: asked(({ areas }) => areas.redraw(first, { name: '新名' }, admin)),
  },
  {
    code: 'reading-not-permitted',
    policy: 'a change of areas is planned by whoever may decide it',
    refused: async () => {
      const { areas } = await city()
      const error = await areas.preview('none', { by: cityActors.desk }).catch((thrown: unknown) => thrown)
      const { details, text } = error as { details: { reason: string }; text: { zh: string; en: string } }
      const { reason: code, ...rest } = details
      return { code, details: rest, message: text }
    },
    details: {
      actor: 'staff-desk',
      what: 'areas',
      needs: ['systemAdmin'],
      who: { zh: '系统管理员', en: 'a system administrator' },
    },
    allowed: async () => {
      const { areas, change } = await scheduled()
      await areas.preview(change, admin)
      return undefined
    },
  },
  {
    code: 'area-change-not-permitted',
    policy: 'a system administrator changes the areas below their own',
    refused: split(
      '370281002001001',
      {
        into: [row('370281002001003', { parent: '370281002001' }), row('370281002001004', { parent: '370281002001' })],
      },
      { by: streetAdmin },
    ),
    details: {
      actor: 'staff-street',
      areas: ['370281002001001'],
      needs: ['systemAdmin'],
      who: { zh: '系统管理员', en: 'a system administrator' },
    },
    allowed: split(first, { into }, { by: streetAdmin }),
  },
  {
    code: 'area-not-in-force',
    policy: 'an area that is changed is in force',
    refused: split('370281001001009'),
    details: { code: '370281001001009' },
    allowed: split(first),
  },
  {
    code: 'area-code-taken',
    policy: 'a code is given once',
    refused: split(first, { into: [row(second), row('370281001001004')] }),
    details: { code: second },
    allowed: split(first),
  },
  {
    code: 'area-level-differs',
    policy: 'only areas of one level are merged',
    refused: merge([first, '370281001002'], { into: row('370281001001005') }),
    details: { code: '370281001002', level: 'community', expected: 'grid' },
    allowed: merge([first, other], { into: row('370281001001005') }),
  },
  {
    code: 'area-contents-wrong',
    policy: 'a split says only where what lies directly below goes',
    refused: split('370281001001', {
      into: [
        row('370281001003', { level: 'community', parent: '370281001' }),
        row('370281001004', { level: 'community', parent: '370281001' }),
      ],
      contents: { [other]: '370281001003' },
    }),
    details: { code: other, into: '370281001003' },
    allowed: split('370281001001', {
      into: [
        row('370281001003', { level: 'community', parent: '370281001' }),
        row('370281001004', { level: 'community', parent: '370281001' }),
      ],
      contents: { [first]: '370281001004' },
    }),
  },
  {
    code: 'area-successor-missing',
    policy: 'a root is retired only when another area stands for it',
    refused: retire('370281'),
    details: { code: '370281' },
    allowed: retire('370281001001'),
  },
  {
    code: 'area-rows-wrong',
    policy: 'what an area is split into lies below areas that are there',
    refused: split(first, { into: [row('370281001001003', { parent: '370281009' }), row('370281001001004')] }),
    details: {
      faults: [
        {
          row: 1,
          path: ['parent'],
          code: 'area-orphan',
          details: { code: '370281001001003', parent: '370281009' },
          message: {
            zh: '370281001001003 的上级 370281009 不存在或已撤销。',
            en: 'The parent 370281009 of 370281001001003 does not exist or is retired.',
          },
        },
      ],
    },
    allowed: split(first),
  },
  {
    code: 'area-move-impossible',
    policy: 'an area moves below one that lies above its level',
    refused: redraw(other),
    details: { code: '370281001001', parent: other },
    allowed: redraw('370281002'),
  },
  {
    code: 'area-date-past',
    policy: 'a change is decided ahead for a day to come',
    refused: dated('2022-01-04'),
    details: { effectiveFrom: '2022-01-04' },
    allowed: dated('2022-01-05'),
  },
  {
    code: 'area-change-unknown',
    policy: 'only a change that waits for its day is cancelled',
    refused: asked(({ areas }) => areas.cancel('none', admin)),
    details: { change: 'none' },
    allowed: async () => {
      const { areas, change } = await scheduled()
      return refusalOf(await areas.cancel(change, admin))
    },
  },
  {
    code: 'area-change-clashes',
    policy: 'a change decided ahead is not made impossible by another',
    refused: async () => refusalOf(await (await scheduled()).areas.retire(first, {}, admin)),
    details: {
      change: 'change-2',
      effectiveFrom: '2022-02-01',
      because: { zh: `没有编码为 ${first} 的在用区划。`, en: `No area in force has the code ${first}.` },
    },
    allowed: async () => {
      const { areas, change } = await scheduled()
      await areas.cancel(change, admin)
      return refusalOf(await areas.retire(first, {}, admin))
    },
  },
  {
    code: 'area-plan-open',
    policy: 'a plan is applied when every question is answered',
    refused: () => applied({}),
    details: { questions: 1, faults: 0 },
    allowed: () => applied(retired),
  },
  {
    code: 'area-plan-changed',
    policy: 'the plan that was read is the one that is applied',
    refused: () => applied(retired, '0000000000000000'),
    details: { digest: '2fe48919c25329e1', planned: '0000000000000000' },
    allowed: () => applied(retired),
  },
]
