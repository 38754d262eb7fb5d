import { lastGiven, type RequestFacts } from '../request/facts.js'
import { type Measure, when } from './measure.js'

/** Ends without handling: not the units' to complete. Declared here, once. */
export const endedUnhandled = ['withdrawn', 'merged', 'split', 'voided', 'declined'] as const

const unhandled: ReadonlySet<string> = new Set(endedUnhandled)

/** Neither withdrawn, merged, split, void nor declined. */
export const handled = (facts: RequestFacts): boolean => !unhandled.has(facts.status)
/** A granted appeal left this fact out of the figures: the deadline of the matter, the rating that counts, a return. */
export function leftOut(facts: RequestFacts, about: RequestFacts['exclusions'][number]): boolean {
  return facts.appeals.some(
    (appeal) =>
      appeal.decision === 'granted' &&
      appeal.about === about &&
      (about !== 'overdue' || appeal.clock === 'resolve') &&
      (about !== 'rating' || appeal.round === lastGiven(facts)?.round),
  )
}
/** The deadline of the matter passed unmet. */
export const breached = (facts: RequestFacts): boolean => facts.clocks.resolve?.breachedAt !== undefined

const counted = (facts: RequestFacts) => facts.acceptedAt !== undefined && handled(facts)
const completed = (facts: RequestFacts) =>
  counted(facts) && facts.completedAt !== undefined && facts.status !== 'forceClosed'

const accepted = (name: string, holds: (facts: RequestFacts) => boolean): Measure => ({
  name,
  at: (facts) => when(facts.acceptedAt, holds(facts)),
})

/** What is counted on the day of acceptance. */
export const handlingMeasures: readonly Measure[] = [
  accepted('accepted', counted),
  accepted('leftOut', (facts) => !counted(facts)),
  ...endedUnhandled.map((status) => accepted(`${status}@accepted`, (facts) => facts.status === status)),
  accepted('completed@accepted', completed),
  accepted('forceClosed@accepted', (facts) => facts.status === 'forceClosed'),
  accepted('timed@accepted', (facts) => completed(facts) && !leftOut(facts, 'overdue')),
  accepted('onTime@accepted', (facts) => completed(facts) && !leftOut(facts, 'overdue') && !breached(facts)),
  accepted('overdue@accepted', (facts) => counted(facts) && !leftOut(facts, 'overdue') && breached(facts)),
  accepted('overdueAppeal@accepted', (facts) => completed(facts) && leftOut(facts, 'overdue')),
  accepted(
    'rectified@accepted',
    (facts) => counted(facts) && facts.rectifications.length > 0 && !leftOut(facts, 'rating'),
  ),
  accepted('ratingAppeal@accepted', (facts) => counted(facts) && leftOut(facts, 'rating')),
  accepted('returned@accepted', (facts) => counted(facts) && facts.returns > 0 && !leftOut(facts, 'return')),
  accepted('returnAppeal@accepted', (facts) => counted(facts) && leftOut(facts, 'return')),
  { name: 'rectifications@opened', at: (facts) => facts.rectifications.map((each) => each.openedAt) },
]
