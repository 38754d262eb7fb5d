import type { Bilingual } from '../../contracts/text.js'
import { type CalendarDate, fromDayNumber, toDayNumber } from '../date.js'

/** First and last day `'YYYY-MM-DD'`, both included. */
export type DateSpan = readonly [from: CalendarDate, to: CalendarDate]

/** One holiday of a notice: the days off it grants and the weekend days it takes back. */
export interface HolidayEntry {
  /** Name of the holiday; two in one are joined, such as 国庆节、中秋节. */
  readonly name: Bilingual
  /** Days without work, the weekends among them included. */
  readonly off: readonly DateSpan[]
  /** Saturdays and Sundays worked in return (调休上班), `'YYYY-MM-DD'`; empty when there are none. */
  readonly makeUp: readonly CalendarDate[]
  /** The total the notice states (共 N 天), where it states one: a check on the dates. */
  readonly days?: number
}

/** A later notice that changes a published year. Its days win over the ones before it. */
export interface HolidayAmendment extends HolidayEntry {
  /** Number of the amending notice, such as 国发明电〔2015〕1号. */
  readonly notice: string
  /** The day it is dated, `'YYYY-MM-DD'`; an `asOf` before it does not know the amendment. */
  readonly published: CalendarDate
  /** Its address; absent where none is known. */
  readonly url?: string
  /** How many days off it grants beyond the statutory ones (a commemoration, an emergency); 0 when it only moves some. */
  readonly extraDays: number
}

/** The yearly holiday notice of the General Office of the State Council. It may own days of the December before. */
export interface HolidayYear {
  /** The calendar year it arranges, such as 2027. */
  readonly year: number
  /** Its number, such as 国办发明电〔2025〕7号; the digits become part of the version of the calendar. */
  readonly notice: string
  /** The day the notice is dated, `'YYYY-MM-DD'`. A year without it is known at any `asOf`. */
  readonly published?: CalendarDate
  /** Address of the notice; absent where none is known. */
  readonly url?: string
  /** The holidays in the order of the notice; a day named twice belongs to the later one. */
  readonly holidays: readonly HolidayEntry[]
  /** Days off beyond the statutory ones that `holidays` grant; by default 0. An amendment names its own. */
  readonly extraDays?: number
  /** Later notices that change the year, in the order published; absent when there are none. */
  readonly amendments?: readonly HolidayAmendment[]
}

/** What a notice says about one day; `notice` is its number, `url` its address. */
export interface NoticeDay {
  readonly off: boolean
  readonly name: Bilingual
  readonly notice: string
  readonly url: string | undefined
}

function applyEntry(
  days: Map<number, NoticeDay>,
  { name, off, makeUp }: HolidayEntry,
  notice: string,
  url?: string,
): void {
  const say = (from: CalendarDate, to: CalendarDate, isOff: boolean): void => {
    for (let n = toDayNumber(from); n <= toDayNumber(to); n++) days.set(n, { off: isOff, name, notice, url })
  }
  for (const date of makeUp) say(date, date, false)
  for (const [from, to] of off) say(from, to, true)
}

/** Day number → what the notice (with its amendments, up to `asOf`) says. Days it does not mention are absent. */
export function daysOfYear(year: HolidayYear, asOf?: CalendarDate): Map<number, NoticeDay> {
  const days = new Map<number, NoticeDay>()
  for (const entry of year.holidays) applyEntry(days, entry, year.notice, year.url)
  for (const amendment of year.amendments ?? []) {
    if (asOf === undefined || amendment.published <= asOf) applyEntry(days, amendment, amendment.notice, amendment.url)
  }
  return days
}

/** Length of a span in days, first and last included. */
export function spanLength([from, to]: DateSpan): number {
  return toDayNumber(to) - toDayNumber(from) + 1
}

/** Joins single days, in any order, to spans. */
export function spansOf(dates: readonly CalendarDate[]): DateSpan[] {
  const numbers = [...new Set(dates.map((date) => toDayNumber(date)))].sort((a, b) => a - b)
  const spans: [number, number][] = []
  for (const n of numbers) {
    const last = spans.at(-1)
    if (last !== undefined && last[1] === n - 1) last[1] = n
    else spans.push([n, n])
  }
  return spans.map(([from, to]) => [fromDayNumber(from), fromDayNumber(to)])
}
