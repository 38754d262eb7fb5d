import type { WorkCalendar } from '../calendar.js'
import { createWorkCalendar, withCheckedYear } from '../calendar.js'
import { addDays, type CalendarDate, isWeekendDay, toDayNumber } from '../date.js'
import { checkYear, type YearProblem } from './check-year.js'
import { nameFromChinese } from './festival-names.js'
import { type HolidayYear, spansOf } from './holiday-year.js'

/** The functions of the package `chinese-workday` that are used; pass your own import of it. */
export interface ChineseWorkdayModule {
  /** Whether people work on a day, `'YYYY-MM-DD'`. */
  isWorkday(day: string): boolean
  /** Chinese name of the holiday a day belongs to; where it is missing, added days are named 节假日. */
  getFestival?(day: string): string
}

/** A day on which the package and the notices differ. */
export interface WrongDay {
  /** The day concerned, `'YYYY-MM-DD'`. */
  readonly date: CalendarDate
  /** What the package answers; the notice says the opposite. */
  readonly theirs: 'working' | 'off'
  /** Number of the notice that decides. */
  readonly notice: string
}

/** What the package `chinese-workday` answers wrongly, and which years it lacks. */
export interface ChineseWorkdayReport {
  /** The calendar of the notices, with those later years of the package that pass every check. */
  readonly calendar: WorkCalendar
  /** Days on which the package contradicts the notices, in order. Days of `missingYears` are left out. */
  readonly wrongDays: readonly WrongDay[]
  /** Years of the notices for which the package knows no holiday at all and answers Monday to Friday. */
  readonly missingYears: readonly number[]
  /** Years that were taken from the package, ascending. */
  readonly addedYears: readonly number[]
  /** The first year that only the package has but whose data failed; years after it are not read. */
  readonly refusedYears: readonly {
    /** The calendar year, such as 2027. */
    readonly year: number
    /** Every fault, as `checkYear` reports it. */
    readonly problems: readonly YearProblem[]
  }[]
}

function* days(from: CalendarDate, to: CalendarDate): Generator<CalendarDate> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date
}

/** Days on which the package departs from Monday to Friday. */
function departures(module: ChineseWorkdayModule, from: CalendarDate, to: CalendarDate): CalendarDate[] {
  return [...days(from, to)].filter((date) => module.isWorkday(date) === isWeekendDay(toDayNumber(date)))
}

function yearOf(module: ChineseWorkdayModule, year: number): HolidayYear | undefined {
  // New Year's arrangements may reach into the last days of the December before.
  const changed = departures(module, `${year - 1}-12-29`, `${year}-12-28`)
  if (changed.length === 0) return undefined
  const byName = new Map<string, { off: CalendarDate[]; makeUp: CalendarDate[] }>()
  for (const date of changed) {
    const name = (module.getFestival?.(date) ?? '').replace(/^补/, '') || '节假日'
    const entry = byName.get(name) ?? { off: [], makeUp: [] }
    byName.set(name, entry)
    entry[module.isWorkday(date) ? 'makeUp' : 'off'].push(date)
  }
  const holidays = [...byName].map(([zh, { off, makeUp }]) => ({
    name: nameFromChinese(zh),
    off: spansOf(off),
    makeUp,
  }))
  return { year, notice: `chinese-workday ${year}`, holidays }
}

/**
 * Compares the package `chinese-workday` with the notices, day by day, and takes from it the years that come after them.
 *
 * @example
 * import * as chineseWorkday from 'chinese-workday'
 * const { calendar, wrongDays } = calendarFromChineseWorkday(chineseWorkday)
 */
export function calendarFromChineseWorkday(
  module: ChineseWorkdayModule,
  base: WorkCalendar = createWorkCalendar(),
): ChineseWorkdayReport {
  const wrongDays: WrongDay[] = []
  const missingYears: number[] = []
  const { coverage } = base
  for (const { year } of coverage.notices) {
    const [from, to] = [`${year}-01-01`, `${year}-12-31`]
    if (departures(module, from, to).length === 0) {
      missingYears.push(year)
      continue
    }
    for (const date of days(from, to)) {
      const theirs = module.isWorkday(date)
      if (theirs !== base.isWorkingDay(date))
        wrongDays.push({ date, theirs: theirs ? 'working' : 'off', notice: base.sourceOf(date).notice })
    }
  }
  let calendar = base
  const addedYears: number[] = []
  const refusedYears: { year: number; problems: readonly YearProblem[] }[] = []
  for (let year = Number(coverage.to.slice(0, 4)) + 1; ; year++) {
    const found = yearOf(module, year)
    if (found === undefined) break
    const problems = checkYear(found)
    if (problems.length > 0) {
      refusedYears.push({ year, problems })
      break
    }
    calendar = withCheckedYear(calendar, found)
    addedYears.push(year)
  }
  return { calendar, wrongDays, missingYears, addedYears, refusedYears }
}
