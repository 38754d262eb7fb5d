import { type WorkCalendar, withCheckedYear } from '../calendar.js'
import { type HolidayCnYear, toHolidayYear } from './holiday-cn.js'
import type { HolidayYear } from './holiday-year.js'

/**
 * The calendar with one year added or replaced. Takes Huiyin's own form or the holiday-cn year format. Apart from the calendar, so that a page which
 * only asks does not carry what reads and checks a year.
 *
 * @throws InvalidInputError with everything `checkYear` finds wrong, and for a year that would leave a gap
 * @example
 * const calendar = withYear(createWorkCalendar(), parseHolidayNotice(text))
 */
export function withYear(calendar: WorkCalendar, year: HolidayYear | HolidayCnYear): WorkCalendar {
  return withCheckedYear(calendar, toHolidayYear(year))
}
