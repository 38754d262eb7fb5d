import { type SeededRandom, seededRandom } from '@huiyin/testkit'
import { type Grid, grids } from './grids.ts'
import { drawName, fictitiousPhone } from './names.ts'

export type TeamRole = 'gridLead' | 'gridWorker' | 'gridAdviser' | 'buildingLead' | 'partner'

/** One person's place in the team of one grid. */
export interface TeamMember {
  readonly grid: string
  /** Staff id. An adviser serves all grids of a village-level unit under one id. */
  readonly member: string
  readonly role: TeamRole
  /** Set for grid workers only. */
  readonly employment?: 'fullTime' | 'partTime'
  readonly name: string
  readonly phone: string
  /** First day of service, `YYYY-MM-DD`. */
  readonly from: string
}

/**
 * The N of 1+1+N, by what the grid covers: the adviser sent by town or department everywhere; leads of buildings where
 * people live in buildings; part-time workers in villages; firms and organisations of the partner registry in business districts.
 */
function othersOf(grid: Grid, random: SeededRandom): Pick<TeamMember, 'role' | 'employment'>[] {
  if (grid.kind === 'residential') return repeat({ role: 'buildingLead' }, random.int(2, 4))
  if (grid.kind === 'village') return repeat({ role: 'gridWorker', employment: 'partTime' }, random.int(1, 2))
  return repeat({ role: 'partner' }, random.int(1, 3))
}

function repeat<T>(value: T, times: number): T[] {
  return new Array<T>(times).fill(value)
}

/** A day of the two years in which the teams were built up. */
function drawFirstDay(random: SeededRandom): string {
  const day = Date.UTC(2020, 0, 1) + random.int(0, 720) * 86_400_000
  return new Date(day).toISOString().slice(0, 10)
}

/** Gives each grid one lead, one full-time worker and N others. */
export function formTeams(grids: readonly Grid[]): TeamMember[] {
  const root = seededRandom(1401)
  const advisers = new Map<string, Omit<TeamMember, 'grid'>>()
  let people = 0

  function hire(post: Pick<TeamMember, 'role' | 'employment'>, random: SeededRandom): Omit<TeamMember, 'grid'> {
    people += 1
    return {
      member: `staff-${String(people).padStart(5, '0')}`,
      ...post,
      name: drawName(random),
      phone: fictitiousPhone(1, people),
      from: drawFirstDay(random),
    }
  }

  return grids.flatMap((grid) => {
    const random = root.fork(grid.code)
    const lead = hire({ role: 'gridLead' }, random)
    const worker = hire({ role: 'gridWorker', employment: 'fullTime' }, random)
    const adviser = advisers.get(grid.parent) ?? hire({ role: 'gridAdviser' }, root.fork(grid.parent))
    advisers.set(grid.parent, adviser)
    const others = othersOf(grid, random).map((post) => hire(post, random))
    return [lead, worker, adviser, ...others].map((person) => ({ grid: grid.code, ...person }))
  })
}

/** The teams of all grids of the city. */
export const teams: readonly TeamMember[] = formTeams(grids)
