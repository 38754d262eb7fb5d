import { millisecondsInMinute } from 'date-fns/constants'
import { z } from 'zod'
import type { Authority } from '../authority/authority.js'
import { calendarOf, yearsOf } from '../calendar/calendar.js'
import { dateOf, dayNumberAt } from '../calendar/date.js'
import { isExtension } from '../calendar/notices/extension.js'
import type { Actor } from '../contracts/actor.js'
import type { Logger } from '../contracts/logger.js'
import type { Timer } from '../contracts/timer.js'
import type { LiveEditions } from '../edition/editions.js'
import { parseCommandOptions, parseInput } from '../import/parse.js'
import { plainText } from '../privacy/text.js'
import type { Engine } from '../record/engine.js'
import type { Moment, RecordKind, RecordRunner } from '../record/record-kind.js'
import type { RequestCommand } from '../request/commands.js'
import type { LifecycleTable, RequestContext } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'
import type { ClockEnvironment } from '../sla/clock.js'
import type { SlaPolicy } from '../sla/policy.js'
import type { AmendmentApplied, AmendmentPreview, AmendmentRefused, CityCalendar } from './calendar.js'
import {
  type CalendarContext,
  type CalendarFacts,
  calendarId,
  calendarKind,
  isNews,
  refusalOfAmendment,
} from './calendar-kind.js'
import { createFollower } from './follower.js'
import { createLiveCalendar, type LiveCalendar, type Recorded } from './live-calendar.js'
import { disagreement, noticeNumber } from './notice-days.js'
import { readNotice, withinNotice } from './notice-input.js'
import { previewOf } from './preview.js'

/** The calendar as core itself uses it. */
export interface CalendarService extends CityCalendar {
  /** The calendars that this process knows. */
  history: LiveCalendar['history']
  /** What a change of the calendar record is judged by: the notices as they are stored now. */
  contextOf(moment: Moment): Promise<CalendarContext>
  /** Reads the record; with an actor, hands newer notices of this process's code to the others. */
  load(by: Actor | undefined): Promise<void>
  /** Reads the record when this process has not done so for a minute; nothing to wait for otherwise. */
  refreshBy(now: number): Promise<void> | undefined
  /** Counts by the limits that are in force at this instant, as far as they are known. */
  countAt(at: number): void
  /** See `createFollower`. */
  follow(now: number, goOn?: () => boolean): Promise<number>
}

/** What the calendar service is built from. */
export interface CalendarParts {
  /** What the place counts with, before any notice. */
  readonly base: ClockEnvironment
  /** The calendars and limits that were recorded. */
  readonly recorded: Recorded & Pick<LiveEditions, 'refresh' | 'adopted'>
  /** Limits that were adopted, with the clocks that plugins add. */
  readonly complete: (policy: SlaPolicy) => SlaPolicy
  readonly runner: RecordRunner & Pick<Engine, 'readPage'>
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  readonly lifecycle: LifecycleTable
  readonly areas: () => CalendarContext['areas']
  readonly authority: Authority
  readonly now: () => number
  /** In whose name requests are moved. */
  readonly system: Actor
  readonly logger: Logger
  readonly timer: Timer
}

/** How long a process that runs no loops may decide by the calendar it knows. */
const knownFor = millisecondsInMinute

const ownOptions = z.looseObject({ preview: z.boolean().optional(), replaces: plainText(100).optional() })

function parseOptions(value: unknown) {
  const { preview = false, replaces, ...rest } = parseInput(ownOptions, value, ['options'], 'command options')
  return { preview, replaces, options: parseCommandOptions(rest) }
}

/** The calendar service on a record runner. */
export function createCalendarService(parts: CalendarParts): CalendarService {
  const { base, recorded, complete, runner, kind, lifecycle, areas, authority, now, system, logger, timer } = parts
  const live = createLiveCalendar(base, runner, recorded, complete)
  const follower = createFollower({ runner, kind, lifecycle, live, by: system, logger, timer })
  let refreshedAt = Number.NEGATIVE_INFINITY
  let countedOn = Number.NaN

  async function contextOf(moment: Moment): Promise<CalendarContext> {
    await live.refresh()
    return { ...moment, areas: areas(), inForce: live.inForce }
  }

  async function amend(
    rawNotice: unknown,
    rawOptions: unknown,
  ): Promise<AmendmentPreview | AmendmentApplied | AmendmentRefused> {
    const { preview, replaces, options } = parseOptions(rawOptions)
    // The holiday that is made longer may have been arranged by another process a moment ago.
    if (typeof rawNotice === 'string' && isExtension(rawNotice)) await live.refresh()
    const year = readNotice(rawNotice, live.history().inForce.calendar)
    // A year that would leave a gap is refused here, before anything is read.
    withinNotice(() => live.with(year))
    const command = { name: 'amend' as const, year, ...(replaces !== undefined && { replaces }) }
    const told = { notice: noticeNumber(year), year: year.year }
    if (preview) {
      const refusal = refusalOfAmendment(command, await contextOf({ now: now(), by: options.by, authority }))
      if (refusal !== undefined) return { ok: false, refusal }
      const known = live.inForce(year.year)
      const changed = known === undefined || disagreement(known, year).length > 0
      const [before, after] = [live.history(), live.with(year)]
      return {
        ok: true,
        ...told,
        changed,
        ...(await previewOf({ runner, kind, lifecycle, timer, now: now(), before, after })),
      }
    }
    const result = await runner.run(calendarKind, calendarId, command, options)
    if (!result.ok) return { ok: false, refusal: result.refusal }
    // What a transaction of the host may still take back is not in force yet.
    if (options.tx === undefined) live.adopt(result.record)
    return { ok: true, ...told, changed: result.events.length > 0, revision: result.record.notices.length }
  }

  // The code of a process may know a notice that the record does not: a new edition of the library, or `withYear` before a restart. What was counted
  // without it is moved as if somebody had applied it.
  async function adoptOwn(by: Actor): Promise<void> {
    const facts = (await runner.facts<CalendarFacts>(calendarKind, calendarId))?.facts
    const own = yearsOf(base.calendar)
    const years = facts === undefined ? own.slice(-1) : own.filter((year) => isNews(facts, year))
    if (years.length === 0 || (facts === undefined && !(await countedOtherwise()))) return
    const result = await runner.run(calendarKind, calendarId, { name: 'adopt', years }, { by })
    if (result.ok) live.adopt(result.record)
  }

  // An overlay is no notice: a date that was announced without it stays.
  function hasOtherNotices(version: string): boolean {
    if (version === base.calendar.version) return false
    const counted = live.history().of(version)
    return (
      counted === undefined || calendarOf(yearsOf(counted.calendar), base.calendar).version !== base.calendar.version
    )
  }

  // Calendars only grow with time: where the oldest open request was counted by these notices, so was every later one.
  async function countedOtherwise(): Promise<boolean> {
    for await (const { facts } of runner.each<RequestFacts>(kind, { open: true }))
      return Object.values(facts.clocks).some((clock) => hasOtherNotices(clock.calendarVersion))
    return false
  }

  async function refreshAt(at: number): Promise<void> {
    await recorded.refresh()
    await live.refresh()
    refreshedAt = at
    countAt(at)
  }

  // Which limits are in force changes at midnight.
  function countAt(at: number): void {
    countedOn = dayNumberAt(at)
    if (recorded.adopted().length > 0) live.countOn(dateOf(at))
  }

  const refresh = () => refreshAt(now())

  return Object.freeze({
    amend: amend as CityCalendar['amend'],
    inForce: () => live.history().inForce.calendar,
    amendments: () =>
      live.applied().map(({ notice, year, at, replaces }) => ({
        notice,
        year: year.year,
        at,
        ...(replaces !== undefined && { replaces }),
      })),
    refresh,
    refreshBy: (at: number) => {
      if (Math.abs(at - refreshedAt) >= knownFor) return refreshAt(at)
      if (dayNumberAt(at) !== countedOn) countAt(at)
      return undefined
    },
    countAt,
    reconcile: async () => {
      await refresh()
      return follower.reconcile(now())
    },
    follow: follower.reconcile,
    history: live.history,
    contextOf,
    load: async (by: Actor | undefined) => {
      await refresh()
      if (by !== undefined) await adoptOwn(by)
      follower.begin()
    },
  })
}
