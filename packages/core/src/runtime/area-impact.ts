import type { Impact } from '../area/plan/planner.js'
import { dateOf } from '../calendar/date.js'
import type { RecordRunner } from '../record/record-kind.js'
import { inChunks } from '../team/in-chunks.js'
import { teamKind } from '../team/kind.js'
import { serves, type TeamFacts } from '../team/team.js'

/** Counts the open requests below paths, and finds which of the grids have a team that serves. Reads, never writes. */
export function areaImpact(runner: RecordRunner, now: () => number): Impact {
  return async ({ paths, grids }) => {
    let openRequests = 0
    for (const within of paths)
      for await (const _ of runner.each({ type: 'request' }, { open: true, within })) openRequests++
    const day = dateOf(now())
    const teams = await inChunks(grids, async (grid) => {
      const found = await runner.facts<TeamFacts>(teamKind, grid)
      return found?.facts.memberships.some((each) => serves(each, day)) === true ? [grid] : []
    })
    return { openRequests, teams: teams.flat() }
  }
}
