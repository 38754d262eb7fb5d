import type { Authority } from '../../authority/authority.js'
import { coversArea } from '../../authority/grants.js'
import type { Actor } from '../../contracts/actor.js'
import { chargedUnits } from '../appealable-facts.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'

type Where = Pick<RequestContext, 'areas' | 'authority'>

const appealable = ['overdue', 'rating', 'return'] as const

/** Ids of the units that this party stands for in a request; `undefined` for a party that is no unit. */
export function unitsStanding(party: string, facts: RequestFacts, authority: Authority): readonly string[] | undefined {
  const lead = facts.unit === undefined ? [] : [facts.unit]
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

/** Does the actor stand in this relation to the request, or hold this role where it is? */
export function isParty(party: string, facts: RequestFacts, by: Actor, { areas, authority }: Where): boolean {
  switch (party) {
    case 'anyone':
      return true
    case 'system':
    case 'resident':
      return by.kind === party
    case 'requester':
      return by.kind === 'resident' && by.id === facts.requester
    default: {
      if (by.kind !== 'staff') return false
      const held = authority.heldAt(party)
      if (held === 'area') return authority.holdsOver(by, party, facts.area, areas)
      if (held === 'person') return authority.grantsOf(by).some(({ role }) => role === party)
      // A relation of a unit is had by whoever handles for it.
      const own = authority.unitsOf(by, held === undefined ? 'handler' : party, facts.area, areas)
      return own.length > 0 && (unitsStanding(party, facts, authority)?.some((unit) => own.includes(unit)) ?? false)
    }
  }
}

function mayRead(what: 'read' | 'read.personal', facts: RequestFacts, by: Actor, where: Where): boolean {
  if (by.kind === 'system') return true
  const { areas, authority } = where
  const parties = authority.parties('requests', what)
  // Most readers look after an area: what they hold is less than what there is to hold.
  const looksAfter = authority
    .grantsOf(by)
    .some(
      (grant) =>
        parties.includes(grant.role) && authority.heldAt(grant.role) === 'area' && coversArea(grant, facts.area, areas),
    )
  return looksAfter || parties.some((party) => isParty(party, facts, by, where))
}

/** Whether name and phone in the request are the actor's to see. */
export function mayReadPersonal(facts: RequestFacts, by: Actor, where: Where): boolean {
  return mayRead('read.personal', facts, by, where)
}

/** Whether the request concerns the actor at all. To anybody else it does not exist, whatever is asked about it. */
export function mayKnow(facts: RequestFacts, by: Actor, where: Where): boolean {
  return mayRead('read', facts, by, where)
}
