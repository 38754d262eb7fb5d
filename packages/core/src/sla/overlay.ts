import { type InputIssue, InvalidInputError } from '../errors.js'
import type { Bilingual } from './bilingual.js'
import { type CalendarDate, readDayNumber } from './date.js'
import type { DateSpan } from './holiday-year.js'
import { type HoursWindow, windowIssues } from './hours-window.js'

/** Opening hours that differ from the usual ones on some days: a season, a half day, an afternoon closed by a typhoon. */
export interface OverlayHours {
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly windows: readonly HoursWindow[]
}

/**
 * What one place adds to the national calendar. `off` days are days off and move deadlines, `work` days are worked,
 * `hours` change the opening hours only and never move a deadline counted in days.
 *
 * @example { id: 'guangxi-2026', name: { zh: '广西三月三', en: 'Guangxi March Third' }, off: [['2026-04-20', '2026-04-21']] }
 */
export interface CalendarOverlay {
  readonly id: string
  readonly name: Bilingual
  /** The document it rests on, as people cite it. */
  readonly basis?: string
  readonly off?: readonly DateSpan[]
  readonly work?: readonly CalendarDate[]
  readonly hours?: readonly OverlayHours[]
}

function spanIssues(span: readonly unknown[], path: readonly (string | number)[]): InputIssue[] {
  const [from, to] = span.map(readDayNumber)
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) {
    return [{ path, message: 'expected a first and a last day written YYYY-MM-DD' }]
  }
  return to < from ? [{ path, message: 'the last day is before the first' }] : []
}

/** Throws `InvalidInputError` unless every date and window of the overlay is well formed. */
export function checkOverlay(overlay: CalendarOverlay): void {
  const issues: InputIssue[] = []
  if (typeof overlay.id !== 'string' || overlay.id === '')
    issues.push({ path: ['id'], message: 'expected a name of its own' })
  if (typeof overlay.name?.zh !== 'string' || typeof overlay.name.en !== 'string') {
    issues.push({ path: ['name'], message: 'expected { zh, en }' })
  }
  issues.push(...(overlay.off ?? []).flatMap((span, i) => spanIssues(span, ['off', i])))
  issues.push(...(overlay.work ?? []).flatMap((date, i) => spanIssues([date, date], ['work', i])))
  overlay.hours?.forEach((hours, i) => {
    issues.push(
      ...spanIssues([hours.from, hours.to], ['hours', i]),
      ...windowIssues(hours.windows, ['hours', i, 'windows']),
    )
  })
  if (issues.length > 0) throw new InvalidInputError(issues, 'overlay')
}
