import { type CalendarDate, fromDayNumber, isWeekendDay } from '../calendar/date.js'
import { daysOfYear, type HolidayYear } from '../calendar/notices/holiday-year.js'

/** Number of the notice that spoke last about a year: its own, or that of its last amendment. */
export function noticeNumber({ notice, amendments = [] }: HolidayYear): string {
  return amendments.at(-1)?.notice ?? notice
}

/** The days on which two notices of one year do not agree, in order. */
export function disagreement(one: HolidayYear, other: HolidayYear): readonly CalendarDate[] {
  const [a, b] = [daysOfYear(one), daysOfYear(other)]
  const isOff = (days: typeof a, day: number) => days.get(day)?.off ?? isWeekendDay(day)
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((day) => isOff(a, day) !== isOff(b, day))
    .sort((x, y) => x - y)
    .map((day) => fromDayNumber(day))
}
