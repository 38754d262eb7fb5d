import type { Law } from '../context.js'
import { assigneeNamed } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** Only a person of the unit in charge looks after a request. What others hold is not known here: of them the place judges, by a law of its own. */
export const assigneeOfUnit: Law = (facts, command, { by, areas, authority }) => {
  if (command.name !== 'assign' || assigneeNamed(command.input, by) !== by.id) return undefined
  const own = authority.unitsOf(by, 'handler', facts.area, areas)
  return facts.unit !== undefined && own.includes(facts.unit)
    ? undefined
    : requestRefusals['assignee-not-of-unit']({ person: by.id, unit: facts.unit ?? '' })
}
