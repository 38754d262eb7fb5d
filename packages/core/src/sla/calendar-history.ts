import type { CalendarDate } from '../calendar/date.js'
import type { DifferingDay } from '../calendar/differing-days.js'
import { type ClockEnvironment, type ClockState, countHistory } from './clock.js'
import type { SlaPolicy } from './policy.js'

/** The calendars of a running city: the one in force, and the ones that its clocks were counted on. */
export interface CalendarHistory {
  /** How often the calendar was amended so far; 0 for never. */
  readonly revision: number
  /** What clocks are counted with now. */
  readonly inForce: ClockEnvironment
  /** What a clock with this `calendarVersion` was counted with; `undefined` when those notices are not known any more. */
  of(version: string): ClockEnvironment | undefined
  /** The limits of this version, as they were recorded; `undefined` when they are not. */
  policyOf(version: string): SlaPolicy | undefined
  /** The days that the calendar in force has otherwise than that version; empty when the version is not known any more. */
  changedSince(version: string): readonly DifferingDay[]
  /** Numbers of the notices that were applied to the running city and decide these days; of the last one when no day is named. */
  noticesFor(days: readonly CalendarDate[]): readonly string[]
}

/**
 * What a clock is explained by: the limits and the calendar it was counted with. One that runs and is due on the same day by the calendar in force is
 * explained by that one, whose notices are the ones to cite.
 */
export function countedWith(
  calendars: CalendarHistory,
  clock: ClockState & { readonly stoppedAt?: number },
): ClockEnvironment {
  const found = calendarOf(calendars, clock)
  const policy = clock.policyVersion === found.policy.version ? undefined : calendars.policyOf(clock.policyVersion)
  return policy === undefined ? found : { ...found, policy }
}

function calendarOf(calendars: CalendarHistory, clock: ClockState & { readonly stoppedAt?: number }): ClockEnvironment {
  const { inForce } = calendars
  if (clock.calendarVersion === inForce.calendar.version) return inForce
  if (clock.stoppedAt === undefined && countHistory(inForce, clock).dueAt === clock.dueAt) return inForce
  return calendars.of(clock.calendarVersion) ?? inForce
}
