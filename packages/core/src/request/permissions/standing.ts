import { holdsOver, unitsOf } from '../../authority/grants.js'
import type { Actor } from '../../contracts/actor.js'
import { chargedUnits } from '../appealable-facts.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import type { Party } from '../parties.js'

type Where = Pick<RequestContext, 'areas'>

const appealable = ['overdue', 'rating', 'return'] as const

/** Ids of the units that this party stands for in a request; `undefined` for a party that is no unit. */
export function unitsStanding(party: Party, facts: RequestFacts): readonly string[] | undefined {
  const lead = facts.unit === undefined ? [] : [facts.unit]
  switch (party) {
    case 'unit':
      return lead
    case 'coUnit':
      return facts.coHandlers.map(({ unit }) => unit)
    case 'chargedUnit':
      return [...new Set([...lead, ...appealable.flatMap((about) => [...chargedUnits(facts, about)])])]
    default:
      return undefined
  }
}

/** Does the actor stand in this relation to the request? */
export function isParty(party: Party, facts: RequestFacts, by: Actor, { areas }: Where): boolean {
  switch (party) {
    case 'anyone':
      return true
    case 'system':
      return by.kind === 'system'
    case 'requester':
      return by.kind === 'resident' && by.id === facts.requester
    case 'unit':
    case 'coUnit':
    case 'chargedUnit': {
      const own = unitsOf(by, facts.area, areas)
      return unitsStanding(party, facts)?.some((unit) => own.includes(unit)) ?? false
    }
    default:
      return holdsOver(by, party, facts.area, areas)
  }
}

const near = ['admin', 'dispatcher', 'supervisor', 'gridWorker'] as const
const far = ['unit', 'coUnit', 'chargedUnit'] as const

/** Whether the actor looks after the area of the request: then name and phone are theirs to see. */
export function looksAfter(facts: RequestFacts, by: Actor, where: Where): boolean {
  return by.kind === 'system' || near.some((party) => isParty(party, facts, by, where))
}

/** Whether the request concerns the actor at all. To anybody else it does not exist, whatever is asked about it. */
export function mayKnow(facts: RequestFacts, by: Actor, where: Where): boolean {
  return (
    looksAfter(facts, by, where) ||
    isParty('requester', facts, by, where) ||
    far.some((party) => isParty(party, facts, by, where))
  )
}
