import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import { expected, notWhole, unfit } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'

/** A day of the civil calendar in Beijing time, written `YYYY-MM-DD`. Never a `Date`: a day has no time zone to get wrong. */
export type CalendarDate = string

/** A moment: milliseconds since 1970-01-01T00:00:00Z, from 1992 to 9999. */
export type Instant = number

/** Milliseconds of an hour. */
export const hourMs = millisecondsInHour

/** Milliseconds of a day: Beijing has no summer time. */
export const dayMs = millisecondsInDay

const shanghaiOffset = 8 * hourMs

/** China had summer time until September 1991; from 1992 on +08:00 is exact for every instant. */
const firstInstant = 694_195_200_000 // 1992-01-01T00:00:00+08:00
const lastInstant = 253_402_272_000_000 // 10000-01-01T00:00:00+08:00

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** Whole days from 1970-01-01 to a civil day. Own arithmetic, since every date given as text passes through it. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const inYear = (daysBeforeMonth[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0) + day
  return before * 365 + leapDays + inYear - 719_163
}

/** The digit at a place of a text, or `NaN`. */
function digitAt(text: string, place: number): number {
  const digit = text.charCodeAt(place) - 48
  return digit >= 0 && digit <= 9 ? digit : Number.NaN
}

const yearOf = (date: string): number =>
  digitAt(date, 0) * 1000 + digitAt(date, 1) * 100 + digitAt(date, 2) * 10 + digitAt(date, 3)
const monthOf = (date: string): number => digitAt(date, 5) * 10 + digitAt(date, 6)
const dayOf = (date: string): number => digitAt(date, 8) * 10 + digitAt(date, 9)

/** The day number of a well-formed date, or `NaN`. */
export function readDayNumber(date: unknown): number {
  if (typeof date !== 'string' || date.length !== 10) return Number.NaN
  if (date.charCodeAt(4) !== 45 || date.charCodeAt(7) !== 45) return Number.NaN
  const year = yearOf(date)
  const month = monthOf(date)
  const day = dayOf(date)
  // Written so that NaN fails every one of them.
  const exists = year >= 1 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysInMonth(year, month))
  return exists ? dayNumberOf(year, month, day) : Number.NaN
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return 30 + ((month + (month >> 3)) & 1)
}

/** The day number of `date`; throws `InvalidInputError` when it is not an existing day written `YYYY-MM-DD`. */
export function toDayNumber(date: CalendarDate, path: readonly (string | number)[] = []): number {
  const n = readDayNumber(date)
  if (Number.isNaN(n)) {
    const en = `an existing day written YYYY-MM-DD, got ${describe(date)}`
    throw new InvalidInputError([expected(path, '存在的日期 YYYY-MM-DD', en)], 'date')
  }
  return n
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (value instanceof Date) return 'a Date (see dateOf)'
  return String(value)
}

// The days around today are written over and over.
const written = new Map<number, CalendarDate>()

/** Writes a day number as `YYYY-MM-DD`. */
export function fromDayNumber(n: number): CalendarDate {
  const known = written.get(n)
  if (known !== undefined) return known
  // UTC throughout: the time zone of the process does not matter.
  const text = new Date(n * dayMs).toISOString().slice(0, 10)
  if (written.size < 4000) written.set(n, text)
  return text
}

/** Throws `InvalidInputError` unless `at` is a finite instant between 1992 (before it Beijing had summer time) and 9999. */
export function checkInstant(at: Instant, path: readonly (string | number)[] = []): Instant {
  if (typeof at === 'number' && at >= firstInstant && at < lastInstant) return at
  const en = `an instant in milliseconds from 1992 on, got ${String(at)}`
  throw new InvalidInputError([expected(path, '1992 年以后的时刻（毫秒）', en)], 'instant')
}

/** Day number of an instant in Beijing time; the caller has checked the instant. */
export function dayNumberAt(at: Instant): number {
  return Math.floor((at + shanghaiOffset) / dayMs)
}

/** Instant of 00:00 in Beijing on a day number. */
export function instantOfDay(n: number): Instant {
  return n * dayMs - shanghaiOffset
}

/** Day of the week of a day number, 0 = Sunday … 6 = Saturday. */
export function weekdayOfDay(n: number): number {
  return (((n + 4) % 7) + 7) % 7
}

/** Whether a day number is a Saturday or Sunday, whatever the notices make of it. */
export function isWeekendDay(n: number): boolean {
  return weekdayOfDay(n) % 6 === 0
}

/**
 * Returns the date unchanged; throws `InvalidInputError` unless it is an existing day written `YYYY-MM-DD`.
 *
 * @example parseDate('2026-02-30') // throws InvalidInputError
 */
export function parseDate(text: string): CalendarDate {
  toDayNumber(text)
  return text
}

/** The day in Beijing at an instant, whatever the time zone of the process. @example dateOf(Date.UTC(2026, 9, 7, 16, 1)) // '2026-10-08' */
export function dateOf(at: Instant): CalendarDate {
  return fromDayNumber(dayNumberAt(checkInstant(at)))
}

/** 00:00 in Beijing on that day. @example instantOf('2026-10-08') === Date.UTC(2026, 9, 7, 16) */
export function instantOf(date: CalendarDate): Instant {
  return checkInstant(instantOfDay(toDayNumber(date)))
}

function wholeNumber(n: number): number {
  if (Number.isSafeInteger(n)) return n
  throw new InvalidInputError([notWhole(['n'])])
}

/** Writes the day number of a result; years 1 to 9999 can be written. */
function writeResult(n: number): CalendarDate {
  if (n >= -719_162 && n <= 2_932_896) return fromDayNumber(n)
  throw new InvalidInputError([unfit(['n'], '结果超出公元 1 至 9999 年', 'the result is outside the years 1 to 9999')])
}

/** `n` calendar days later (earlier when negative). Throws `InvalidInputError` unless `n` is whole and the year has four digits. */
export function addDays(date: CalendarDate, n: number): CalendarDate {
  return writeResult(toDayNumber(date) + wholeNumber(n))
}

/** Calendar days from `a` to `b`: 1 for neighbours, negative when `b` is before `a`. */
export function daysBetween(a: CalendarDate, b: CalendarDate): number {
  return toDayNumber(b) - toDayNumber(a)
}

/** `n` months later (earlier when negative) on the corresponding day, or on the last day of a shorter month (Civil Code art. 202). */
export function addMonths(date: CalendarDate, n: number): CalendarDate {
  toDayNumber(date)
  const months = yearOf(date) * 12 + monthOf(date) - 1 + wholeNumber(n)
  const year = Math.floor(months / 12)
  const month = months - year * 12 + 1
  return writeResult(dayNumberOf(year, month, Math.min(dayOf(date), daysInMonth(year, month))))
}

/** Day of the week of a date, 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: CalendarDate): number {
  return weekdayOfDay(toDayNumber(date))
}
