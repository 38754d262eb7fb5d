import type { WorkCalendar } from '../calendar/calendar.js'
import {
  addDays,
  addMonths,
  type CalendarDate,
  hourMs,
  type Instant,
  instantOf,
  parseDate,
  readDayNumber,
  weekdayOf,
} from '../calendar/date.js'
import { expected, inputIssue, unfit } from '../errors/input-issue.js'
import { type InputIssue, InvalidInputError } from '../errors.js'

/**
 * A statistical period 统计周期. Half-open: the day `from` counts, the day `to` does not, so that periods in a row
 * leave nothing out and count nothing twice. Days are those of Beijing time and begin at `cutoffHour`.
 */
export interface Period {
  /** First day that counts, `YYYY-MM-DD`. */
  readonly from: CalendarDate
  /** First day that no longer counts, `YYYY-MM-DD`. */
  readonly to: CalendarDate
  /** The hour at which a day begins, `0 … 23`; 0 when absent. With 12, the day of 1 March runs from 1 March 12:00 to 2 March 12:00. */
  readonly cutoffHour?: number
}

const month = /^(\d{4})-(0[1-9]|1[0-2])$/

function firstOf(text: string): CalendarDate {
  if (typeof text === 'string' && month.test(text)) return parseDate(`${text}-01`)
  throw new InvalidInputError([expected(['month'], "月份 'YYYY-MM'", "a month 'YYYY-MM'")], 'month')
}

function withCutoff(from: CalendarDate, to: CalendarDate, cutoffHour = 0): Period {
  return Object.freeze(cutoffHour === 0 ? { from, to } : { from, to, cutoffHour })
}

/**
 * A natural month 自然月, written `YYYY-MM`.
 *
 * @throws InvalidInputError for a text that is not a month
 * @example
 * ```ts
 * import { monthPeriod } from '@huiyin/core/evaluation'
 *
 * monthPeriod('2022-02') // { from: '2022-02-01', to: '2022-03-01' }
 * ```
 */
export function monthPeriod(text: string): Period {
  const from = firstOf(text)
  return withCutoff(from, addMonths(from, 1))
}

/**
 * A statistical month 统计月 that begins on a day of the month before: from the 19th to the 18th, for `startDay` 19.
 *
 * @throws InvalidInputError for a text that is not a month, or a `startDay` outside 2 … 28 (every month has those)
 * @example
 * ```ts
 * import { statisticalMonth } from '@huiyin/core/evaluation'
 *
 * statisticalMonth('2022-03', 19) // { from: '2022-02-19', to: '2022-03-19' }: 19 February to 18 March
 * ```
 */
export function statisticalMonth(
  text: string,
  startDay: number,
  options: {
    /** The hour at which a day begins, `0 … 23`; 0 when absent. */
    readonly cutoffHour?: number
  } = {},
): Period {
  const first = firstOf(text)
  if (!Number.isInteger(startDay) || startDay < 2 || startDay > 28) {
    throw new InvalidInputError([expected(['startDay'], '2 至 28 的日子', 'a day of the month from 2 to 28')], 'month')
  }
  return withCutoff(addDays(addMonths(first, -1), startDay - 1), addDays(first, startDay - 1), options.cutoffHour)
}

/**
 * A calendar year 自然年: `yearPeriod('2022')`.
 *
 * @throws InvalidInputError for a text that is not a year `YYYY`
 */
export function yearPeriod(year: string): Period {
  if (typeof year !== 'string' || !/^\d{4}$/.test(year)) {
    throw new InvalidInputError([expected(['year'], "年份 'YYYY'", "a year 'YYYY'")], 'year')
  }
  const from = firstOf(`${year}-01`)
  return withCutoff(from, addMonths(from, 12))
}

/**
 * One day; with `{ cutoffHour: 12 }` from noon of that day to noon of the next.
 *
 * @throws InvalidInputError for a date that does not exist
 */
export function dayPeriod(
  date: CalendarDate,
  options: {
    /** The hour at which a day begins, `0 … 23`; 0 when absent. */
    readonly cutoffHour?: number
  } = {},
): Period {
  return withCutoff(parseDate(date), addDays(date, 1), options.cutoffHour)
}

/**
 * The working week 工作周 that a day lies in: from the first working day of its week up to the first working day of the next week that has one.
 * Rest days, and whole weeks of holidays, belong to the week before them, so that weeks in a row count every case once.
 *
 * @throws CalendarCoverageError for a day in a year whose holiday notice the calendar does not have
 */
export function workingWeek(calendar: WorkCalendar, date: CalendarDate): Period {
  let monday = addDays(parseDate(date), -((weekdayOf(date) + 6) % 7))
  while (calendar.rollForward(monday) > date) monday = addDays(monday, -7)
  return withCutoff(calendar.rollForward(monday), calendar.rollForward(addDays(monday, 7)))
}

/** The instants of a period, half-open as the period is. */
export function periodInstants({ from, to, cutoffHour = 0 }: Period): {
  /** The first instant that counts. */
  readonly from: Instant
  /** The first instant that no longer counts. */
  readonly to: Instant
} {
  return { from: instantOf(from) + cutoffHour * hourMs, to: instantOf(to) + cutoffHour * hourMs }
}

/** What is wrong with a period. */
export function periodIssues(period: Period | undefined): InputIssue[] {
  const issues = (['from', 'to'] as const).flatMap((end): InputIssue[] => {
    if (!Number.isNaN(readDayNumber(period?.[end]))) return []
    return [inputIssue('not-a-day', ['period', end], {})]
  })
  const { cutoffHour = 0, from = '', to = '' } = period ?? {}
  if (!Number.isInteger(cutoffHour) || cutoffHour < 0 || cutoffHour > 23) {
    issues.push(expected(['period', 'cutoffHour'], '0 至 23 的整点', 'a whole hour from 0 to 23'))
  }
  if (issues.length === 0 && from > to)
    issues.push(unfit(['period'], `止日（${to}）早于起日（${from}）`, `ends (${to}) before it begins (${from})`))
  return issues
}
