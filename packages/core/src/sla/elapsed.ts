import { indexOf, tableOf } from '../calendar/calendar.js'
import { dayNumberAt, hourMs, type Instant } from '../calendar/date.js'
import type { ClockEnvironment, ClockState } from './clock.js'
import { type LimitUnit, lastUnit } from './limit.js'

/** The unit in which a clock ends: that of its last extension, else of its limit. */
export function runningUnit({ limit, extensions }: Pick<ClockState, 'limit' | 'extensions'>): LimitUnit {
  return lastUnit([limit, ...extensions.map(({ by }) => by)])
}

/** The end of a clock as a place to count from and to: of days the last moment of the last day, of hours the instant itself. */
export function endIn(unit: LimitUnit, { dueAt }: Pick<ClockState, 'dueAt'>): Instant {
  return unit.endsWith('Days') ? dueAt - 1 : dueAt
}

/** Where days and hours are counted; what things may take is not asked. */
export type CountingTime = Pick<ClockEnvironment, 'calendar' | 'hours'>

/** From `a` to `b` in a unit: whole days (the first not counted), or hours. Negative when `b` is before `a`. */
export function elapsedBetween(env: CountingTime, unit: LimitUnit, a: Instant, b: Instant): number {
  switch (unit) {
    case 'urgentHours':
      return (b - a) / hourMs
    case 'workingHours':
      return env.hours.workingTimeBetween(a, b) / hourMs
    case 'naturalDays':
      return dayNumberAt(b) - dayNumberAt(a)
    case 'workingDays': {
      const { table } = tableOf(env.calendar)
      const rank = (at: Instant): number => table.rank[indexOf(table, dayNumberAt(at)) + 1] as number
      return rank(b) - rank(a)
    }
  }
}
