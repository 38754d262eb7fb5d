import type { WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, dateOf, type Instant } from '../calendar/date.js'
import { differingDays } from '../calendar/differing-days.js'
import type { Bilingual } from '../contracts/text.js'
import { type ClockEnvironment, type ClockState, historyOf, settleClock } from './clock.js'

/** Which date holds when the calendar changes after a deadline was announced. */
export type AmendmentRule = 'recompute' | 'keepLater' | 'keep'

/** How deadlines that an amendment moves are treated. */
export interface RecomputeOptions {
  /**
   * `recompute` (default) takes the new date, `keepLater` takes it only when it is later, `keep` leaves every date.
   * The list shows what the rule did to each: no date becomes earlier unnoticed.
   */
  readonly onAmendment?: AmendmentRule
  /** The calendar the clocks were counted on; with it the reason names the days that changed. */
  readonly previous?: WorkCalendar
}

interface Due {
  /** First instant that is too late, in ms since 1970. */
  readonly dueAt: Instant
  /** Last day in time, `'YYYY-MM-DD'`. */
  readonly dueDate: CalendarDate
  /** True while a notice still to come may change the date. */
  readonly provisional: boolean
  /** Version of the calendar it was counted on. */
  readonly calendarVersion: string
}

/** One deadline under the new calendar. */
export interface DeadlineChange {
  /** What the caller named the clock. */
  readonly id: string
  /** The deadline as it was stored. */
  readonly before: Due
  /** The deadline that the new calendar gives, whether or not the rule takes it. */
  readonly after: Due
  /** Which way the due time goes from `before` to `after`. */
  readonly moved: 'later' | 'earlier' | 'unchanged'
  /** Whether `state` carries the new date. */
  readonly applied: boolean
  /** Both calendar versions for people and, with `previous`, the days that changed. */
  readonly reason: Bilingual
  /** The clock to store; under `keep`, as it was. */
  readonly state: ClockState
}

function dueOf({ dueAt, dueDate, provisional, calendarVersion }: ClockState): Due {
  return { dueAt, dueDate, provisional, calendarVersion }
}

function reasonOf(
  before: ClockState,
  after: ClockState,
  env: ClockEnvironment,
  differing: readonly CalendarDate[],
): Bilingual {
  const versions = {
    zh: `日历由 ${before.calendarVersion} 更新为 ${after.calendarVersion}`,
    en: `calendar ${before.calendarVersion} replaced by ${after.calendarVersion}`,
  }
  const from = dateOf(before.startedAt)
  const sources = differing
    .filter((date) => from <= date && (date <= before.dueDate || date <= after.dueDate))
    .map((date) => env.calendar.sourceOf(date))
  if (sources.length === 0) return versions
  return {
    zh: `${versions.zh}：${sources.map(({ date, text }) => `${date} ${text.zh}`).join('；')}`,
    en: `${versions.en}: ${sources.map(({ date, text }) => `${date} ${text.en}`).join('; ')}`,
  }
}

/**
 * Counts stored clocks again on a new calendar: after a notice, an amendment, or an overlay. Clocks that were counted on
 * the same calendar version are left out; for each of the others the list says what was, what is, and why.
 */
export function recomputeDeadlines(
  clocks: Iterable<{
    /** Any text that names the clock to the caller; it comes back with the change. */
    readonly id: string
    /** The clock as it was stored. */
    readonly state: ClockState
  }>,
  env: ClockEnvironment,
  options: RecomputeOptions = {},
): DeadlineChange[] {
  const { onAmendment = 'recompute', previous } = options
  const differing = previous === undefined ? [] : differingDays(previous, env.calendar).map(({ date }) => date)
  const changes: DeadlineChange[] = []
  for (const { id, state: before } of clocks) {
    if (before.calendarVersion === env.calendar.version) continue
    const after = settleClock(env, historyOf(before))
    const moved = after.dueAt > before.dueAt ? 'later' : after.dueAt < before.dueAt ? 'earlier' : 'unchanged'
    const applied = onAmendment === 'recompute' || (onAmendment === 'keepLater' && moved !== 'earlier')
    // A later date that is kept is counted on the new calendar from here on; `keep` changes nothing at all.
    const kept = (): ClockState => (onAmendment === 'keep' ? before : settleClock(env, historyOf(before), before))
    changes.push({
      id,
      before: dueOf(before),
      after: dueOf(after),
      moved,
      applied,
      reason: reasonOf(before, after, env, differing),
      state: applied ? after : kept(),
    })
  }
  return changes
}
