import type { CommandNamed } from '../commands.js'
import type { RequestContext } from '../context.js'
import { requestRefusals } from '../refusals.js'
import { unknownChoice } from '../rules/choice-known.js'
import { unknownUrgency } from '../rules/urgency-known.js'

/** Why a report cannot be taken as it is, whoever makes it. */
export function refusalOfSubmit(command: CommandNamed<'submit'>, context: RequestContext) {
  const { area, category } = command.input
  if (context.areas.successorOf(area) === undefined)
    return requestRefusals['area-unknown']({ area, path: ['input', 'area'] })
  if (context.responsibilities.category(category) === undefined)
    return requestRefusals['category-unknown']({ category, path: ['input', 'category'] })
  const { urgency, occurredAt } = command.input
  if (urgency !== undefined && context.by.kind === 'resident')
    return requestRefusals['urgency-by-staff']({ path: ['input', 'urgency'] })
  if (occurredAt !== undefined && occurredAt > context.now)
    return requestRefusals['occurred-later']({ occurredAt, now: context.now, path: ['input', 'occurredAt'] })
  return unknownUrgency(urgency, context) ?? unknownChoice(command, context)
}
