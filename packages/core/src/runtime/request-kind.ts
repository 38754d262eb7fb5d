import { dayMs } from '../calendar/date.js'
import { type Measure, talliesOf } from '../evaluation/measures/measures.js'
import type { Packing } from '../record/packing.js'
import type { DomainEvent, RecordKind } from '../record/record-kind.js'
import type { RequestCommand } from '../request/commands.js'
import type { RequestContext } from '../request/context.js'
import { nextMoment } from '../request/decide/clocks.js'
import { areTextsInUse } from '../request/decide/erasure.js'
import { admission, decide } from '../request/decide/index.js'
import type { RequestEvent } from '../request/events.js'
import { evolve } from '../request/evolve.js'
import type { RequestFacts } from '../request/facts.js'
import type { OwnCommands } from '../request/own/own-command.js'
import { searchedOf } from '../request/reading/searched.js'
import { retentionDeadline } from '../request/retention/retention-rule.js'
import { deskOf } from '../request/views/desk.js'
import { requestEventTypes } from '../request/views/event-titles.js'
import type { ClockEnvironment } from '../sla/clock.js'
import { officeMoment, pressesAtOnce, pressingMoment } from '../sla/office-moment.js'

/** The record kind of requests, type `request`. */
export type RequestKind = RecordKind<RequestFacts, RequestCommand, RequestContext>

// What time brings about, and what follows from that in other requests.
const timely: ReadonlySet<string> = new Set([
  'request.warned',
  'request.overdue',
  'request.claimExpired',
  'request.ratingDefaulted',
  'request.resumed',
  'request.extensionDecided',
  'request.appealLapsed',
  'request.reopenDecided',
  'request.supervised',
  'request.urged',
  'request.leadingEnded',
  'request.relocated',
])

/** The request as a record kind: the pure domain, and what is projected from its facts. */
export function requestKind(
  measures: readonly Measure[],
  sla: () => ClockEnvironment,
  packing?: Packing,
  commands: OwnCommands = {},
): RequestKind {
  return {
    type: 'request',
    // 2: each side's last urge is kept apart. 3: the last step, marks of a desk that earlier events make, who of the staff entered the report.
    form: 3,
    events: [...requestEventTypes, ...Object.values(commands).map(({ event }) => event)],
    ...(packing !== undefined && { packing }),
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
      ...(facts.number !== undefined && { number: facts.number }),
      ...deskOf(facts),
    }),
    // In a request that has ended only the clock of an appeal, or of an application to handle it again, may still run: every other is stopped.
    deadlines: (facts) => [
      ...Object.values(facts.clocks).flatMap((clock) => {
        const at = nextMoment(clock)
        return at === undefined ? [] : [{ name: clock.clock, at }]
      }),
      ...(facts.keptUntil === undefined ? [] : [{ name: retentionDeadline, at: facts.keptUntil }]),
    ],
    searched: searchedOf,
    tallies: (facts) => talliesOf(facts, measures),
    onDue: (facts, deadline, now) => {
      if (deadline === retentionDeadline) return areTextsInUse(facts) ? undefined : { name: 'endRetention', input: {} }
      const clock = dueClock(facts, deadline, now)
      if (clock === undefined) return undefined
      // A breach is a fact of its instant. Whom it presses, and when somebody is warned, belongs to office hours.
      if (clock.breachedAt === undefined && now >= clock.dueAt) return { name: 'expire', input: { clock: deadline } }
      if (pressingMoment(sla(), clock, now) > now) return undefined
      return { name: clock.breachedAt === undefined ? 'warn' : 'escalate', input: { clock: deadline } }
    },
    restsUntil: (facts, deadline, now) => {
      if (deadline === retentionDeadline) return now + dayMs
      const clock = dueClock(facts, deadline, now)
      if (clock === undefined) return undefined
      const open = pressingMoment(sla(), clock, now)
      // No process runs at the warning: at the deadline only the expiry counts.
      return clock.breachedAt === undefined ? Math.min(open, clock.dueAt) : open
    },
    // What people do is told at once. What time brings about, at midnight or on a Sunday, is told when offices are open.
    tellAt: (event, facts) => {
      if (event.by.kind !== 'system' || !timely.has(event.type)) return event.at
      const urgent = Object.values(facts.clocks).some(
        (clock) =>
          pressesAtOnce(sla(), clock) &&
          (clock.breachedAt !== undefined || clock.dueAt <= event.at || clock.warned > 0),
      )
      return urgent ? event.at : officeMoment(sla(), event.at)
    },
  }
}

// The clock, if it asks for something by now.
function dueClock({ clocks }: RequestFacts, name: string, now: number) {
  const clock = clocks[name]
  const at = clock === undefined ? undefined : nextMoment(clock)
  return at === undefined || at > now ? undefined : clock
}
