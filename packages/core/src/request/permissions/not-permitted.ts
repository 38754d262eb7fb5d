import { coversArea } from '../../authority/grants.js'
import { partyNames } from '../../authority/parties.js'
import type { Refusal } from '../../import/refusal.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import type { RequestRefusals } from '../refusal-details.js'
import { requestRefusals } from '../refusals.js'
import { unitsStanding } from './standing.js'

type Details = RequestRefusals['not-permitted']

// What the actor lacks: of several things the one that is nearest to being there.
function missingFor(
  needs: readonly string[],
  facts: RequestFacts | undefined,
  { by, areas, authority }: RequestContext,
): NonNullable<Details['missing']> {
  if (needs.length === 0) return 'permission'
  if (by.kind !== 'staff') return needs.includes('requester') ? 'person' : 'role'
  const grants = authority.grantsOf(by)
  const roles = needs.filter((party) => authority.heldAt(party) === 'area')
  const isElsewhere = grants.some(
    (grant) =>
      roles.some((role) => role === grant.role) && (facts === undefined || !coversArea(grant, facts.area, areas)),
  )
  if (isElsewhere) return 'area'
  const ofUnits =
    facts === undefined ? [] : needs.filter((party) => unitsStanding(party, facts, authority) !== undefined)
  const asRole = (party: string) => (authority.heldAt(party) === 'unit' ? party : 'handler')
  if (
    facts !== undefined &&
    ofUnits.some((party) => authority.unitsOf(by, asRole(party), facts.area, areas).length > 0)
  )
    return 'unit'
  if (ofUnits.some((party) => grants.some(({ role }) => role === asRole(party)))) return 'area'
  return roles.length > 0 || ofUnits.length > 0 ? 'role' : 'person'
}

/**
 * The "no" to an actor who is none of the parties a command is for: who may, where, and what the actor lacks. Staff are told the area and the units
 * they would need; somebody else's request is not described to a resident. Whoever holds two roles that exclude each other is told that instead.
 */
export function notPermitted(
  action: string,
  needs: readonly string[],
  facts: RequestFacts | undefined,
  context: RequestContext,
): Refusal {
  const { by, authority } = context
  const excluded = authority.exclusion(by, needs)
  if (excluded !== undefined) return excluded
  const units = facts === undefined ? [] : needs.flatMap((party) => unitsStanding(party, facts, authority) ?? [])
  const told = by.kind === 'staff' && facts !== undefined
  const ofPlace = needs.filter((party) => !Object.hasOwn(partyNames, party))
  return requestRefusals['not-permitted']({
    action,
    actor: by.id,
    needs,
    missing: missingFor(needs, facts, context),
    ...context.lifecycle.ownTitles([action]),
    ...(ofPlace.length > 0 && {
      roles: Object.fromEntries(
        ofPlace.map((party) => [party, { ...authority.titleOf(party), held: authority.heldAt(party) ?? 'area' }]),
      ),
    }),
    ...(told && needs.some((party) => authority.heldAt(party) === 'area') && { area: facts.area }),
    ...(told && units.length > 0 && { units: [...new Set(units)] }),
  })
}
