import type { WorkCalendar } from '../calendar/calendar.js'
import { addDays, type CalendarDate, dateOf, type Instant } from '../calendar/date.js'
import type { Bilingual } from '../contracts/text.js'
import { type ClockEnvironment, type ClockState, historyOf, settleClock } from './clock.js'

/** What to do with a deadline that was announced before the calendar changed. */
export type AmendmentRule = 'recompute' | 'keepLater' | 'keep'

/** What happens to deadlines that an amendment moves. */
export interface RecomputeOptions {
  /**
   * `recompute` (default) takes the new date, `keepLater` takes it only when it is later, `keep` leaves every date.
   * The list shows what each rule did: no date becomes earlier unnoticed.
   */
  readonly onAmendment?: AmendmentRule
  /** The calendar the clocks were counted on; with it the reason names the days that changed. */
  readonly previous?: WorkCalendar
}

interface Due {
  readonly dueAt: Instant
  readonly dueDate: CalendarDate
  readonly provisional: boolean
  readonly calendarVersion: string
}

/** One deadline under the new calendar. */
export interface DeadlineChange {
  readonly id: string
  readonly before: Due
  /** What the new calendar gives. */
  readonly after: Due
  readonly moved: 'later' | 'earlier' | 'unchanged'
  /** Whether `state` carries the new date. */
  readonly applied: boolean
  readonly reason: Bilingual
  /** The clock to store. */
  readonly state: ClockState
}

function dueOf({ dueAt, dueDate, provisional, calendarVersion }: ClockState): Due {
  return { dueAt, dueDate, provisional, calendarVersion }
}

function changedDays(previous: WorkCalendar, next: WorkCalendar, from: CalendarDate, to: CalendarDate): CalendarDate[] {
  const days: CalendarDate[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) {
    if (previous.isWorkingDay(date) !== next.isWorkingDay(date)) days.push(date)
  }
  return days
}

function reasonOf(
  before: ClockState,
  after: ClockState,
  env: ClockEnvironment,
  previous: WorkCalendar | undefined,
): Bilingual {
  const versions = {
    zh: `日历由 ${before.calendarVersion} 更新为 ${after.calendarVersion}`,
    en: `calendar ${before.calendarVersion} replaced by ${after.calendarVersion}`,
  }
  if (previous === undefined) return versions
  const to = after.dueAt > before.dueAt ? after.dueDate : before.dueDate
  const sources = changedDays(previous, env.calendar, dateOf(before.startedAt), to).map((date) =>
    env.calendar.sourceOf(date),
  )
  if (sources.length === 0) return versions
  return {
    zh: `${versions.zh}：${sources.map(({ date, text }) => `${date} ${text.zh}`).join('；')}`,
    en: `${versions.en}: ${sources.map(({ date, text }) => `${date} ${text.en}`).join('; ')}`,
  }
}

/**
 * Counts stored clocks again on a new calendar: after a notice, an amendment, or an overlay. Clocks that were counted on
 * the same calendar are left out; for all others the list says what was, what is, and why.
 */
export function recomputeDeadlines(
  clocks: Iterable<{ readonly id: string; readonly state: ClockState }>,
  env: ClockEnvironment,
  options: RecomputeOptions = {},
): DeadlineChange[] {
  const { onAmendment = 'recompute', previous } = options
  const changes: DeadlineChange[] = []
  for (const { id, state: before } of clocks) {
    if (before.calendarVersion === env.calendar.version) continue
    const after = settleClock(env, historyOf(before))
    const moved = after.dueAt > before.dueAt ? 'later' : after.dueAt < before.dueAt ? 'earlier' : 'unchanged'
    const applied = onAmendment === 'recompute' || (onAmendment === 'keepLater' && moved !== 'earlier')
    // A date that is kept for its sake is still counted on the new calendar from here on; `keep` changes nothing at all.
    const kept = (): ClockState => (onAmendment === 'keep' ? before : settleClock(env, historyOf(before), before))
    changes.push({
      id,
      before: dueOf(before),
      after: dueOf(after),
      moved,
      applied,
      reason: reasonOf(before, after, env, previous),
      state: applied ? after : kept(),
    })
  }
  return changes
}
