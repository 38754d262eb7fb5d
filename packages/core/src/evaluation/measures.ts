import type { TallyDelta } from '../contracts/storage.js'
import type { RequestFacts } from '../request/facts.js'
import { dateOf } from '../sla/date.js'

/**
 * One thing that is counted: a named predicate over the facts of a request, and the instant that decides in which day it falls.
 * The same predicate yields the tally and the list of cases behind it.
 */
export interface Measure {
  readonly name: string
  /** Instants at which the request counts; mostly none or one. */
  at(facts: RequestFacts): readonly number[]
}

const never: readonly number[] = []
const when = (instant: number | undefined, holds = true): readonly number[] =>
  holds && instant !== undefined ? [instant] : never

// Accepted matters that ended without being handled are not the units' to complete: declared here, once.
const leftOut = new Set(['withdrawn', 'merged', 'split', 'voided', 'declined'])
const counted = (facts: RequestFacts) => facts.acceptedAt !== undefined && !leftOut.has(facts.status)
const completed = (facts: RequestFacts) =>
  counted(facts) && facts.completedAt !== undefined && facts.status !== 'forceClosed'
const breached = (facts: RequestFacts) => facts.clocks.resolve?.breachedAt !== undefined
const excludedOverdue = (facts: RequestFacts) => facts.exclusions.includes('overdue')
const lastRating = (facts: RequestFacts) => facts.ratings.at(-1)
const rated = (facts: RequestFacts) => {
  const rating = lastRating(facts)
  return rating !== undefined && rating.meaning !== 'unrated' && !facts.exclusions.includes('rating')
    ? rating
    : undefined
}

/** Everything core counts, by basis: `@accepted` falls on the day of acceptance, `@rated` on the day of the last rating. */
export const measures: readonly Measure[] = [
  { name: 'accepted', at: (facts) => when(facts.acceptedAt, counted(facts)) },
  { name: 'leftOut', at: (facts) => when(facts.acceptedAt, !counted(facts)) },
  { name: 'completed@accepted', at: (facts) => when(facts.acceptedAt, completed(facts)) },
  { name: 'forceClosed@accepted', at: (facts) => when(facts.acceptedAt, facts.status === 'forceClosed') },
  { name: 'timed@accepted', at: (facts) => when(facts.acceptedAt, completed(facts) && !excludedOverdue(facts)) },
  {
    name: 'onTime@accepted',
    at: (facts) => when(facts.acceptedAt, completed(facts) && !excludedOverdue(facts) && !breached(facts)),
  },
  {
    name: 'overdue@accepted',
    at: (facts) => when(facts.acceptedAt, counted(facts) && !excludedOverdue(facts) && breached(facts)),
  },
  { name: 'rated@rated', at: (facts) => when(rated(facts)?.at) },
  { name: 'satisfied@rated', at: (facts) => when(rated(facts)?.at, rated(facts)?.meaning === 'satisfied') },
  {
    name: 'basicallySatisfied@rated',
    at: (facts) => when(rated(facts)?.at, rated(facts)?.meaning === 'basicallySatisfied'),
  },
  { name: 'dissatisfied@rated', at: (facts) => when(rated(facts)?.at, rated(facts)?.meaning === 'dissatisfied') },
  { name: 'unrated@rated', at: (facts) => when(lastRating(facts)?.at, lastRating(facts)?.meaning === 'unrated') },
  {
    name: 'rectified@accepted',
    at: (facts) => when(facts.acceptedAt, counted(facts) && facts.rectifications.length > 0),
  },
  { name: 'rectifications@opened', at: (facts) => facts.rectifications.map((each) => each.openedAt) },
]

/** What a request counts for, in each measure. */
export function talliesOf(facts: RequestFacts, all: readonly Measure[]): TallyDelta[] {
  const place = { areaPath: facts.areaPath, unit: facts.unit ?? '', category: facts.category, channel: facts.channel }
  const rows: TallyDelta[] = []
  for (const measure of all)
    for (const instant of measure.at(facts))
      rows.push({ measure: measure.name, day: dateOf(instant), ...place, delta: 1 })
  return rows
}
