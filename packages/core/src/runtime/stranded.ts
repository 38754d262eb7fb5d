import type { AreaService } from '../area/service.js'
import type { Stranded } from '../audit/verify.js'
import type { LifecycleTable } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'

interface Parts {
  readonly areas: Pick<AreaService, 'refresh' | 'tree'>
  readonly lifecycle: Pick<LifecycleTable, 'state'>
}

/** Looks at the areas as they are now; the function it answers says why nothing moves a request on. */
export function strandedFinder({ areas, lifecycle }: Parts) {
  return async function look(): Promise<(facts: RequestFacts) => Stranded['why'] | undefined> {
    // A record that cannot be read is a fault that the verification names by itself.
    await areas.refresh().catch(() => {})
    const tree = areas.tree()
    return ({ open, status, area, areaPath }) => {
      if (!open) return undefined
      if (lifecycle.state(status) === undefined) return 'state'
      return tree.size > 0 && tree.path(area) !== areaPath ? 'area' : undefined
    }
  }
}
