import { type CalendarDate, dateOf, hourMs, type Instant } from '../../calendar/date.js'
import type { TallyDelta } from '../../contracts/rows.js'
import type { RequestFacts } from '../../request/facts.js'

/**
 * One thing that is counted: a named predicate over the facts of a request, and the instant that decides on which day it falls.
 * The same predicate yields the tally and the list of cases behind it.
 */
export interface Measure {
  /** `what@basis` by convention: `completed@accepted` falls on the day of acceptance. */
  readonly name: string
  /** The hour at which its days begin, `0 … 23`; 0 when absent. Tallies are kept by day, so that another hour is another measure. */
  readonly cutoffHour?: number
  /** Instants at which the request counts; mostly none or one. None may lie before the request was submitted. */
  at(facts: RequestFacts): readonly Instant[]
  /** The units it counts for, each of them as often as `at` says; the unit in charge when absent or `undefined`. */
  units?(facts: RequestFacts): readonly string[] | undefined
}

/** The units a request counts for in a measure. */
export const unitsOf = (measure: Measure, facts: RequestFacts): readonly string[] =>
  measure.units?.(facts) ?? [facts.unit ?? '']

// Days by the hour, cached: a request counts in a dozen measures, most of them at the same few instants.
const days = new Map<number, CalendarDate>()

/** The day an instant falls on for a measure. */
export function dayOf({ cutoffHour = 0 }: Measure, instant: Instant): CalendarDate {
  const shifted = instant - cutoffHour * hourMs
  const hour = Math.floor(shifted / hourMs)
  const known = days.get(hour)
  if (known !== undefined) return known
  const day = dateOf(shifted)
  if (days.size > 10_000) days.clear()
  days.set(hour, day)
  return day
}

/** The tallies of a request: one row for each measure, instant and unit it counts for. */
export function talliesOf(facts: RequestFacts, all: readonly Measure[]): TallyDelta[] {
  const { areaPath, category, channel } = facts
  const rows: TallyDelta[] = []
  for (const measure of all) {
    const instants = measure.at(facts)
    // Most measures count nothing here: those are asked for no unit.
    if (instants.length === 0) continue
    const units = unitsOf(measure, facts)
    for (const instant of instants) {
      const day = dayOf(measure, instant)
      for (const unit of units) rows.push({ measure: measure.name, day, areaPath, unit, category, channel, delta: 1 })
    }
  }
  return rows
}

const never: readonly Instant[] = []

/** That instant, when there is one and the condition holds; else none. */
export const when = (instant: Instant | undefined, holds = true): readonly Instant[] =>
  holds && instant !== undefined ? [instant] : never
