import type { Law } from '../context.js'
import { isAsked } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** The lead answers when every co-handler has, or has run out of time. */
export const coHandlersDone: Law = (facts, _command, { now }) => {
  const units = facts.coHandlers
    .filter((each) => isAsked(facts, each.unit) && now < (facts.clocks[`coHandle/${each.unit}`]?.dueAt ?? 0))
    .map((each) => each.unit)
  return units.length === 0 ? undefined : requestRefusals['co-handlers-pending']({ units })
}
