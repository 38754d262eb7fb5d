import { millisecondsInMinute } from 'date-fns/constants'
import type { AreaEvent } from '../area/area-events.js'
import type { TeamAreas } from '../area/directory.js'
import { pathsLeftBy, retiredBy } from '../area/left-paths.js'
import type { AreaService } from '../area/service.js'
import type { Engine } from '../record/engine.js'
import type { RequestFacts } from '../request/facts.js'
import type { FollowTeam } from '../team/follow.js'
import { teamKind } from '../team/kind.js'
import type { RequestKind } from './request-kind.js'
import { systemActor } from './system-actor.js'

const lookAgainAfter = 5 * millisecondsInMinute
// From so many paths on, reading every open request once costs less than looking below each path.
const mostPaths = 256

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly areas: Pick<AreaService, 'refresh' | 'tree' | 'successorOf' | 'formerPaths'>
  readonly directory: () => TeamAreas
  readonly followTeam: FollowTeam
}

/** See `createRelocator`. */
export type Relocator = ReturnType<typeof createRelocator>

/**
 * Takes open requests and teams along when areas change; closed requests keep the area they were closed in. A process that has not seen the change may
 * still accept requests at the old place, so this is a reconciliation: it compares what is stored with the tree, and any number of times.
 */
export function createRelocator({ engine, kind, areas, directory, followTeam }: Parts) {
  let revision = -1
  let lookedAt = Number.NEGATIVE_INFINITY

  async function relocate({ id, facts }: { readonly id: string; readonly facts: RequestFacts }): Promise<void> {
    const area = areas.successorOf(facts.area)
    if (area === undefined || areas.tree().path(area) === facts.areaPath) return
    await engine.run(kind, id, { name: 'relocate', input: { area } }, { by: systemActor })
  }

  async function relocateBelow(paths: readonly string[]): Promise<void> {
    if (paths.length > mostPaths)
      for await (const each of engine.each<RequestFacts>(kind, { open: true })) await relocate(each)
    else
      for (const within of paths)
        for await (const each of engine.each<RequestFacts>(kind, { open: true, within })) await relocate(each)
  }

  async function moveTeam(grid: string): Promise<void> {
    if (directory().isGrid(grid)) return
    const successor = areas.successorOf(grid)
    await followTeam(grid, successor !== undefined && directory().isGrid(successor) ? successor : undefined)
  }

  /** Relocates what lies where an event of the areas says that it does not lie any more. */
  async function follow(event: AreaEvent): Promise<void> {
    await areas.refresh()
    await relocateBelow(pathsLeftBy(event))
    for (const code of retiredBy(event)) await moveTeam(code)
  }

  /** Looks below every path that is no longer in force: when this process sees another tree, and every five minutes. */
  async function reconcile(now: number, seen: number): Promise<void> {
    if (seen === revision && Math.abs(now - lookedAt) < lookAgainAfter) return
    const paths = areas.formerPaths()
    await relocateBelow(paths)
    if (paths.length > mostPaths) for await (const { id } of engine.each(teamKind)) await moveTeam(id)
    else for (const within of paths) for await (const { id } of engine.each(teamKind, { within })) await moveTeam(id)
    revision = seen
    lookedAt = now
  }

  return Object.freeze({ follow, reconcile })
}
