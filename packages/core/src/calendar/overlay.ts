import type { Bilingual } from '../contracts/text.js'
import { expected } from '../errors/input-issue.js'
import { type InputIssue, InvalidInputError } from '../errors.js'
import { type CalendarDate, readDayNumber } from './date.js'
import { type HoursWindow, windowIssues } from './hours-window.js'
import type { DateSpan } from './notices/holiday-year.js'

/** Opening hours that differ from the usual ones on some days: a season, a half day, an afternoon closed by a typhoon. */
export interface OverlayHours {
  /** First day, `'YYYY-MM-DD'`. */
  readonly from: CalendarDate
  /** Last day, `'YYYY-MM-DD'`, included. */
  readonly to: CalendarDate
  /** Opening hours on those of the days that are worked; an empty list keeps the offices closed. */
  readonly windows: readonly HoursWindow[]
}

/**
 * What one place adds to the national calendar. `off` days are days off and move deadlines, `work` days are worked,
 * `hours` change the opening hours only: a deadline counted in days stays where it is.
 *
 * @example { id: 'guangxi-2026', name: { zh: '广西三月三', en: 'Guangxi March Third' }, off: [['2026-04-20', '2026-04-21']] }
 */
export interface CalendarOverlay {
  /** Becomes part of the version of the calendar, such as `'guangxi-2026'`; used once in a calendar. */
  readonly id: string
  /** What people read where the overlay decides a day. */
  readonly name: Bilingual
  /** The document it rests on, as people cite it; without one, the name is cited. */
  readonly basis?: string
  /** Days off, first and last day of each span included. */
  readonly off?: readonly DateSpan[]
  /** Days that are worked, `'YYYY-MM-DD'`; they win over `off` of the same overlay. */
  readonly work?: readonly CalendarDate[]
  /** Other opening hours on some days; a later span wins over an earlier one. */
  readonly hours?: readonly OverlayHours[]
}

function spanIssues(from: CalendarDate, to: CalendarDate, path: readonly (string | number)[]): InputIssue[] {
  // A day that does not exist is NaN, and fails the comparison.
  if (readDayNumber(from) <= readDayNumber(to)) return []
  return [expected(path, '首日和末日 YYYY-MM-DD', 'a first and a last day YYYY-MM-DD')]
}

/** Throws `InvalidInputError` unless every date and window of the overlay is well formed. */
export function checkOverlay(overlay: CalendarOverlay): void {
  const { id, name, off = [], work = [], hours = [] } = overlay ?? {}
  const named = typeof id === 'string' && id !== '' && typeof name?.zh === 'string' && typeof name.en === 'string'
  if (!named || ![off, work, hours].every(Array.isArray))
    throw new InvalidInputError([expected([], '{ id, name: { zh, en } }', '{ id, name: { zh, en } }')], 'overlay')
  const issues: InputIssue[] = [
    ...off.flatMap((span, i) => spanIssues(span?.[0], span?.[1], ['off', i])),
    ...work.flatMap((date, i) => spanIssues(date, date, ['work', i])),
    ...hours.flatMap((each, i) => [
      ...spanIssues(each?.from, each?.to, ['hours', i]),
      ...windowIssues(each?.windows, ['hours', i, 'windows']),
    ]),
  ]
  if (issues.length > 0) throw new InvalidInputError(issues, 'overlay')
}
