import { ConfigurationError, type InputIssue, InvalidInputError } from '../errors.js'
import { indexOf, tableOf, type WorkCalendar } from './calendar.js'
import { CalendarCoverageError } from './coverage-error.js'
import { type CalendarDate, checkInstant, dayNumberAt, type Instant, instantOfDay, toDayNumber } from './date.js'
import { isWorkingIndex } from './day-table.js'
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
        issues.push({ path: ['seasons', i, key], message: 'expected a day of the year written MM-DD' })
      else toDayNumber(`2024-${day}`, ['seasons', i, key])
    }
    return issues
  })
}

function milliseconds(time: WorkingTime): number {
  const { hours = 0, minutes = 0, milliseconds: ms = 0 } = time ?? { hours: Number.NaN }
  const sum = Math.round(hours * 3_600_000 + minutes * 60_000 + ms)
  if (Number.isFinite(sum)) return sum
  throw new InvalidInputError([{ path: ['time'], message: 'expected finite hours, minutes or milliseconds' }])
}

/** Smallest k in [0, n) with before[k + 1] >= target (`later`: > target); n when there is none. */
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

/**
 * Opening hours over a calendar.
 *
 * @example
 * const hours = createBusinessHours(createWorkCalendar())
 * const monday = Date.UTC(2026, 10, 23, 3) // 11:00 in Beijing
 * hours.addWorkingTime(monday, { hours: 2 }) // 14:30 the same day: lunch is not counted
 */
export function createBusinessHours(calendar: WorkCalendar, options: BusinessHoursOptions = {}): BusinessHours {
  const { windows = defaultWindows, seasons = [], ...unknown } = options
  if (Object.keys(unknown).length > 0 || !Array.isArray(seasons))
    throw new ConfigurationError('Expected { windows: [["09:00", "12:00"], …], seasons: [] }.', { options })
  if (typeof calendar?.addWorkingDays !== 'function')
    throw new ConfigurationError('createBusinessHours needs a calendar: createBusinessHours(createWorkCalendar()).')
  const issues = [...windowIssues(windows, ['windows']), ...seasonIssues(seasons)]
  if (issues.length > 0) throw new InvalidInputError(issues, 'business hours')
  if (windows.length === 0) throw new ConfigurationError('Business hours need at least one window.')
  let cache: HoursTable | undefined
  const hoursTable = (): HoursTable => {
    cache ??= buildHours(tableOf(calendar), windows, seasons, calendar.overlays)
    return cache
  }

  /** Working time of the whole calendar before an instant. */
  function positionOf(at: Instant): number {
    const { table } = tableOf(calendar)
    const hours = hoursTable()
    const day = dayNumberAt(checkInstant(at))
    const index = indexOf(table, day)
    const k = table.rank[index] as number
    const before = hours.before[k] as number
    if (!isWorkingIndex(table, index)) return before
    return before + workedBefore(hours.sets[hours.setOf[k] as number] as DayWindows, at - instantOfDay(day))
  }

  function windowsOn(date: CalendarDate): DayWindows | undefined {
    const { table } = tableOf(calendar)
    const index = indexOf(table, toDayNumber(date))
    if (!isWorkingIndex(table, index)) return undefined
    const hours = hoursTable()
    const set = hours.sets[hours.setOf[table.rank[index] as number] as number]
    return set === undefined || set.open.length === 0 ? undefined : set
  }

  function instantAt(date: CalendarDate, time: number | undefined): Instant | undefined {
    return time === undefined ? undefined : instantOfDay(toDayNumber(date)) + time
  }

  return Object.freeze({
    calendar,
    addWorkingTime(at: Instant, time: WorkingTime) {
      const ms = milliseconds(time)
      if (ms === 0) return checkInstant(at)
      const { table } = tableOf(calendar)
      const hours = hoursTable()
      const target = positionOf(at) + ms
      const later = ms < 0
      const k = dayReaching(hours, target, later)
      if (target < 0 || k >= table.select.length) {
        const { from, to, provisionalTo = to } = calendar.coverage
        throw new CalendarCoverageError(
          target < 0 ? Number(from.slice(0, 4)) - 1 : Number(provisionalTo.slice(0, 4)) + 1,
          from,
          provisionalTo,
        )
      }
      const windowsOfDay = hours.sets[hours.setOf[k] as number] as DayWindows
      const timeOfDay = timeReaching(windowsOfDay, target - (hours.before[k] as number), later)
      return instantOfDay(table.first + (table.select[k] as number)) + timeOfDay
    },
    workingTimeBetween(a: Instant, b: Instant) {
      return positionOf(b) - positionOf(a)
    },
    isOpen(at: Instant) {
      const { table } = tableOf(calendar)
      const day = dayNumberAt(checkInstant(at))
      const index = indexOf(table, day)
      if (!isWorkingIndex(table, index)) return false
      const hours = hoursTable()
      const { open, close } = hours.sets[hours.setOf[table.rank[index] as number] as number] as DayWindows
      const time = at - instantOfDay(day)
      return open.some((from, i) => time >= from && time < (close[i] as number))
    },
    openingOf(date: CalendarDate) {
      return instantAt(date, windowsOn(date)?.open[0])
    },
    closingOf(date: CalendarDate) {
      return instantAt(date, windowsOn(date)?.close.at(-1))
    },
  })
}
