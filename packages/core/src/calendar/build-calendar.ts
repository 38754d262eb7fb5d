import type { Bilingual } from '../contracts/text.js'
import { type CalendarDate, dayNumberOf, fromDayNumber, isWeekendDay, toDayNumber } from './date.js'
import { contentHash, type DayTable, kindOf, rankDays, weekKinds } from './day-table.js'
import { lastFestivalYear } from './notices/festivals.js'
import { daysOfYear, type HolidayYear } from './notices/holiday-year.js'
import type { CalendarOverlay } from './overlay.js'
import { projectedDaysOff } from './statutory-days.js'

/** What the answers of a calendar rest on. */
export interface CalendarCoverage {
  /** First day that can be answered, `'YYYY-MM-DD'`: 1 January of the first published year. */
  readonly from: CalendarDate
  /** Last day of the last published year, `'YYYY-MM-DD'`. */
  readonly to: CalendarDate
  /** Last day that the notice of the next year cannot change: its arrangements for New Year reach back into December. */
  readonly settledTo: CalendarDate
  /** First day answered by projection; absent when every answer rests on a notice. */
  readonly provisionalFrom?: CalendarDate
  /** Last day answered by projection; a day after it throws `CalendarCoverageError`. */
  readonly provisionalTo?: CalendarDate
  /** The same text as `version` of the calendar. */
  readonly version: string
  /** The State Council notices behind the answers, oldest year first. */
  readonly notices: readonly {
    /** The calendar year it arranges. */
    readonly year: number
    /** Its number, such as 国办发明电〔2025〕7号; of a year that was loaded without one, its address or data set. */
    readonly notice: string
    /** The day it is dated, `'YYYY-MM-DD'`; absent where that is not known. */
    readonly published?: CalendarDate
    /** Numbers of later notices that changed the year; with `asOf`, of those known by then. */
    readonly amendments: readonly string[]
  }[]
}

/** What a calendar is built from; `asOf` hides every notice published after that day. */
export interface CalendarDefinition {
  readonly years: readonly HolidayYear[]
  readonly unpublished: 'throw' | 'provisional'
  readonly overlays: readonly CalendarOverlay[]
  readonly asOf: CalendarDate | undefined
}

/** What decides a day that differs from the plain week: a notice, an overlay or the projection. */
export interface DayMark {
  readonly name: Bilingual
  readonly notice?: string | undefined
  readonly url?: string | undefined
  readonly overlay?: string
  readonly projected?: true
}

/** A calendar as tables. `marks` are by index into them; days of the plain week have no mark. */
export interface BuiltCalendar {
  readonly table: DayTable
  readonly marks: ReadonlyMap<number, DayMark>
  readonly coverage: CalendarCoverage
  /** Index of the last settled day. */
  readonly settledIndex: number
}

/** New Year's arrangements have reached back to 29 December at most. */
const openDays = 3

// Of the oldest notices nobody knows the day, so there is always one.
function publishedYears({ years, asOf }: CalendarDefinition): readonly HolidayYear[] {
  return years.filter((year) => asOf === undefined || year.published === undefined || year.published <= asOf)
}

/** `CN-2026-2025.7-4c0d5bd2`: last year, number of its notice, hash of all answers, overlays. */
function versionOf(last: HolidayYear, hash: string, overlays: readonly CalendarOverlay[]): string {
  const notice = last.notice.match(/\d+/g)?.join('.')
  return [`CN-${last.year}-${notice}-${hash}`, ...overlays.map(({ id }) => id)].join('+')
}

function coverageOf(
  definition: CalendarDefinition,
  years: readonly HolidayYear[],
  table: DayTable,
  lastPublished: number,
): CalendarCoverage {
  const published = table.kinds.subarray(0, lastPublished - table.first + 1)
  const version = versionOf(
    years.at(-1) as HolidayYear,
    contentHash(published, JSON.stringify(definition.overlays)),
    definition.overlays,
  )
  const { asOf } = definition
  return Object.freeze({
    from: fromDayNumber(table.first),
    to: fromDayNumber(lastPublished),
    settledTo: fromDayNumber(lastPublished - openDays),
    ...(table.last > lastPublished
      ? { provisionalFrom: fromDayNumber(lastPublished + 1), provisionalTo: fromDayNumber(table.last) }
      : {}),
    version,
    notices: Object.freeze(
      years.map(({ year, notice, published: on, amendments = [] }) => ({
        year,
        notice,
        ...(on === undefined ? {} : { published: on }),
        amendments: amendments.filter((a) => asOf === undefined || a.published <= asOf).map((a) => a.notice),
      })),
    ),
  })
}

/** Lays the notices, the projection and the overlays over the plain week, in that order. */
export function buildCalendar(definition: CalendarDefinition): BuiltCalendar {
  const { unpublished, overlays, asOf } = definition
  const years = publishedYears(definition)
  const firstYear = years[0]?.year as number
  const lastYear = years.at(-1)?.year as number
  const endYear = unpublished === 'provisional' ? Math.max(lastYear, lastFestivalYear) : lastYear
  const { first, last, kinds } = weekKinds(firstYear, endYear)
  const marks = new Map<number, DayMark>()
  const mark = (day: number, kind: number, why: DayMark): void => {
    if (day < first || day > last) return
    kinds[day - first] = kind
    marks.set(day - first, why)
  }
  // A day worked is a make-up day only where the week would give it off.
  const worked = (day: number): number => (isWeekendDay(day) ? kindOf.makeUp : kindOf.workday)

  for (let year = lastYear + 1; year <= endYear; year++) {
    for (const [day, name] of projectedDaysOff(year)) mark(day, kindOf.holiday, { name, projected: true })
  }
  for (const year of years) {
    for (const [day, { off, name, notice, url }] of daysOfYear(year, asOf)) {
      mark(day, off ? kindOf.holiday : worked(day), { name, notice, url })
    }
  }
  for (const { id, name, basis, off = [], work = [] } of overlays) {
    const why: DayMark = { name, notice: basis, overlay: id }
    for (const [from, to] of off) {
      for (let day = toDayNumber(from); day <= toDayNumber(to); day++) mark(day, kindOf.holiday, why)
    }
    for (const date of work) mark(toDayNumber(date), worked(toDayNumber(date)), why)
  }
  const table = rankDays(first, kinds)
  const lastPublished = dayNumberOf(lastYear, 12, 31)
  return {
    table,
    marks,
    coverage: coverageOf(definition, years, table, lastPublished),
    settledIndex: lastPublished - openDays - first,
  }
}
