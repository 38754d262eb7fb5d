import type { CatalogueAreas } from '../area/directory.js'
import type { HolidayYear } from '../calendar/notices/holiday-year.js'
import type { Refusal } from '../import/refusal.js'
import { canonical } from '../record/canonical.js'
import type { Decision, DomainEvent, Moment, RecordKind } from '../record/record-kind.js'
import { calendarRefusals } from './calendar-refusals.js'
import { disagreement, noticeNumber } from './notice-days.js'

/** Id of the one record that holds the notices applied to the running city. */
export const calendarId = 'main'

/** A notice as it stands in the record. */
export interface AppliedNotice {
  /** Its number. */
  readonly notice: string
  /** What it arranges. */
  readonly year: HolidayYear
  /** When it was applied, in milliseconds since 1970. */
  readonly at: number
  /** Number of the notice it replaced; absent when there was none. */
  readonly replaces?: string
}

/** The calendar record: what was applied, and up to where open requests were taken along. */
export interface CalendarFacts {
  /** Every notice that was applied, oldest first; a later one of the same year wins. */
  readonly notices: readonly AppliedNotice[]
  /** Up to which of them (a count) every open request was looked at. */
  readonly settled: number
  /** When the first was applied, in milliseconds since 1970. */
  readonly createdAt: number
}

/** What the calendar record can be asked to do. */
export type CalendarCommand =
  | { readonly name: 'amend'; readonly year: HolidayYear; readonly replaces?: string }
  /** A process whose code knows a newer notice hands it to the others. */
  | { readonly name: 'adopt'; readonly years: readonly HolidayYear[] }
  | { readonly name: 'settle'; readonly revision: number }

/** What the calendar record is judged with. */
export interface CalendarContext extends Moment {
  readonly areas: Pick<CatalogueAreas, 'roots' | 'isWithin'>
  /** The notice in force for a year, of the record or of the code; `undefined` when none is published. */
  readonly inForce: (year: number) => HolidayYear | undefined
}

interface Applied {
  readonly notice: string
  readonly year: HolidayYear
  readonly replaces?: string
}

type Asked = Pick<CalendarContext, 'by' | 'areas' | 'authority'>

/** Why this actor may not apply a notice, or `undefined`. A notice holds for the whole city, so whoever is in charge of one street may not. */
export function refusalOfAmending({ by, areas, authority }: Asked): Refusal | undefined {
  if (authority.mayInAll(by, 'calendar', 'amend', areas.roots(), areas)) return undefined
  const { needs, who } = authority.needed('calendar', 'amend')
  return (
    authority.exclusion(by, needs) ?? calendarRefusals['calendar-amend-not-permitted']({ actor: by.id, needs, who })
  )
}

const shownDays = 20

function refusalOfNotice(
  year: HolidayYear,
  replaces: string | undefined,
  { inForce }: Pick<CalendarContext, 'inForce'>,
): Refusal | undefined {
  const known = inForce(year.year)
  const number = known === undefined ? undefined : noticeNumber(known)
  const days = known === undefined ? [] : disagreement(known, year)
  // One notice that is applied again is the same, whatever it replaced when it was applied first.
  if (known !== undefined && days.length === 0) return undefined
  if (replaces !== undefined && replaces !== number)
    return calendarRefusals['calendar-notice-not-in-force']({
      year: year.year,
      replaces,
      ...(number !== undefined && { inForce: number }),
    })
  if (number === undefined || replaces === number) return undefined
  return calendarRefusals['calendar-notice-contradicts']({
    year: year.year,
    notice: noticeNumber(year),
    inForce: number,
    days: days.slice(0, shownDays),
  })
}

/** Why this notice may not be applied, or `undefined`. */
export function refusalOfAmendment(
  { year, replaces }: Pick<Extract<CalendarCommand, { name: 'amend' }>, 'year' | 'replaces'>,
  context: Asked & Pick<CalendarContext, 'inForce'>,
): Refusal | undefined {
  return refusalOfAmending(context) ?? refusalOfNotice(year, replaces, context)
}

const lastOf = (facts: CalendarFacts | undefined, year: number): AppliedNotice | undefined =>
  facts?.notices.findLast((each) => each.year.year === year)

const applied = (type: 'calendar.amended' | 'calendar.adopted', year: HolidayYear, replaces?: string) => ({
  type,
  data: { notice: noticeNumber(year), year, ...(replaces !== undefined && { replaces }) } satisfies Applied,
})

function decide(facts: CalendarFacts | undefined, command: CalendarCommand, context: CalendarContext): Decision {
  const forbidden = refusalOfAmending(context)
  if (forbidden !== undefined) return { refusal: forbidden }
  switch (command.name) {
    case 'amend': {
      const refusal = refusalOfNotice(command.year, command.replaces, context)
      if (refusal !== undefined) return { refusal }
      // What the code of this process knows already is recorded all the same: others may run with older code.
      const known = lastOf(facts, command.year.year)
      const same = known !== undefined && disagreement(known.year, command.year).length === 0
      if (same) return { events: [] }
      // Whoever starts with code that is a year behind must not find a gap before this one.
      const before = facts === undefined ? context.inForce(command.year.year - 1) : undefined
      return {
        events: [
          ...(before === undefined ? [] : [applied('calendar.adopted', before)]),
          applied('calendar.amended', command.year, command.replaces),
        ],
      }
    }
    case 'adopt': {
      const news = command.years.filter((year) => isNews(facts, year))
      return { events: news.map((year) => applied('calendar.adopted', year)) }
    }
    case 'settle': {
      const isNew = facts !== undefined && command.revision > facts.settled
      return { events: isNew ? [{ type: 'calendar.settled', data: { revision: command.revision } }] : [] }
    }
  }
}

/** Whether the code of a process knows more of a year than the record: the year is not in it, or has an amendment more. */
export function isNews(facts: CalendarFacts | undefined, year: HolidayYear): boolean {
  const known = lastOf(facts, year.year)
  if (known === undefined) return (facts?.notices ?? []).every((each) => each.year.year < year.year)
  const more = (year.amendments?.length ?? 0) > (known.year.amendments?.length ?? 0)
  return more && canonical(known.year) !== canonical(year)
}

function evolve(facts: CalendarFacts | undefined, event: DomainEvent): CalendarFacts {
  const base: CalendarFacts = facts ?? { notices: [], settled: 0, createdAt: event.at }
  if (event.type === 'calendar.settled') return { ...base, settled: (event.data as { revision: number }).revision }
  if (event.type !== 'calendar.amended' && event.type !== 'calendar.adopted') return base
  return { ...base, notices: [...base.notices, { ...(event.data as Applied), at: event.at }] }
}

/** The notices applied to a running city as a record: each is one event. */
export const calendarKind: RecordKind<CalendarFacts, CalendarCommand, CalendarContext> = {
  type: 'calendar',
  events: ['calendar.amended', 'calendar.adopted', 'calendar.settled'],
  decide,
  evolve,
  index: ({ createdAt }) => ({ status: 'calendar', open: false, createdAt }),
}
