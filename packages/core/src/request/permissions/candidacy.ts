import type { CommandNamed } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import { candidatesOf } from '../questions.js'
import { isOneOf } from './standing.js'

type OfCandidates = CommandNamed<'claim'> | CommandNamed<'returnBack'>
type Asking = Pick<RequestContext, 'by' | 'areas' | 'authority'>

/** The candidates for which the actor may issue a command: of each it is judged as if that unit alone had been asked. The system may for all. */
export function ownCandidacies(facts: RequestFacts, action: string, { by, ...where }: Asking): readonly string[] {
  const units = candidatesOf(facts)
  if (by.kind === 'system' || units.length === 0) return units
  const parties = where.authority.parties('requests', action)
  return units.filter((unit) => isOneOf(parties, { ...facts, unit, owner: { role: 'unit', unit } }, by, where))
}

/** The candidate that claims or declines: the one that is named, or the only one the actor may speak for; `undefined` where that is not clear. */
export function candidacyOf(facts: RequestFacts, { name, input }: OfCandidates, asking: Asking): string | undefined {
  const own = ownCandidacies(facts, name, asking)
  if (input.unit !== undefined) return own.find((unit) => unit === input.unit)
  return own.length === 1 ? own[0] : undefined
}
