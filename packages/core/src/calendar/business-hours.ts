import { millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import { expected } from '../errors/input-issue.js'
import { CalendarCoverageError, ConfigurationError, type InputIssue, InvalidInputError } from '../errors.js'
import { indexOf, tableOf, type WorkCalendar } from './calendar.js'
import { type CalendarDate, checkInstant, dayNumberAt, type Instant, instantOfDay, toDayNumber } from './date.js'
import { type DayTable, isWorkingIndex } from './day-table.js'
import { buildHours, type DayWindows, type HoursTable, type Season, timeReaching, workedBefore } from './hours-table.js'
import { defaultWindows, type HoursWindow, windowIssues } from './hours-window.js'

/** When offices are open. */
export interface BusinessHoursOptions {
  /** Windows of every working day that no season or overlay names; by default 09:00–12:00 and 13:30–17:30. */
  readonly windows?: readonly HoursWindow[]
  /** Hours of parts of the year; the later of two seasons wins, and hours of an overlay of the calendar win over both. */
  readonly seasons?: readonly Season[]
}

/** A length of working time; the parts add up, and may be negative. */
export interface WorkingTime {
  /** Hours of 60 minutes; fractions are allowed, absent is 0. */
  readonly hours?: number
  /** Added to the hours; fractions are allowed, absent is 0. */
  readonly minutes?: number
  /** Added to both; the sum is rounded to whole milliseconds. */
  readonly milliseconds?: number
}

/** Opening hours on the working days of a calendar. Instants in and out are in ms since 1970. */
export interface BusinessHours {
  /** The calendar the hours lie on; a clock must be counted on one of the same version. */
  readonly calendar: WorkCalendar
  /** The instant at which that much working time has passed (negative goes back). An end at closing time stays there; zero changes nothing. */
  addWorkingTime(at: Instant, time: WorkingTime): Instant
  /** Milliseconds of working time from `a` to `b`; negative when `b` is before `a`. */
  workingTimeBetween(a: Instant, b: Instant): number
  /** Whether offices are open at that moment: the opening time is included, the closing time is not. */
  isOpen(at: Instant): boolean
  /** First opening on that day; `undefined` when it is not a working day or has no hours. */
  openingOf(date: CalendarDate): Instant | undefined
  /** Last closing on that day; `undefined` when it is not a working day or has no hours. */
  closingOf(date: CalendarDate): Instant | undefined
}

function seasonIssues(seasons: readonly Season[]): InputIssue[] {
  return seasons.flatMap((season, i) => {
    const { from, to, windows } = season ?? {}
    const issues = windowIssues(windows, ['seasons', i, 'windows'])
    for (const [key, day] of Object.entries({ from, to })) {
      // 2024 is a leap year, so that 02-29 may bound a season.
      if (!/^\d\d-\d\d$/.test(day))
        issues.push(expected(['seasons', i, key], '日期 MM-DD', 'a day of the year written MM-DD'))
      else toDayNumber(`2024-${day}`, ['seasons', i, key])
    }
    return issues
  })
}

function milliseconds(time: WorkingTime): number {
  const { hours = 0, minutes = 0, milliseconds: ms = 0 } = time ?? { hours: Number.NaN }
  const sum = Math.round(hours * millisecondsInHour + minutes * millisecondsInMinute + ms)
  if (Number.isFinite(sum)) return sum
  throw new InvalidInputError([expected(['time'], '有限的小时、分钟或毫秒', 'finite hours, minutes or milliseconds')])
}

function checkedOptions(calendar: WorkCalendar, options: BusinessHoursOptions): Required<BusinessHoursOptions> {
  const { windows = defaultWindows, seasons = [], ...unknown } = options
  if (Object.keys(unknown).length > 0 || !Array.isArray(seasons))
    throw new ConfigurationError(
      {
        zh: '应为 { windows: [["09:00", "12:00"], …], seasons: [] }。',
        en: 'Expected { windows: [["09:00", "12:00"], …], seasons: [] }.',
      },
      { options },
    )
  if (typeof calendar?.addWorkingDays !== 'function')
    throw new ConfigurationError({
      zh: 'createBusinessHours 需要日历：createBusinessHours(createWorkCalendar())。',
      en: 'createBusinessHours needs a calendar: createBusinessHours(createWorkCalendar()).',
    })
  const issues = [...windowIssues(windows, ['windows']), ...seasonIssues(seasons)]
  if (issues.length > 0) throw new InvalidInputError(issues, 'business hours')
  if (windows.length === 0)
    throw new ConfigurationError({
      zh: '办公时间至少需要一个时段。',
      en: 'Business hours need at least one window.',
    })
  return { windows, seasons }
}

/** Smallest k in [0, n) with before[k + 1] >= target (`later`: > target); n when no day reaches it. */
function dayReaching({ before }: HoursTable, target: number, later: boolean): number {
  let low = 0
  let high = before.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const sum = before[middle + 1] as number
    if (later ? sum > target : sum >= target) high = middle
    else low = middle + 1
  }
  return low
}

/** Windows of a day by its index in the table of days; `undefined` when it is not worked. */
function windowsAt(table: DayTable, hours: HoursTable, index: number): DayWindows | undefined {
  if (!isWorkingIndex(table, index)) return undefined
  return hours.sets[hours.setOf[table.rank[index] as number] as number]
}

/** Working time of the whole calendar before an instant. */
function positionOf(table: DayTable, hours: HoursTable, at: Instant): number {
  const day = dayNumberAt(checkInstant(at))
  // The end of the last day is known, though nothing of the day that begins with it.
  const index = at === instantOfDay(table.last + 1) ? table.kinds.length : indexOf(table, day)
  const before = hours.before[table.rank[index] as number] as number
  const windows = windowsAt(table, hours, index)
  return windows === undefined ? before : before + workedBefore(windows, at - instantOfDay(day))
}

/** The instant at a position; with `later`, an opening and not the closing before it. `undefined` outside the calendar. */
function instantAt(table: DayTable, hours: HoursTable, position: number, later: boolean): Instant | undefined {
  const k = dayReaching(hours, position, later)
  if (position < 0 || k >= table.select.length) return undefined
  const windows = hours.sets[hours.setOf[k] as number] as DayWindows
  const timeOfDay = timeReaching(windows, position - (hours.before[k] as number), later)
  return instantOfDay(table.first + (table.select[k] as number)) + timeOfDay
}

function outside({ coverage }: WorkCalendar, isBefore: boolean): CalendarCoverageError {
  const { from, to, provisionalTo = to } = coverage
  const missing = isBefore ? Number(from.slice(0, 4)) - 1 : Number(provisionalTo.slice(0, 4)) + 1
  return new CalendarCoverageError(missing, from, provisionalTo)
}

const optionsOf = new WeakMap<BusinessHours, BusinessHoursOptions>()

/** The same opening hours on another calendar. */
export function hoursOn(hours: BusinessHours, calendar: WorkCalendar): BusinessHours {
  if (hours.calendar === calendar) return hours
  const options = optionsOf.get(hours)
  if (options === undefined)
    throw new ConfigurationError({
      zh: '办公时间不是由本包的 createBusinessHours 创建的。',
      en: 'The business hours were not made by createBusinessHours of this copy of the package.',
    })
  return createBusinessHours(calendar, options)
}

/**
 * Opening hours over a calendar.
 *
 * @throws InvalidInputError with the path of every window or season that cannot be used.
 * @example
 * const hours = createBusinessHours(createWorkCalendar())
 * const monday = Date.UTC(2026, 10, 23, 3) // 11:00 in Beijing
 * hours.addWorkingTime(monday, { hours: 2 }) // 14:30 the same day: lunch is not counted
 */
export function createBusinessHours(calendar: WorkCalendar, options: BusinessHoursOptions = {}): BusinessHours {
  const { windows, seasons } = checkedOptions(calendar, options)
  let cache: HoursTable | undefined
  const hoursTable = (): HoursTable => {
    cache ??= buildHours(tableOf(calendar), windows, seasons, calendar.overlays)
    return cache
  }
  const windowsOn = (day: number): DayWindows | undefined => {
    const { table } = tableOf(calendar)
    return windowsAt(table, hoursTable(), indexOf(table, day))
  }
  const timeOn = (date: CalendarDate, timeOf: (windows: DayWindows) => number | undefined): Instant | undefined => {
    const day = toDayNumber(date)
    const found = windowsOn(day)
    const time = found === undefined ? undefined : timeOf(found)
    return time === undefined ? undefined : instantOfDay(day) + time
  }

  const hours: BusinessHours = Object.freeze({
    calendar,
    addWorkingTime(at: Instant, time: WorkingTime) {
      const ms = milliseconds(time)
      if (ms === 0) return checkInstant(at)
      const { table } = tableOf(calendar)
      const position = positionOf(table, hoursTable(), at) + ms
      const end = instantAt(table, hoursTable(), position, ms < 0)
      if (end === undefined) throw outside(calendar, position < 0)
      return end
    },
    workingTimeBetween(a: Instant, b: Instant) {
      const { table } = tableOf(calendar)
      return positionOf(table, hoursTable(), b) - positionOf(table, hoursTable(), a)
    },
    isOpen(at: Instant) {
      const day = dayNumberAt(checkInstant(at))
      const found = windowsOn(day)
      const time = at - instantOfDay(day)
      return found?.open.some((from, i) => time >= from && time < (found.close[i] as number)) ?? false
    },
    openingOf(date: CalendarDate) {
      return timeOn(date, ({ open }) => open[0])
    },
    closingOf(date: CalendarDate) {
      return timeOn(date, ({ close }) => close.at(-1))
    },
  })
  optionsOf.set(hours, { windows, seasons })
  return hours
}
