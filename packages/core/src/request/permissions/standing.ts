import type { Authority } from '../../authority/authority.js'
import { coversArea } from '../../authority/grants.js'
import type { Actor, Grant } from '../../contracts/actor.js'
import { chargedUnits } from '../appealable-facts.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import { candidatesOf } from '../questions.js'

/** The areas and the tables that rights are judged by. */
export type Where = Pick<RequestContext, 'areas' | 'authority'>

const appealable = ['overdue', 'rating', 'return'] as const

/** Ids of the units that this party stands for in a request; `undefined` for a party that is no unit. */
export function unitsStanding(party: string, facts: RequestFacts, authority: Authority): readonly string[] | undefined {
  // Of several units that may claim it each stands where the one in charge does.
  const lead = facts.unit === undefined ? candidatesOf(facts) : [facts.unit]
  switch (party) {
    case 'unit':
      return lead
    case 'coUnit':
      return facts.coHandlers.map(({ unit }) => unit)
    case 'chargedUnit':
      return [...new Set([...lead, ...appealable.flatMap((about) => [...chargedUnits(facts, about)])])]
    default:
      return authority.heldAt(party) === 'unit' ? lead : undefined
  }
}

function isOfKind(party: string, facts: RequestFacts, { kind, id }: Actor): boolean {
  return (
    party === 'anyone' || party === kind || (party === 'requester' && kind === 'resident' && id === facts.requester)
  )
}

/** Does the actor stand in one of these relations to the request, or hold one of these roles where it is? */
export function isOneOf(
  parties: readonly string[],
  facts: RequestFacts,
  by: Actor,
  { areas, authority }: Where,
): boolean {
  if (by.kind !== 'staff') return parties.some((party) => isOfKind(party, facts, by))
  const holds = (grant: Grant, party: string): boolean => {
    const held = authority.heldAt(party)
    if (held === 'person') return true
    if (held === 'area') return coversArea(grant, facts.area, areas)
    // A relation of a unit is had by whoever handles for it, in the area that their grant names besides.
    const { area, unit } = grant
    if (unit === undefined || (area !== undefined && !coversArea(grant, facts.area, areas))) return false
    if (unit === facts.unit && party !== 'coUnit') return true
    return unitsStanding(party, facts, authority)?.includes(unit) === true
  }
  return authority.holdsAny(by, parties, holds) || parties.includes('anyone')
}

function mayRead(what: 'read' | 'read.personal', facts: RequestFacts, by: Actor, where: Where): boolean {
  return by.kind === 'system' || isOneOf(where.authority.parties('requests', what), facts, by, where)
}

/** Whether name and phone in the request are the actor's to see. */
export function mayReadPersonal(facts: RequestFacts, by: Actor, where: Where): boolean {
  return mayRead('read.personal', facts, by, where)
}

/** Whether the request concerns the actor at all. To anybody else it does not exist, whatever is asked about it. */
export function mayKnow(facts: RequestFacts, by: Actor, where: Where): boolean {
  return mayRead('read', facts, by, where)
}
