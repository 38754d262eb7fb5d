import type { BusinessHours } from '../calendar/business-hours.js'
import { tableOf, type WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, fromDayNumber, hourMs, type Instant, instantOf, toDayNumber } from '../calendar/date.js'
import { type DayTable, isWorkingIndex, nthWorkingDay } from '../calendar/day-table.js'
import { amountOf, unitOf } from './limit.js'
import { officeMoment } from './office-moment.js'
import type { ClockWarning } from './policy.js'

interface Offices {
  readonly calendar: WorkCalendar
  readonly hours: BusinessHours
}

function openingOf(env: Offices, day: number): Instant {
  const date = fromDayNumber(day)
  return env.hours.openingOf(date) ?? instantOf(date)
}

/** Index of the last working day up to this one; -1 when it lies before the table. */
function workedUpTo(table: DayTable, index: number): number | undefined {
  const day = Math.max(0, index)
  return isWorkingIndex(table, day) ? day : nthWorkingDay(table, day, -1)
}

/** A warning counted in days is given when offices open on its day or, when that is a rest day, on the working day before. */
function warningMoment(
  env: Offices,
  { before }: ClockWarning,
  startedAt: Instant,
  dueAt: Instant,
  dueDate: CalendarDate,
): Instant {
  const amount = amountOf(before)
  const unit = unitOf(before)
  if (unit === 'urgentHours') return dueAt - amount * hourMs
  const { table } = tableOf(env.calendar)
  const due = toDayNumber(dueDate) - table.first
  // Urgent hours may end after the last year of the calendar: the working time before is not known, so warn at once.
  if (due >= table.kinds.length) return startedAt
  if (unit === 'workingHours') return env.hours.addWorkingTime(dueAt, { hours: -amount })
  const index = unit === 'workingDays' ? nthWorkingDay(table, due, -amount) : workedUpTo(table, due - amount)
  return index === -1 ? startedAt : openingOf(env, table.first + (index as number))
}

/**
 * The moments to warn at, ascending; none before the start, and none while offices are closed: a warning waits until they open. One that would have to wait
 * until it is too late is left out, unless `atOnce`.
 */
export function warningMoments(
  env: Offices,
  warnings: readonly ClockWarning[],
  startedAt: Instant,
  due: { readonly dueAt: Instant; readonly dueDate: CalendarDate },
  atOnce: boolean,
): readonly Instant[] {
  const moments = warnings.flatMap((warning) => {
    const moment = Math.max(startedAt, warningMoment(env, warning, startedAt, due.dueAt, due.dueDate))
    const open = atOnce ? moment : officeMoment(env, moment)
    return open < due.dueAt ? [open] : []
  })
  return [...new Set(moments)].sort((a, b) => a - b)
}
