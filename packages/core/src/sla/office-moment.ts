import type { Instant } from '../calendar/date.js'
import { CalendarCoverageError } from '../errors.js'
import type { ClockEnvironment, ClockState } from './clock.js'
import { runningUnit } from './elapsed.js'

/** The first moment from `at` on in which offices are open: cards go out then, and supervision climbs then. After the last day of the calendar: at once. */
export function officeMoment({ hours }: Pick<ClockEnvironment, 'hours'>, at: Instant): Instant {
  try {
    return hours.isOpen(at) ? at : hours.addWorkingTime(at, { milliseconds: 1 }) - 1
  } catch (error) {
    if (error instanceof CalendarCoverageError) return at
    throw error
  }
}

/** Whether a clock presses at any hour: one in urgent hours, where the policy says so. */
export function pressesAtOnce({ policy }: ClockEnvironment, clock: Pick<ClockState, 'limit' | 'extensions'>): boolean {
  return policy.cards === 'urgent-at-once' && runningUnit(clock) === 'urgentHours'
}

/** When a clock may press somebody that asks for it at `at`. */
export function pressingMoment(
  env: ClockEnvironment,
  clock: Pick<ClockState, 'limit' | 'extensions'>,
  at: Instant,
): Instant {
  return pressesAtOnce(env, clock) ? at : officeMoment(env, at)
}
