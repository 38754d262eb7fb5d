import { type CalendarDate, dayNumberOf, fromDayNumber, readDayNumber, weekdayOfDay } from './date.js'
import { daysOfYear, type HolidayEntry, type HolidayYear, spanLength } from './holiday-year.js'
import { knowsFestivals, statutoryDayCount, statutoryDays } from './statutory-days.js'

/** What is wrong with a year of holiday data. */
export interface YearProblem {
  readonly code:
    | 'not-a-date'
    | 'outside-the-year'
    | 'off-and-worked'
    | 'make-up-on-a-weekday'
    | 'statutory-day-worked'
    | 'stated-total-differs'
    | 'checksum-differs'
  readonly date?: CalendarDate
  readonly message: string
}

function* entriesOf(year: HolidayYear): Generator<HolidayEntry> {
  yield* year.holidays
  yield* year.amendments ?? []
}

function* datesOf(entry: HolidayEntry): Generator<CalendarDate> {
  for (const span of entry.off) yield* span
  yield* entry.makeUp
}

function checkDates(year: HolidayYear): YearProblem[] {
  const problems: YearProblem[] = []
  const first = dayNumberOf(year.year - 1, 12, 1)
  const last = dayNumberOf(year.year, 12, 31)
  for (const entry of entriesOf(year)) {
    for (const date of datesOf(entry)) {
      const n = readDayNumber(date)
      if (Number.isNaN(n)) {
        problems.push({ code: 'not-a-date', message: `"${String(date)}" is not an existing day written YYYY-MM-DD` })
      } else if (n < first || n > last) {
        const message = `${date} (${entry.name.zh}) is neither in ${year.year} nor in the December before it`
        problems.push({ code: 'outside-the-year', date, message })
      }
    }
  }
  return problems
}

function checkEntry(entry: HolidayEntry): YearProblem[] {
  const problems: YearProblem[] = []
  const total = entry.off.reduce((sum, span) => sum + spanLength(span), 0)
  if (entry.days !== undefined && entry.days !== total) {
    const message = `${entry.name.zh}: the notice says ${entry.days} days in all, the dates give ${total}`
    problems.push({ code: 'stated-total-differs', message })
  }
  for (const date of entry.makeUp) {
    if (weekdayOfDay(readDayNumber(date)) % 6 !== 0) {
      problems.push({
        code: 'make-up-on-a-weekday',
        date,
        message: `${date} (${entry.name.zh}) is worked in return for a day off, but it is no Saturday or Sunday`,
      })
    }
    if (entry.off.some(([from, to]) => date >= from && date <= to)) {
      problems.push({
        code: 'off-and-worked',
        date,
        message: `${date} (${entry.name.zh}) is both a day off and a working day`,
      })
    }
  }
  return problems
}

/** Weekdays off minus weekend days worked must equal the statutory days of the law (plus declared extra days). */
function checkAgainstLaw(year: HolidayYear): YearProblem[] {
  const problems: YearProblem[] = []
  const days = daysOfYear(year)
  if (knowsFestivals(year.year)) {
    for (const { day, name } of statutoryDays(year.year)) {
      const weekend = weekdayOfDay(day) % 6 === 0
      if (days.get(day)?.off !== true && !(weekend && days.get(day) === undefined)) {
        const date = fromDayNumber(day)
        problems.push({
          code: 'statutory-day-worked',
          date,
          message: `${date} is a statutory holiday (${name.zh}), but the year does not give it off`,
        })
      }
    }
  }
  let balance = 0
  for (const [day, { off }] of days) {
    const weekend = weekdayOfDay(day) % 6 === 0
    if (off && !weekend) balance++
    if (!off && weekend) balance--
  }
  const extra = (year.amendments ?? []).reduce((sum, amendment) => sum + amendment.extraDays, year.extraDays ?? 0)
  const expected = statutoryDayCount(year.year) + extra
  if (balance !== expected) {
    const message = `weekdays off minus weekend days worked is ${balance}, the law gives ${expected}: a day is missing or too many`
    problems.push({ code: 'checksum-differs', message })
  }
  return problems
}

/** Everything wrong with a year of holiday data; empty when it may be used. */
export function checkYear(year: HolidayYear): readonly YearProblem[] {
  const dates = checkDates(year)
  if (dates.some((problem) => problem.code === 'not-a-date')) return dates
  return [...dates, ...[...entriesOf(year)].flatMap(checkEntry), ...checkAgainstLaw(year)]
}
