import { dateOf } from '../../calendar/date.js'
import { type ClockState, countHistory, settleClock } from '../../sla/clock.js'
import { clockFamily } from '../../sla/clock-family.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent, Progress } from '../events.js'
import type { RequestClock, RequestFacts } from '../facts.js'
import { isOpenState } from '../lifecycle/definition.js'
import type { CalendarAmended } from './calendar-amended.js'

/** What counting the clocks of a request again needs. */
export type CalendarChangeContext = Pick<RequestContext, 'now' | 'calendars' | 'lifecycle'>

type AmendedEvent = Extract<NewRequestEvent, { type: 'request.calendarAmended' }>

/** What the calendar in force makes of a request: the events, the last of which says where it stands after them, and all that moves. */
export interface CalendarChange extends Pick<CalendarAmended, 'moved' | 'days'> {
  readonly events: readonly AmendedEvent[]
}

// When the request came to the state it is in: its own clocks began then, or run on from before.
function enteredAt(facts: RequestFacts, { lifecycle }: CalendarChangeContext): number | undefined {
  const state = lifecycle.state(facts.status)
  if (!isOpenState(state)) return undefined
  const begun = state.clocks.flatMap((name) => {
    const clock = facts.clocks[name]
    return clock === undefined || clock.stoppedAt !== undefined ? [] : [clock.startedAt]
  })
  return begun.length === 0 ? undefined : Math.max(...begun)
}

// A deadline that passed before the request came to a state in which its clock stands still: since then the clock did not run.
function stoodSince(facts: RequestFacts, name: string, context: CalendarChangeContext): number | undefined {
  const state = context.lifecycle.state(facts.status)
  const stands = isOpenState(state) && state.paused?.includes(name) === true
  return stands ? enteredAt(facts, context) : undefined
}

// The date by the calendar in force. One that was kept later than its history says, as a promise, is not made earlier.
function settledOn(context: CalendarChangeContext, clock: RequestClock): ClockState | undefined {
  const { calendars } = context
  if (calendars === undefined) return undefined
  const history = { ...clock, clock: clockFamily(clock.clock) }
  const settled = settleClock(calendars.inForce, history)
  const counted = calendars.of(clock.calendarVersion)
  const byHistory = counted === undefined ? clock.dueAt : countHistory(counted, history).dueAt
  if (byHistory === clock.dueAt) return settled
  return byHistory > clock.dueAt ? undefined : settleClock(calendars.inForce, history, clock)
}

// A deadline rests on the days from its start to its last: one of them must have changed. Where the days before are not known, it is counted again.
function restsOnChanged({ calendars }: CalendarChangeContext, clock: RequestClock): boolean {
  if (calendars === undefined || clock.calendarVersion === calendars.inForce.calendar.version) return false
  if (calendars.of(clock.calendarVersion) === undefined) return true
  const days = calendars.changedSince(clock.calendarVersion)
  if (days.length === 0) return false
  const start = dateOf(clock.startedAt)
  return days.some(({ date }) => date >= start && date <= clock.dueDate)
}

// Of clocks that have ended only a breach is looked at again, and only while the request is open.
const isOver = ({ open }: RequestFacts, { stoppedAt, breachedAt }: RequestClock): boolean =>
  stoppedAt !== undefined && (breachedAt === undefined || !open)

/** Whether the calendar in force may move a request: a quick answer before `calendarChange`. */
export function mayMove(facts: RequestFacts, context: CalendarChangeContext): boolean {
  if ((facts.calendarRevision ?? 0) >= (context.calendars?.revision ?? 0)) return false
  return Object.values(facts.clocks).some((clock) => !isOver(facts, clock) && restsOnChanged(context, clock))
}

/** One clock counted on the calendar in force; `undefined` when it stays as it is. A date is never moved to a moment that has passed. */
function recount(
  facts: RequestFacts,
  name: string,
  clock: RequestClock,
  context: CalendarChangeContext,
): RequestClock | undefined {
  if (isOver(facts, clock) || !restsOnChanged(context, clock)) return undefined
  const settled = settledOn(context, clock)
  if (settled === undefined) return undefined
  const sameWarnings = () => settled.warnAt.join() === clock.warnAt.join()
  if (settled.dueAt === clock.dueAt && (clock.stoppedAt !== undefined || sameWarnings())) return undefined
  const stood = clock.breachedAt === undefined ? undefined : stoodSince(facts, name, context)
  const until = clock.stoppedAt ?? clock.pausedAt ?? stood ?? context.now
  if (settled.dueAt < clock.dueAt && settled.dueAt <= until) return undefined
  const given = settled.warnAt.filter((at) => at <= context.now).length
  const moved = { ...clock, ...settled, clock: clock.clock, warned: Math.min(clock.warned, given) }
  if (clock.breachedAt === undefined) return moved
  if (until >= settled.dueAt) return { ...moved, breachedAt: settled.dueAt }
  const { breachedAt: _, escalateAt: _e, ...inTime } = moved
  return stood === undefined ? inTime : { ...inTime, pausedAt: stood, pauseReason: clock.pauseReason ?? 'suspended' }
}

function moveOf(before: RequestClock, after: RequestClock): CalendarAmended['moved'] {
  if (before.dueAt === after.dueAt) return []
  return [
    {
      clock: before.clock,
      before: { dueAt: before.dueAt, dueDate: before.dueDate },
      after: { dueAt: after.dueAt, dueDate: after.dueDate },
      breachCleared: before.breachedAt !== undefined && after.breachedAt === undefined,
    },
  ]
}

/**
 * What the calendar in force makes of a request that was counted on an earlier one: the clocks that move, by which days. `undefined` when none does.
 * Pure, so a preview and the decision itself say the same.
 */
export function calendarChange(facts: RequestFacts, context: CalendarChangeContext): CalendarChange | undefined {
  const { calendars } = context
  if (calendars === undefined || (facts.calendarRevision ?? 0) >= calendars.revision) return undefined
  const clocks: Record<string, RequestClock> = {}
  const moved: CalendarAmended['moved'][number][] = []
  const days = new Map<string, CalendarAmended['days'][number]>()
  // Not by the order of clocks in the facts, which differs between facts just made and facts read back.
  for (const name of Object.keys(facts.clocks).sort()) {
    const before = facts.clocks[name] as RequestClock
    const after = recount(facts, name, before, context)
    if (after === undefined) continue
    clocks[name] = after
    moved.push(...moveOf(before, after))
    const last = before.dueAt > after.dueAt ? before.dueDate : after.dueDate
    const start = dateOf(before.startedAt)
    for (const day of calendars.changedSince(before.calendarVersion))
      if (day.date >= start && day.date <= last) days.set(day.date, day)
  }
  if (Object.keys(clocks).length === 0) return undefined
  const { status, open, end, owner } = facts
  const dates = [...days.keys()].sort()
  const progress: Progress = {
    calendarRevision: calendars.revision,
    clocks,
    ...(end !== undefined && { end }),
    open,
    owner,
    status,
  }
  const changed = dates.map((date) => days.get(date) as CalendarAmended['days'][number])
  const said = {
    calendarVersion: calendars.inForce.calendar.version,
    days: changed,
    notices: calendars.noticesFor(dates),
  }
  const events = toldApart(moved).map(
    (each): AmendedEvent => ({
      type: 'request.calendarAmended',
      data: { ...said, moved: each },
    }),
  )
  const last = events.pop() as AmendedEvent
  return { moved, days: changed, events: [...events, { ...last, data: { ...last.data, progress } as CalendarAmended }] }
}

// A helping unit has its own deadline and hears of that one only, in an event of its own.
function toldApart(moved: CalendarAmended['moved']): CalendarAmended['moved'][] {
  const helping = moved.filter(({ clock }) => clockFamily(clock) === 'coHandle')
  const own = moved.filter((each) => !helping.includes(each))
  const apart = helping.map((each) => [each])
  return own.length > 0 || apart.length === 0 ? [...apart, own] : apart
}
