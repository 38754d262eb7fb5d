import { coversArea, grantsOf, unitsOf } from '../../authority/grants.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import type { Party } from '../parties.js'
import type { RequestRefusals } from '../refusal-details.js'
import { requestRefusals } from '../refusals.js'
import { unitsStanding } from './standing.js'

type Details = RequestRefusals['not-permitted']

const overAreas: ReadonlySet<Party> = new Set(['dispatcher', 'supervisor', 'gridWorker', 'admin'])

// What the actor lacks: of several things the one that is nearest to being there.
function missingFor(
  needs: readonly Party[],
  facts: RequestFacts | undefined,
  { by, areas }: RequestContext,
): NonNullable<Details['missing']> {
  if (needs.length === 0) return 'permission'
  if (by.kind !== 'staff') return needs.includes('requester') ? 'person' : 'role'
  const roles = needs.filter((party) => overAreas.has(party))
  const isElsewhere = grantsOf(by).some(
    (grant) =>
      roles.some((role) => role === grant.role) && (facts === undefined || !coversArea(grant, facts.area, areas)),
  )
  if (isElsewhere) return 'area'
  const ofUnits = facts !== undefined && needs.some((party) => unitsStanding(party, facts) !== undefined)
  if (ofUnits && unitsOf(by, facts.area, areas).length > 0) return 'unit'
  if (ofUnits && grantsOf(by).some(({ role }) => role === 'handler')) return 'area'
  return roles.length > 0 || ofUnits ? 'role' : 'person'
}

/**
 * The "no" to an actor who is none of the parties a command is for: who may, where, and what the actor lacks. Staff are told the area and the units
 * they would need; somebody else's request is not described to a resident.
 */
export function notPermitted(
  action: string,
  needs: readonly Party[],
  facts: RequestFacts | undefined,
  context: RequestContext,
) {
  const { by } = context
  const units = facts === undefined ? [] : needs.flatMap((party) => unitsStanding(party, facts) ?? [])
  const told = by.kind === 'staff' && facts !== undefined
  return requestRefusals['not-permitted']({
    action,
    actor: by.id,
    needs,
    missing: missingFor(needs, facts, context),
    ...(told && needs.some((party) => overAreas.has(party)) && { area: facts.area }),
    ...(told && units.length > 0 && { units: [...new Set(units)] }),
  })
}
