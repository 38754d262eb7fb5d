import { type Measure, talliesOf } from '../evaluation/measures/measures.js'
import type { DomainEvent, RecordKind } from '../record/record-kind.js'
import type { RequestCommand } from '../request/commands.js'
import type { RequestContext } from '../request/context.js'
import { nextMoment } from '../request/decide/clocks.js'
import { admission, decide } from '../request/decide/index.js'
import type { RequestEvent } from '../request/events.js'
import { evolve } from '../request/evolve.js'
import type { RequestFacts } from '../request/facts.js'
import { requestEventTypes } from '../request/views/steps.js'

/** The record kind of requests, type `request`. */
export type RequestKind = RecordKind<RequestFacts, RequestCommand, RequestContext>

/** The request as a record kind: the pure domain, and what is projected from its facts. */
export function requestKind(measures: readonly Measure[]): RequestKind {
  return {
    type: 'request',
    events: requestEventTypes,
    authorise: admission,
    decide,
    evolve: (facts, event: DomainEvent) => evolve(facts, event as RequestEvent),
    index: (facts) => ({
      status: facts.status,
      open: facts.open,
      createdAt: facts.submittedAt,
      areaPath: facts.areaPath,
      unit: facts.unit ?? '',
      category: facts.category,
      channel: facts.channel,
      requester: facts.requester,
    }),
    // In a request that has ended only an appeal's clock may still run: every other clock is stopped.
    deadlines: (facts) =>
      Object.values(facts.clocks).flatMap((clock) => {
        const at = nextMoment(clock)
        return at === undefined ? [] : [{ name: clock.clock, at }]
      }),
    tallies: (facts) => talliesOf(facts, measures),
    onDue: (facts, deadline, now) => {
      const clock = facts.clocks[deadline]
      const at = clock === undefined ? undefined : nextMoment(clock)
      if (clock === undefined || at === undefined || at > now) return undefined
      if (clock.breachedAt !== undefined) return { name: 'escalate', input: { clock: deadline } }
      // No process ran at the warning: now only the expiry counts.
      return now >= clock.dueAt
        ? { name: 'expire', input: { clock: deadline } }
        : { name: 'warn', input: { clock: deadline } }
    },
  }
}
