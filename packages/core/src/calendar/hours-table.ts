import type { BuiltCalendar } from './build-calendar.js'
import { toDayNumber } from './date.js'
import { textOf } from './day-table.js'
import { type HoursWindow, readTime } from './hours-window.js'
import type { CalendarOverlay } from './overlay.js'

/** One set of windows, in milliseconds after midnight, with the working time before each and of the day in all. */
export interface DayWindows {
  readonly open: readonly number[]
  readonly close: readonly number[]
  readonly before: readonly number[]
  readonly total: number
}

/** Windows as numbers. They have passed `windowIssues`. */
export function dayWindows(windows: readonly HoursWindow[]): DayWindows {
  const open = windows.map((window) => readTime(window[0]))
  const close = windows.map((window) => readTime(window[1]))
  const before: number[] = []
  let total = 0
  open.forEach((from, i) => {
    before.push(total)
    total += (close[i] as number) - from
  })
  return { open, close, before, total }
}

/** Hours that apply every year from one day to another, both `MM-DD`; a season may run over New Year. */
export interface Season {
  /** First day of the season, `'MM-DD'`. */
  readonly from: string
  /** Last day, `'MM-DD'`, included; before `from` when the season runs over New Year. */
  readonly to: string
  /** Opening hours on its working days; an empty list keeps the offices closed. */
  readonly windows: readonly HoursWindow[]
}

/**
 * Working time as prefix sums over the working days of a calendar: `before[k]` is the working time, in milliseconds,
 * of all working days before the k-th, `setOf[k]` which of the `sets` holds on it. Hours that differ from day to day cost
 * nothing later.
 */
export interface HoursTable {
  readonly before: Float64Array
  readonly sets: readonly DayWindows[]
  readonly setOf: Uint8Array | Uint16Array
}

function inSeason({ from, to }: Season, monthDay: string): boolean {
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to
}

/** Lays seasons over the usual windows, and the hours of overlays over both. */
export function buildHours(
  { table }: BuiltCalendar,
  windows: readonly HoursWindow[],
  seasons: readonly Season[],
  overlays: readonly CalendarOverlay[],
): HoursTable {
  const sets = [dayWindows(windows), ...seasons.map((season) => dayWindows(season.windows))]
  const special = new Map<number, number>()
  for (const { hours = [] } of overlays) {
    for (const { from, to, windows: own } of hours) {
      sets.push(dayWindows(own))
      for (let day = toDayNumber(from); day <= toDayNumber(to); day++) special.set(day - table.first, sets.length - 1)
    }
  }
  const days = table.select.length
  const setOf = sets.length > 255 ? new Uint16Array(days) : new Uint8Array(days)
  const before = new Float64Array(days + 1)
  let total = 0
  for (let k = 0; k < days; k++) {
    const index = table.select[k] as number
    let set = special.get(index)
    if (set === undefined && seasons.length > 0) {
      const monthDay = textOf(table, index).slice(5)
      // The later season wins, as the later overlay does.
      set = seasons.findLastIndex((season) => inSeason(season, monthDay)) + 1
    }
    setOf[k] = set ?? 0
    before[k] = total
    total += (sets[set ?? 0] as DayWindows).total
  }
  before[days] = total
  return { before, sets, setOf }
}

/** Working time of a day before a time of day. */
export function workedBefore(windows: DayWindows, time: number): number {
  let worked = 0
  for (let i = 0; i < windows.open.length; i++) {
    const open = windows.open[i] as number
    if (time <= open) break
    worked += Math.min(time, windows.close[i] as number) - open
  }
  return worked
}

/** Time of day at which `worked` is reached: the closing time of a window when it fills it, with `later` the next opening. */
export function timeReaching(windows: DayWindows, worked: number, later: boolean): number {
  const { open, before } = windows
  const last = before.findLastIndex((sum, i) => i === 0 || (later ? worked >= sum : worked > sum))
  return (open[last] as number) + worked - (before[last] as number)
}
