import { millisecondsInMinute } from 'date-fns/constants'
import type { AreaEvent } from '../area/area-events.js'
import type { TeamAreas } from '../area/directory.js'
import { pathsLeftBy, retiredBy } from '../area/left-paths.js'
import type { AreaService } from '../area/service.js'
import type { Logger } from '../contracts/logger.js'
import type { AnyRecordKind } from '../plugin/plugin.js'
import type { Engine } from '../record/engine.js'
import type { RequestFacts } from '../request/facts.js'
import type { FollowTeam } from '../team/follow.js'
import { teamKind } from '../team/kind.js'
import type { RequestKind } from './request-kind.js'
import { systemActor } from './system-actor.js'

const lookAgainAfter = 5 * millisecondsInMinute
// From so many paths on, reading everything once costs less than looking below each path.
const mostPaths = 256
const placesOf = (paths: readonly string[]): readonly { readonly within?: string }[] =>
  paths.length > mostPaths ? [{}] : paths.map((within) => ({ within }))

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly areas: Pick<AreaService, 'refresh' | 'tree' | 'successorOf' | 'formerPaths'>
  readonly directory: () => TeamAreas
  readonly followTeam: FollowTeam
  /** Kinds of records of plugins; those that say how are taken along. */
  readonly ofPlugins: readonly AnyRecordKind[]
  readonly logger: Logger
}

/** See `createRelocator`. */
export type Relocator = ReturnType<typeof createRelocator>

/**
 * Takes open requests, teams and records of plugins along when areas change; closed requests keep the area they were closed in. A process that has not seen the change may
 * still accept requests at the old place, so this is a reconciliation: it compares what is stored with the tree, and any number of times.
 */
export function createRelocator({ engine, kind, areas, directory, followTeam, ofPlugins, logger }: Parts) {
  const movable = ofPlugins.filter((each) => each.relocate !== undefined)
  let revision = -1
  let lookedAt = Number.NEGATIVE_INFINITY

  async function relocate({ id, facts }: { readonly id: string; readonly facts: RequestFacts }): Promise<void> {
    const area = areas.successorOf(facts.area)
    if (area === undefined || areas.tree().path(area) === facts.areaPath) return
    await engine.run(kind, id, { name: 'relocate', input: { area } }, { by: systemActor })
  }

  async function relocateBelow(paths: readonly string[]): Promise<void> {
    for (const place of placesOf(paths))
      for await (const each of engine.each<RequestFacts>(kind, { open: true, ...place })) await relocate(each)
  }

  async function relocateOther(other: AnyRecordKind, id: string, facts: object): Promise<void> {
    // What a plugin does wrong must hold up nobody else's records.
    try {
      const { areaPath = '' } = other.index(facts)
      const area = areas.successorOf(areaPath.split('/').at(-2) ?? '')
      const path = area === undefined ? '' : areas.tree().path(area)
      if (area === undefined || path === '' || path === areaPath) return
      const command = other.relocate?.(facts, { area, areaPath: path })
      if (command !== undefined) await engine.run(other, id, command, { by: systemActor })
    } catch (error) {
      logger.warn('A record did not follow a change of the areas', { type: other.type, id, error: String(error) })
    }
  }

  async function relocateOthersBelow(paths: readonly string[]): Promise<void> {
    for (const other of movable)
      for (const place of placesOf(paths))
        for await (const { id, facts } of engine.each<object>(other, { open: true, ...place }))
          await relocateOther(other, id, facts)
  }

  async function moveTeam(grid: string): Promise<void> {
    if (directory().isGrid(grid)) return
    const successor = areas.successorOf(grid)
    await followTeam(grid, successor !== undefined && directory().isGrid(successor) ? successor : undefined)
  }

  /** Relocates what lies where an event of the areas says that it does not lie any more. */
  async function follow(event: AreaEvent): Promise<void> {
    await areas.refresh()
    const paths = pathsLeftBy(event)
    await relocateBelow(paths)
    await relocateOthersBelow(paths)
    for (const code of retiredBy(event)) await moveTeam(code)
  }

  /** Looks below every path that is no longer in force: when this process sees another tree, and every five minutes. */
  async function reconcile(now: number, seen: number): Promise<void> {
    if (seen === revision && Math.abs(now - lookedAt) < lookAgainAfter) return
    const paths = areas.formerPaths()
    await relocateBelow(paths)
    await relocateOthersBelow(paths)
    for (const place of placesOf(paths)) for await (const { id } of engine.each(teamKind, place)) await moveTeam(id)
    revision = seen
    lookedAt = now
  }

  return Object.freeze({ follow, reconcile })
}
