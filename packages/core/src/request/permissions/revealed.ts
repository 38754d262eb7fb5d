import type { PersonalField } from '../../authority/contact-policy.js'
import type { RequestContext } from '../context.js'
import type { RequestFacts } from '../facts.js'
import { shownToActor } from './shown-fields.js'

function isThere(field: PersonalField, facts: RequestFacts, { responsibilities }: RequestContext): boolean {
  if (field !== 'personal') return facts.person[field] !== undefined
  const known = responsibilities.category(facts.category)?.fields ?? {}
  return Object.entries(facts.fields ?? {}).some(
    ([name, value]) => typeof value === 'object' && known[name]?.personal === true,
  )
}

/** Of these fields those that are there and are not shown to the actor as they are. */
export function toReveal(
  fields: readonly PersonalField[],
  facts: RequestFacts,
  context: RequestContext,
): readonly PersonalField[] {
  const shown = shownToActor(facts, context.by, context)
  return [...new Set(fields)].filter((field) => isThere(field, facts, context) && shown(field) !== 'plain')
}
