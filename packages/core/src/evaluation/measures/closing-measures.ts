import type { RequestFacts } from '../../request/facts.js'
import { breached, endedUnhandled, handled, judged, leftOut } from './handling-measures.js'
import { type Measure, when } from './measure.js'

/**
 * The last instant at which the request was in time. A deadline is the first instant that is too late: one at 24:00 on 31 January is due
 * in January, not in February.
 */
const dueOn = (facts: RequestFacts) => {
  const clock = facts.clocks.resolve
  return clock === undefined ? undefined : clock.dueAt - 1
}
const closed = (facts: RequestFacts) => facts.end === 'closed'
const reworked = (facts: RequestFacts) => facts.rectifications.length > 0 || facts.checksFailed > 0
const extended = (facts: RequestFacts) =>
  facts.extensions.some((each) => each.clock === 'resolve' && each.decision === 'granted')

const due = (name: string, holds: (facts: RequestFacts) => boolean): Measure => ({
  name,
  at: (facts) => when(dueOn(facts), holds(facts)),
})
const reported = (name: string, holds: (facts: RequestFacts) => boolean): Measure => ({
  name,
  at: (facts) => when(facts.submittedAt, holds(facts)),
})

/** What is counted on the day a request is due (`@due`) and on the day it was reported (`@reported`). */
export const closingMeasures: readonly Measure[] = [
  due('due', handled),
  ...endedUnhandled.map((end) => due(`${end}@due`, (facts) => facts.end === end)),
  due('closed@due', closed),
  judged(due('timed@due', (facts) => handled(facts) && !leftOut(facts, 'overdue'))),
  judged(due('closedOnTime@due', (facts) => closed(facts) && !breached(facts) && !leftOut(facts, 'overdue'))),
  judged(due('overdueAppeal@due', (facts) => handled(facts) && leftOut(facts, 'overdue'))),
  due('reworked@due', (facts) => handled(facts) && reworked(facts) && !leftOut(facts, 'rating')),
  due('ratingAppeal@due', (facts) => handled(facts) && leftOut(facts, 'rating')),
  due('extended@due', (facts) => handled(facts) && extended(facts)),
  reported('reported', handled),
  ...endedUnhandled.map((end) => reported(`${end}@reported`, (facts) => facts.end === end)),
  reported('closed@reported', closed),
  reported('forceClosed@reported', (facts) => facts.end === 'forceClosed'),
]
