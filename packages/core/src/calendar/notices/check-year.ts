import type { Bilingual } from '../../contracts/text.js'
import { type CalendarDate, dayNumberOf, fromDayNumber, isWeekendDay, readDayNumber } from '../date.js'
import { knowsFestivals, statutoryDayCount, statutoryDays } from '../statutory-days.js'
import { daysOfYear, type HolidayEntry, type HolidayYear, spanLength } from './holiday-year.js'

/** One thing that is wrong with a year of holiday data. */
export interface YearProblem {
  /** The day it is about, as the data writes it; absent when it is about the year or a whole holiday. */
  readonly date?: CalendarDate
  /** What is wrong, with the figures that do not agree. */
  readonly message: Bilingual
}

function entriesOf(year: HolidayYear): readonly HolidayEntry[] {
  return [...year.holidays, ...(year.amendments ?? [])]
}

function checkDates(year: HolidayYear): YearProblem[] {
  const first = dayNumberOf(year.year - 1, 12, 1)
  const last = dayNumberOf(year.year, 12, 31)
  return entriesOf(year)
    .flatMap(({ off, makeUp }) => [...off.flat(), ...makeUp])
    .flatMap((date) => {
      const day = readDayNumber(date)
      if (day >= first && day <= last) return []
      const message = {
        zh: `“${date}”不是 ${year.year} 年或上一年 12 月的日期 YYYY-MM-DD`,
        en: `"${date}" is not a day of ${year.year} or of the December before it, written YYYY-MM-DD`,
      }
      return [{ date, message }]
    })
}

/** Make-up days lie on weekends, and not in the holiday itself; the dates give the total the notice states (共 N 天). */
function checkEntry({ name, off, makeUp, days }: HolidayEntry): YearProblem[] {
  const total = off.reduce((sum, span) => sum + spanLength(span), 0)
  const problems: YearProblem[] = makeUp.flatMap((date) => {
    const wrong = !isWeekendDay(readDayNumber(date))
      ? { zh: '是调休上班日，却不在周末', en: 'is a make-up day, but not a weekend day' }
      : off.some(([from, to]) => date >= from && date <= to)
        ? { zh: '既放假又上班', en: 'is both off and worked' }
        : undefined
    return wrong === undefined
      ? []
      : [{ date, message: { zh: `${date}（${name.zh}）${wrong.zh}`, en: `${date} (${name.zh}) ${wrong.en}` } }]
  })
  if (days === undefined || days === total) return problems
  const message = {
    zh: `${name.zh}：通知称共 ${days} 天，按日期为 ${total} 天`,
    en: `${name.zh}: the notice says ${days} days in all, the dates give ${total}`,
  }
  return [...problems, { message }]
}

/** Statutory days are off, and weekdays off minus weekend days worked are as many as the law (and declared extra days) give. */
function checkAgainstLaw(year: HolidayYear): YearProblem[] {
  const problems: YearProblem[] = []
  const days = daysOfYear(year)
  for (const { day, name } of knowsFestivals(year.year) ? statutoryDays(year.year) : []) {
    if (days.get(day)?.off ?? isWeekendDay(day)) continue
    const date = fromDayNumber(day)
    const message = {
      zh: `${date} 是法定节假日（${name.zh}），却未放假`,
      en: `${date} is a statutory holiday (${name.zh}), but not off`,
    }
    problems.push({ date, message })
  }
  let balance = 0
  for (const [day, { off }] of days) {
    if (off !== isWeekendDay(day)) balance += off ? 1 : -1
  }
  const extra = (year.amendments ?? []).reduce((sum, { extraDays }) => sum + extraDays, year.extraDays ?? 0)
  const expected = statutoryDayCount(year.year) + extra
  if (balance !== expected) {
    const message = {
      zh: `工作日放假数减周末上班数为 ${balance}，依法应为 ${expected}`,
      en: `weekdays off minus weekend days worked is ${balance}, the law gives ${expected}`,
    }
    problems.push({ message })
  }
  return problems
}

/** All that is wrong with a year of holiday data, held against 《全国年节及纪念日放假办法》; empty when it may be used. */
export function checkYear(year: HolidayYear): readonly YearProblem[] {
  const dates = checkDates(year)
  if (dates.length > 0) return dates
  return [...entriesOf(year).flatMap(checkEntry), ...checkAgainstLaw(year)]
}
