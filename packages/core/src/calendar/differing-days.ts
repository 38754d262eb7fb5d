import { tableOf, type WorkCalendar } from './calendar.js'
import type { CalendarDate } from './date.js'
import { isWorkingIndex, textOf } from './day-table.js'

/** A day on which two calendars do not agree. */
export interface DifferingDay {
  /** `'YYYY-MM-DD'`. */
  readonly date: CalendarDate
  /** Whether the later calendar has it worked; the earlier one says the opposite. */
  readonly working: boolean
}

/** The days that one calendar gives off and the other has worked, in order; days that only one of them knows are left out. */
export function differingDays(before: WorkCalendar, after: WorkCalendar): readonly DifferingDay[] {
  const [old, table] = [tableOf(before).table, tableOf(after).table]
  const days: DifferingDay[] = []
  for (let day = Math.max(old.first, table.first); day <= Math.min(old.last, table.last); day++) {
    const working = isWorkingIndex(table, day - table.first)
    if (working !== isWorkingIndex(old, day - old.first)) days.push({ date: textOf(table, day - table.first), working })
  }
  return days
}
