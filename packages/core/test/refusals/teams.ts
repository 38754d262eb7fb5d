import { cityActors, cityGrid } from '@huiyin/testkit'
import { admin, city, security, streetAdmin } from './city.js'
import { type RefusalRow, refusalOf } from './row.js'

type World = Awaited<ReturnType<typeof city>>
type Result = { readonly ok: boolean; readonly refusal?: never }

const otherGrid = '370281002001001'
const lead = { member: 'p-1', role: 'gridLead', from: '2021-01-01' } as const
const worker = { member: 'p-2', role: 'gridWorker', from: '2021-01-01', employment: 'fullTime' } as const

/** Asked of a grid with a lead and a worker. */
const asked = (what: (world: World) => Promise<unknown>) => async () => {
  const world = await city()
  for (const member of [lead, worker]) await world.teams.join(cityGrid, member as never, admin)
  return refusalOf((await what(world)) as Result)
}
const join = (member: object, grid = cityGrid, options: object = admin) =>
  asked(({ teams }) => teams.join(grid, member as never, options as never))
const leave = (member: string, on: string) =>
  asked(({ teams }) => teams.leave(cityGrid, { member, on } as never, admin))

const reveal = (options: object, grid = cityGrid) =>
  asked(({ teams }) => teams.reveal(grid, { reason: '值守' }, options as never))

/** Who serves in a grid. */
export const teamRows: readonly RefusalRow[] = [
  {
    code: 'team-change-not-permitted',
    policy: 'a system administrator changes the teams below their own area',
    refused: join({ ...worker, member: 'p-3' }, otherGrid, { by: streetAdmin }),
    details: {
      actor: 'staff-street',
      grid: otherGrid,
      needs: ['systemAdmin'],
      who: { zh: '系统管理员', en: 'a system administrator' },
    },
    allowed: join({ ...worker, member: 'p-3' }, cityGrid, { by: streetAdmin }),
  },
  {
    code: 'grid-unknown',
    policy: 'a team belongs to a grid, not to a street',
    refused: join({ ...worker, member: 'p-3' }, '370281001'),
    details: { grid: '370281001' },
    allowed: join({ ...worker, member: 'p-3' }),
  },
  {
    code: 'membership-overlaps',
    policy: 'one holds a place once at a time',
    refused: join({ ...worker, from: '2022-01-01' }),
    details: { member: 'p-2', role: 'gridWorker', from: '2021-01-01' },
    allowed: join({ ...worker, member: 'p-3', from: '2022-01-01' }),
  },
  {
    code: 'grid-led-by-another',
    policy: 'a grid has one lead at a time',
    refused: join({ ...lead, member: 'p-3', from: '2022-01-01' }),
    details: { lead: 'p-1', from: '2021-01-01' },
    allowed: join({ ...lead, member: 'p-3', from: '2020-01-01', to: '2021-01-01' }),
  },
  {
    code: 'not-a-member',
    policy: 'only who serves leaves',
    refused: leave('p-9', '2022-01-01'),
    details: { member: 'p-9', on: '2022-01-01' },
    allowed: leave('p-2', '2022-01-01'),
  },
  {
    code: 'member-still-serves',
    policy: 'name and phone are erased after somebody has left',
    refused: asked(({ teams }) => teams.forget(cityGrid, { member: 'p-2' }, security)),
    details: { member: 'p-2', on: '2022-01-04' },
    allowed: asked(async ({ teams }) => {
      await teams.leave(cityGrid, { member: 'p-2', on: '2022-01-01' } as never, admin)
      return teams.forget(cityGrid, { member: 'p-2' }, security)
    }),
  },
  {
    code: 'team-reveal-not-permitted',
    policy: 'names and phones of a team are for those who look after its area',
    refused: reveal({ by: cityActors.resident }),
    details: {
      actor: cityActors.resident.id,
      grid: cityGrid,
      needs: ['gridWorker', 'dispatcher', 'supervisor', 'securityAdmin'],
      who: {
        zh: '网格员、派单席、督办人、安全管理员',
        en: 'a grid worker or the dispatch desk or a supervisor or a security administrator',
      },
    },
    allowed: reveal({ by: cityActors.desk }),
  },
  {
    code: 'team-unknown',
    policy: 'there must be a team to look at',
    refused: reveal(security, '370281001001002'),
    details: { grid: '370281001001002' },
    allowed: reveal(security),
  },
]
