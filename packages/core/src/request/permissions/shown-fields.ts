import type { ContactPhase, PersonalField, Shown } from '../../authority/contact-policy.js'
import type { Actor } from '../../contracts/actor.js'
import type { VaultRow } from '../../contracts/rows.js'
import { maskAddress, maskName, maskOther, maskPhone } from '../../privacy/mask.js'
import type { RequestFacts } from '../facts.js'
import { vaultField } from '../fields/read-fields.js'
import { roundOf } from '../questions.js'
import { isOneOf, type Where } from './standing.js'

const fieldOf: ReadonlyMap<string, PersonalField> = new Map([
  ['name', 'name'],
  ['phone', 'phone'],
  ['address', 'address'],
  [vaultField.personal, 'personal'],
])

const masks: Readonly<Record<PersonalField, (text: string) => string>> = {
  name: maskName,
  phone: maskPhone,
  address: maskAddress,
  personal: maskOther,
}

/** The personal field that a field of the vault holds; `undefined` for any other text. */
export const personalFieldOf = (field: string): PersonalField | undefined => fieldOf.get(field)

const runs = ({ clocks }: RequestFacts, name: string): boolean =>
  clocks[name] !== undefined && clocks[name].stoppedAt === undefined

/** Where a request stands for whoever would see its requester. Of a request that was returned or passed on nobody has claimed what there is to do now. */
export function contactPhaseOf(facts: RequestFacts): ContactPhase {
  if (!facts.open) return 'afterEnd'
  return facts.claimedAt === undefined || runs(facts, 'claim') || runs(facts, 'dispatch') ? 'beforeClaim' : 'fromClaim'
}

const openness: Readonly<Record<Shown, number>> = { hidden: 0, masked: 1, plain: 2 }
const mostOpen = (one: Shown, other: Shown): Shown => (openness[one] < openness[other] ? other : one)
const leastOpen = (one: Shown, other: Shown): Shown => (openness[one] < openness[other] ? one : other)

type Kept = Pick<RequestFacts, 'confidential' | 'anonymous'>

// Whoever asked to be kept from the units is: of a confidential request they see nothing of the person, not even where they live; an anonymous one names nobody.
const isKept = (field: PersonalField, { confidential, anonymous }: Kept): boolean =>
  confidential === true || (anonymous === true && field !== 'address')

function sightsOf(facts: RequestFacts, by: Actor, where: Where) {
  return where.authority.contactSights.filter(({ parties }) => isOneOf(parties, facts, by, where))
}

// What was revealed to somebody is theirs until the request is answered, and no longer than it is the claim under which they looked.
function revealedTo(facts: RequestFacts, { id }: Actor): ReadonlySet<PersonalField> {
  const { reveals = [], claimedAt = 0, completedAt } = facts
  if (reveals.length === 0 || completedAt !== undefined || contactPhaseOf(facts) !== 'fromClaim') return new Set()
  const round = roundOf(facts)
  const own = reveals.filter((each) => each.by === id && each.at >= claimedAt && each.round === round)
  return new Set(own.flatMap(({ fields }) => fields))
}

/**
 * How the person behind a request is shown to an actor, field by field. Who is several parties sees what the most open of them does; what was revealed to them they
 * see as it is, as long as they are of those who may reveal.
 */
export function shownToActor(facts: RequestFacts, by: Actor, where: Where): (field: PersonalField) => Shown {
  if (by.kind === 'system') return () => 'plain'
  const sights = sightsOf(facts, by, where)
  const phase = contactPhaseOf(facts)
  const known = revealedTo(facts, by)
  const revealed = known.size > 0 && isOneOf(where.authority.parties('requests', 'reveal'), facts, by, where)
  return (field) => {
    if (revealed && known.has(field)) return 'plain'
    return sights.reduce<Shown>((open, { ofUnit, fields }) => {
      if (ofUnit && isKept(field, facts)) return open
      const shown = Object.hasOwn(fields[field], facts.status) ? fields[field][facts.status] : fields[field][phase]
      return mostOpen(open, shown ?? 'hidden')
    }, 'hidden')
  }
}

/** How it is shown at the least, wherever the request stands: what nobody masks at any time may be searched. */
export function shownAtLeast(facts: RequestFacts, by: Actor, where: Where): (field: PersonalField) => Shown {
  if (by.kind === 'system') return () => 'plain'
  const sights = sightsOf(facts, by, where)
  return (field) =>
    sights.reduce<Shown>(
      (open, { ofUnit, fields }) =>
        ofUnit && isKept(field, facts) ? open : mostOpen(open, Object.values(fields[field]).reduce(leastOpen, 'plain')),
      'hidden',
    )
}

/** A text as the actor may read it: as it is, masked, or `undefined`. */
export function textShown({ field, value }: Pick<VaultRow, 'field' | 'value'>, shown: Shown): string | undefined {
  if (value === null || shown === 'hidden') return undefined
  const personal = personalFieldOf(field)
  return shown === 'plain' || personal === undefined ? value : masks[personal](value)
}
