import { dateOf } from '../../calendar/date.js'
import type { NewEvent } from '../../record/record-kind.js'
import type { CalendarHistory } from '../../sla/calendar-history.js'
import type { ClockAmendment } from '../../sla/explain.js'
import type { RecordClock, RecordClocks } from './record-clock.js'

/** The event that says that holiday notices moved deadlines of a record. */
export const amendedEvent = (type: string): string => `${type}.calendarAmended`

/** What it holds, besides the clocks. */
export interface RecordAmended {
  readonly notices: ClockAmendment['notices']
  readonly calendarVersion: string
  readonly days: ClockAmendment['days']
  readonly moved: readonly (Pick<ClockAmendment, 'before' | 'after' | 'breachCleared'> & { readonly clock: string })[]
  readonly clocks: RecordClocks
}

const dueOf = ({ dueAt, dueDate }: RecordClock) => ({ dueAt, dueDate })

/** The event for clocks that the calendar in force moves. */
export function isAmended(
  type: string,
  before: RecordClocks,
  clocks: RecordClocks,
  calendars: CalendarHistory,
): NewEvent {
  const pairs = Object.keys(clocks)
    .sort()
    .map((name) => [name, before[name] as RecordClock, clocks[name] as RecordClock] as const)
  const days = new Map<string, RecordAmended['days'][number]>()
  for (const [, was, is] of pairs) {
    const last = was.dueAt > is.dueAt ? was.dueDate : is.dueDate
    for (const day of calendars.changedSince(was.calendarVersion))
      if (day.date >= dateOf(was.startedAt) && day.date <= last) days.set(day.date, day)
  }
  const dates = [...days.keys()].sort()
  const data: RecordAmended = {
    notices: calendars.noticesFor(dates),
    calendarVersion: calendars.inForce.calendar.version,
    days: dates.map((date) => days.get(date) as RecordAmended['days'][number]),
    moved: pairs.flatMap(([clock, was, is]) =>
      was.dueAt === is.dueAt
        ? []
        : [
            {
              clock,
              before: dueOf(was),
              after: dueOf(is),
              breachCleared: was.breachedAt !== undefined && is.breachedAt === undefined,
            },
          ],
    ),
    clocks,
  }
  return { type: amendedEvent(type), data }
}
