import { hoursOn } from '../calendar/business-hours.js'
import { calendarOf, type WorkCalendar, withYearOf, yearsOf } from '../calendar/calendar.js'
import { type CalendarDate, toDayNumber } from '../calendar/date.js'
import { type DifferingDay, differingDays } from '../calendar/differing-days.js'
import { daysOfYear, type HolidayYear } from '../calendar/notices/holiday-year.js'
import type { CalendarOverlay } from '../calendar/overlay.js'
import type { Editions } from '../edition/editions.js'
import type { RecordRunner } from '../record/record-kind.js'
import { following } from '../record/record-reader.js'
import type { CalendarHistory } from '../sla/calendar-history.js'
import type { ClockEnvironment } from '../sla/clock.js'
import type { SlaPolicy } from '../sla/policy.js'
import { type AppliedNotice, type CalendarFacts, calendarId, calendarKind } from './calendar-kind.js'

/** The calendars of a process, kept equal to the stored record. */
export interface LiveCalendar {
  /** As this process knows them; the same object until a notice is applied. */
  history(): CalendarHistory
  /** As they would be with one notice more. */
  with(year: HolidayYear): CalendarHistory
  /** The notices that were applied, oldest first. */
  applied(): readonly AppliedNotice[]
  /** How many of them every open request was looked at with. */
  settled(): number
  /** The notice in force for a year. */
  inForce(year: number): HolidayYear | undefined
  /** Takes what was just read or written; older facts change nothing. */
  adopt(facts: CalendarFacts | undefined): void
  /** Counts by the limits that are in force on this day. */
  countOn(date: CalendarDate): void
  /** Reads the record. */
  refresh(): Promise<void>
}

type Years = readonly HolidayYear[]

// A place that loads a notice out of order has a gap in its code, not in the record: what cannot be joined on is left out.
function joined(years: Years, applied: readonly AppliedNotice[]): Years {
  return applied.reduce((sum, { year }) => withYearOf(sum, year), years)
}

// The lists of notices that a version may have been made of: those the record had at some time, then what the code had before its last years.
function* editions(own: Years, applied: readonly AppliedNotice[], version: string): Iterable<Years> {
  const whole = applied.map((_, position) => joined(own, applied.slice(0, applied.length - position)))
  yield* whole
  yield own
  const last = Number(/^CN-(\d{4})-/.exec(version)?.[1])
  for (const years of [...whole, own]) {
    const upTo = years.filter(({ year }) => year <= last)
    yield upTo
    const end = upTo.at(-1)
    const amendments = end?.amendments ?? []
    for (let count = amendments.length - 1; end !== undefined && count >= 0; count--)
      yield [...upTo.slice(0, -1), { ...end, amendments: amendments.slice(0, count) }]
  }
}

/** What was recorded of calendars and limits. */
export type Recorded = Pick<Editions, 'calendarOf' | 'policyOf' | 'adoptedOn'>

// A version names the overlays it was made with. One that the code has not any more leaves it unknown.
function overlaysIn(version: string, { overlays }: WorkCalendar): readonly CalendarOverlay[] | undefined {
  const named = version
    .split('+')
    .slice(1)
    .map((id) => overlays.find((each) => each.id === id))
  return named.every((each) => each !== undefined) ? named : undefined
}

function historyOf(base: ClockEnvironment, recorded: Recorded, applied: readonly AppliedNotice[]): CalendarHistory {
  const own = yearsOf(base.calendar)
  const environment = (years: Years, overlays = base.calendar.overlays): ClockEnvironment => {
    const calendar = calendarOf(years, { overlays })
    return { calendar, hours: hoursOn(base.hours, calendar), policy: base.policy }
  }
  const inForce = applied.length === 0 ? base : environment(joined(own, applied))
  // Two calendars of one version answer alike, so that of the code is not made anew from what was recorded of it.
  const known = new Map<string, ClockEnvironment>([base, inForce].map((each) => [each.calendar.version, each]))
  const changed = new Map<string, readonly DifferingDay[]>()

  function find(version: string): ClockEnvironment | undefined {
    const kept = recorded.calendarOf(version)
    if (kept !== undefined) return environment(kept.years, kept.overlays)
    const overlays = overlaysIn(version, base.calendar)
    if (overlays === undefined) return undefined
    for (const years of editions(own, applied, version)) {
      if (years.length === 0) continue
      const made = environment(years, overlays)
      if (made.calendar.version === version) return made
    }
    return undefined
  }

  function of(version: string): ClockEnvironment | undefined {
    // What is not known may be recorded by another process yet.
    const found = known.get(version) ?? find(version)
    if (found !== undefined) known.set(version, found)
    return found
  }

  // A notice decides of every day that it names, and of those that it gives back by naming them no longer: it replaces what was said of its year.
  const spoken = applied.map(({ year: { year } }, position) => {
    const said = [...own, ...applied.slice(0, position + 1).map((each) => each.year)]
    return new Set(said.filter((each) => each.year === year).flatMap((each) => [...daysOfYear(each).keys()]))
  })
  const deciding = new Map<string, string | undefined>()

  // An overlay goes before every notice. Of December the notice of the next year may speak; a day that no notice names is as the notice of its year leaves it.
  function decidedBy(date: string): string | undefined {
    if (!deciding.has(date)) {
      const day = toDayNumber(date)
      const speaks = applied.findLast((_, position) => spoken[position]?.has(day))
      const owner = speaks ?? applied.findLast(({ year }) => year.year === Number(date.slice(0, 4)))
      const { overlay, notice } = inForce.calendar.sourceOf(date)
      deciding.set(date, overlay === undefined ? owner?.notice : notice)
    }
    return deciding.get(date)
  }

  return Object.freeze({
    revision: applied.length,
    inForce,
    of,
    policyOf: recorded.policyOf,
    changedSince: (version: string) => {
      const days = changed.get(version)
      if (days !== undefined) return days
      const before = of(version)
      const found = before === undefined ? [] : differingDays(before.calendar, inForce.calendar)
      changed.set(version, found)
      return found
    },
    noticesFor: (dates: readonly string[]) => {
      const numbers = new Set<string>()
      for (const date of dates) {
        const number = decidedBy(date)
        if (number !== undefined) numbers.add(number)
      }
      const last = applied.at(-1)?.notice
      if (numbers.size === 0 && last !== undefined) numbers.add(last)
      return [...numbers]
    },
  })
}

/** The calendars of a process: those of its code until `refresh`. */
export function createLiveCalendar(
  code: ClockEnvironment,
  runner: RecordRunner,
  recorded: Recorded,
  complete: (policy: SlaPolicy) => SlaPolicy,
): LiveCalendar {
  let facts: CalendarFacts | undefined
  let base = code
  let adopted: SlaPolicy | undefined
  let history = historyOf(base, recorded, [])

  // Limits that were adopted take the place of those of the code, from their first day on.
  function countOn(date: CalendarDate): void {
    const found = recorded.adoptedOn(date)
    if (found === adopted) return
    adopted = found
    base = { ...code, policy: found === undefined ? code.policy : complete(found) }
    history = historyOf(base, recorded, facts?.notices ?? [])
  }

  function adopt(next: CalendarFacts | undefined): void {
    if (next === undefined) return
    const [known, found] = [facts?.notices.length ?? 0, next.notices.length]
    if (found < known || (found === known && next.settled <= (facts?.settled ?? -1))) return
    facts = next
    if (found > known) history = historyOf(base, recorded, next.notices)
  }

  return Object.freeze({
    history: () => history,
    with: (year: HolidayYear) =>
      historyOf(base, recorded, [
        ...(facts?.notices ?? []),
        { notice: year.amendments?.at(-1)?.notice ?? year.notice, year, at: 0 },
      ]),
    applied: () => facts?.notices ?? [],
    settled: () => facts?.settled ?? 0,
    inForce: (year: number) => joined(yearsOf(base.calendar), facts?.notices ?? []).find((each) => each.year === year),
    adopt,
    countOn,
    refresh: following<CalendarFacts>(runner, calendarKind, calendarId, adopt),
  })
}
