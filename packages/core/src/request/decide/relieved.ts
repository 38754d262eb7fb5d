import type { NewRequestEvent } from '../events.js'
import type { RequestClock, RequestFacts } from '../facts.js'
import type { LifecycleState } from '../lifecycle/definition.js'
import { isAsked } from '../questions.js'
import { endedOffers } from './pool.js'

/** Whoever had to move and has to no longer hears of it: the unit whose place another takes, the candidates that were not first, the co-handlers whose help comes too late. */
export function relieved(
  before: RequestFacts,
  after: RequestFacts,
  state: LifecycleState,
  clocks: Readonly<Record<string, RequestClock>>,
) {
  const events: NewRequestEvent[] = [...endedOffers(before, after, state)]
  const { owner } = before
  if (owner.role === 'unit' && after.unit !== owner.unit)
    events.push({ type: 'request.unitRelieved', data: { unit: owner.unit } })
  for (const { unit: helper } of after.coHandlers)
    if (isAsked(after, helper) && clocks[`coHandle/${helper}`]?.stoppedAt !== undefined && helper !== after.unit)
      events.push({ type: 'request.coHandlerRelieved', data: { unit: helper } })
  return events
}
