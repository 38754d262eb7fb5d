import type { AreaService } from '../area/service.js'
import type { Engine } from '../record/engine.js'
import type { RequestFacts } from '../request/facts.js'
import type { RequestKind } from './request-kind.js'
import { systemActor } from './system-actor.js'

const lookAgainAfter = 5 * 60_000

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly areas: Pick<AreaService, 'refresh' | 'tree' | 'successorOf' | 'formerPaths'>
}

/** See `createRelocator`. */
export type Relocator = ReturnType<typeof createRelocator>

/**
 * Takes open requests along when areas change; closed ones keep the area they were closed in. A process that has not seen the change may still
 * accept requests at the old place, so this is a reconciliation: it compares what is stored with the tree, and any number of times.
 */
export function createRelocator({ engine, kind, areas }: Parts) {
  let revision = -1
  let lookedAt = Number.NEGATIVE_INFINITY

  /** Relocates the open requests that are stored below these paths and lie elsewhere now. */
  async function follow(paths: readonly string[]): Promise<void> {
    await areas.refresh()
    for (const within of paths)
      for await (const { id, facts } of engine.each<RequestFacts>(kind, { open: true, within })) {
        const area = areas.successorOf(facts.area)
        if (area === undefined || areas.tree().path(area) === facts.areaPath) continue
        await engine.run(kind, id, { name: 'relocate', input: { area } }, { by: systemActor })
      }
  }

  /** Looks below every path that is no longer in force: when this process sees another tree, and every five minutes. */
  async function reconcile(now: number, seen: number): Promise<void> {
    if (seen === revision && Math.abs(now - lookedAt) < lookAgainAfter) return
    await follow(areas.formerPaths())
    revision = seen
    lookedAt = now
  }

  return Object.freeze({ follow, reconcile })
}
