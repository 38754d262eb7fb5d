import { notWhole, unfit } from '../errors/input-issue.js'
import { CalendarCoverageError, ConfigurationError, InvalidInputError } from '../errors.js'
import { type BuiltCalendar, buildCalendar, type CalendarCoverage, type CalendarDefinition } from './build-calendar.js'
import { type CalendarDate, fromDayNumber, toDayNumber } from './date.js'
import { type DaySource, describeDay } from './day-source.js'
import { type DayTable, type DayType, dayTypes, isWorkingIndex, nthWorkingDay, textOf } from './day-table.js'
import type { HolidayYear } from './notices/holiday-year.js'
import { notices } from './notices/published-notices.js'
import { type CalendarOverlay, checkOverlay } from './overlay.js'

/** Which notices and overlays a calendar is made of. */
export interface WorkCalendarOptions {
  /** The national calendar to start from. Only that of mainland China is included. */
  readonly region?: 'CN'
  /**
   * What to do in a year whose notice is not published: `throw` a `CalendarCoverageError` (default), or project the
   * statutory days and mark every answer that depends on them `provisional`.
   */
  readonly unpublished?: 'throw' | 'provisional'
  /** Regional holidays, closures, special hours. Later ones win over earlier ones and over the notices. */
  readonly overlays?: readonly CalendarOverlay[]
  /** Leaves out notices and amendments published after this day, `'YYYY-MM-DD'`: the calendar as people knew it then. */
  readonly asOf?: CalendarDate
}

/** Working days of mainland China. Immutable; every method takes and gives days as `YYYY-MM-DD`. */
export interface WorkCalendar {
  /** First and last day that can be answered, and the notices the answers rest on. */
  readonly coverage: CalendarCoverage
  /** Region, last published year, its notice and a hash of all answers: two calendars of one version answer alike. */
  readonly version: string
  /** The overlays in force, in the order they were added; a later one wins. */
  readonly overlays: readonly CalendarOverlay[]
  /** What the day is after all notices and overlays. Throws `CalendarCoverageError` for a day outside the coverage. */
  dayType(date: CalendarDate): DayType
  /** True for a workday, and for a weekend day worked in return for a day off (调休上班). */
  isWorkingDay(date: CalendarDate): boolean
  /** True when the answer for this day rests on a projection, or may still be changed by the notice of the next year. */
  isProvisional(date: CalendarDate): boolean
  /** First working day after `date`. */
  nextWorkingDay(date: CalendarDate): CalendarDate
  /** Last working day before `date`. */
  previousWorkingDay(date: CalendarDate): CalendarDate
  /** The n-th working day after `date` (before it when n is negative; `date` itself for 0). `date` is never counted. */
  addWorkingDays(date: CalendarDate, n: number): CalendarDate
  /** Working days in (a, b]: after `a`, up to and including `b`. Negative when `b` is before `a`. */
  workingDaysBetween(a: CalendarDate, b: CalendarDate): number
  /** `date` when it is a working day, else the first working day after it (Civil Code art. 203). */
  rollForward(date: CalendarDate): CalendarDate
  /** Why the day counts or does not: its name, the notice that says so, and a sentence for people. */
  sourceOf(date: CalendarDate): DaySource
  /** A calendar with one more overlay. Throws `ConfigurationError` when there is one of the same `id` already. */
  withOverlay(overlay: CalendarOverlay): WorkCalendar
  /** A calendar without the overlay of that `id`; an unknown one changes nothing. */
  withoutOverlay(id: string): WorkCalendar
}

const built = new WeakMap<WorkCalendar, () => BuiltCalendar>()
const definitions = new WeakMap<WorkCalendar, CalendarDefinition>()

function foreign(): ConfigurationError {
  return new ConfigurationError({
    zh: '日历不是由本包的 createWorkCalendar 创建的。',
    en: 'The calendar was not made by createWorkCalendar of this copy of the package.',
  })
}

/** The tables behind a calendar, for arithmetic on day numbers. */
export function tableOf(calendar: WorkCalendar): BuiltCalendar {
  const get = built.get(calendar)
  if (get === undefined) throw foreign()
  return get()
}

function yearOfDay(day: number): number {
  return Number(fromDayNumber(day).slice(0, 4))
}

function coverageErrorAt(table: DayTable, year: number): CalendarCoverageError {
  return new CalendarCoverageError(year, fromDayNumber(table.first), fromDayNumber(table.last))
}

/** Index of a day in the table; throws `CalendarCoverageError` outside it. */
export function indexOf(table: DayTable, day: number): number {
  const index = day - table.first
  if (index >= 0 && day <= table.last) return index
  throw coverageErrorAt(table, yearOfDay(day))
}

/** Like `nthWorkingDay`, but a day outside the table is a `CalendarCoverageError` naming the year that is missing. */
export function shiftIndex(table: DayTable, index: number, n: number): number {
  const found = nthWorkingDay(table, index, n)
  if (found !== undefined && found >= 0) return found
  throw coverageErrorAt(table, yearOfDay(found === undefined ? table.last + 1 : table.first - 1))
}

function checkCount(n: number): void {
  if (Number.isSafeInteger(n)) return
  throw new InvalidInputError([notWhole(['n'])])
}

/** Years are loaded in order: the days of a gap could not be answered. */
function checkOrder(years: readonly HolidayYear[], year: number): void {
  if (years.some((other) => Math.abs(other.year - year) === 1)) return
  const last = years.at(-1)?.year ?? year
  const zh = `日历已有 ${last} 年及以前，请先载入 ${last + 1} 年`
  const en = `the calendar has the years up to ${last}; load ${last + 1} first`
  throw new InvalidInputError([unfit(['year'], zh, en)], 'holiday year')
}

type Changes = Pick<WorkCalendar, 'withOverlay' | 'withoutOverlay'>
type Answers = Omit<WorkCalendar, keyof Changes | 'coverage' | 'version' | 'overlays'>

/** What a calendar says of its days. */
function answersOf(get: () => BuiltCalendar): Answers {
  const at = (date: CalendarDate): number => indexOf(get().table, toDayNumber(date))
  const shift = (date: CalendarDate, n: number): CalendarDate => {
    const { table } = get()
    return textOf(table, shiftIndex(table, at(date), n))
  }
  return {
    dayType(date) {
      return dayTypes[get().table.kinds[at(date)] as number] as DayType
    },
    isWorkingDay(date) {
      return isWorkingIndex(get().table, at(date))
    },
    isProvisional(date) {
      return at(date) > get().settledIndex
    },
    nextWorkingDay(date) {
      return shift(date, 1)
    },
    previousWorkingDay(date) {
      return shift(date, -1)
    },
    addWorkingDays(date, n) {
      checkCount(n)
      return shift(date, n)
    },
    workingDaysBetween(a, b) {
      const { rank } = get().table
      return (rank[at(b) + 1] as number) - (rank[at(a) + 1] as number)
    },
    rollForward(date) {
      const { table } = get()
      const index = at(date)
      return textOf(table, isWorkingIndex(table, index) ? index : shiftIndex(table, index, 1))
    },
    sourceOf(date) {
      const index = at(date)
      return describeDay(get(), index, index > get().settledIndex)
    },
  }
}

/** The calendars that differ from one in an overlay. */
function changesOf(definition: CalendarDefinition): Changes {
  const { overlays } = definition
  const withOverlays = (changed: readonly CalendarOverlay[]): WorkCalendar =>
    make({ ...definition, overlays: Object.freeze(changed) })
  return {
    withOverlay(overlay) {
      checkOverlay(overlay)
      if (overlays.some((other) => other.id === overlay.id)) {
        throw new ConfigurationError(
          { zh: `日历已有叠加“${overlay.id}”。`, en: `The calendar already has an overlay "${overlay.id}".` },
          { id: overlay.id },
        )
      }
      return withOverlays([...overlays, overlay])
    },
    withoutOverlay(id) {
      return withOverlays(overlays.filter((overlay) => overlay.id !== id))
    },
  }
}

function make(definition: CalendarDefinition): WorkCalendar {
  let cache: BuiltCalendar | undefined
  const get = (): BuiltCalendar => {
    cache ??= buildCalendar(definition)
    return cache
  }
  const calendar: WorkCalendar = Object.freeze({
    get coverage() {
      return get().coverage
    },
    get version() {
      return get().coverage.version
    },
    overlays: definition.overlays,
    ...answersOf(get),
    ...changesOf(definition),
  })
  built.set(calendar, get)
  definitions.set(calendar, definition)
  return calendar
}

function definitionOf(calendar: WorkCalendar): CalendarDefinition {
  const definition = definitions.get(calendar)
  if (definition === undefined) throw foreign()
  return definition
}

/** The notices a calendar is made of, oldest first, as its `asOf` lets them be seen. */
export function yearsOf(calendar: WorkCalendar): readonly HolidayYear[] {
  const { years, asOf } = definitionOf(calendar)
  if (asOf === undefined) return years
  const known = ({ published }: { readonly published?: CalendarDate }) => published === undefined || published <= asOf
  return years
    .filter(known)
    .map((year) => (year.amendments === undefined ? year : { ...year, amendments: year.amendments.filter(known) }))
}

/** A calendar of these notices, with the overlays of another. What is not published yet is projected and marked provisional. */
export function calendarOf(years: readonly HolidayYear[], { overlays }: Pick<WorkCalendar, 'overlays'>): WorkCalendar {
  return make({ years, unpublished: 'provisional', overlays, asOf: undefined })
}

/** The notices with one year added or replaced. Throws `InvalidInputError` for a year that would leave a gap. */
export function withYearOf(years: readonly HolidayYear[], year: HolidayYear): readonly HolidayYear[] {
  const others = years.filter((other) => other.year !== year.year)
  checkOrder(others, year.year)
  return [...others, year].sort((a, b) => a.year - b.year)
}

/** The calendar with a checked year added or replaced. Throws `InvalidInputError` for a year that would leave a gap. */
export function withCheckedYear(calendar: WorkCalendar, year: HolidayYear): WorkCalendar {
  const definition = definitionOf(calendar)
  return make({ ...definition, years: withYearOf(definition.years, year) })
}

/** The same calendar, where it would throw answering by projection: a city must run on from New Year's Eve into a year without a notice. */
export function provisionalCalendar(calendar: WorkCalendar): WorkCalendar {
  const definition = definitionOf(calendar)
  return definition.unpublished === 'provisional' ? calendar : make({ ...definition, unpublished: 'provisional' })
}

/**
 * The official working-day calendar of mainland China, 2007 to the last published year.
 *
 * @throws CalendarCoverageError from its methods, when an answer depends on a year without a published notice.
 * @example
 * const calendar = createWorkCalendar()
 * calendar.addWorkingDays('2026-09-30', 1) // '2026-10-08': National Day is skipped
 * calendar.dayType('2026-02-14') // 'make-up-workday': a Saturday worked for Spring Festival
 */
export function createWorkCalendar(options: WorkCalendarOptions = {}): WorkCalendar {
  const { region = 'CN', unpublished = 'throw', overlays = [], asOf, ...unknown } = options
  const known = region === 'CN' && ['throw', 'provisional'].includes(unpublished) && Object.keys(unknown).length === 0
  if (!known)
    throw new ConfigurationError(
      {
        zh: '应为 region "CN"、unpublished "throw" 或 "provisional"、overlays、asOf。',
        en: 'Expected region "CN", unpublished "throw" or "provisional", overlays, asOf.',
      },
      options,
    )
  if (asOf !== undefined) toDayNumber(asOf, ['asOf'])
  const own = Object.freeze([...overlays])
  own.forEach(checkOverlay)
  return make({ years: notices, unpublished, overlays: own, asOf })
}
