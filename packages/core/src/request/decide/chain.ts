import {
  type ClockState,
  historyOf,
  type Limit,
  relimitClock,
  resumeClock,
  settleClock,
  startClock,
} from '../../sla/clock.js'
import type { RequestContext } from '../context.js'
import type { RequestClock, RequestFacts } from '../facts.js'
import { present } from './draft.js'

const earliest = (clocks: readonly ClockState[]): ClockState | undefined =>
  clocks.toSorted((a, b) => a.dueAt - b.dueAt)[0]

// A deadline that was handed over before a notice came is counted on the calendar in force, as the request's own is.
const counted = ({ sla }: RequestContext, clock: ClockState): ClockState =>
  clock.calendarVersion === sla.calendar.version ? clock : settleClock(sla, historyOf(clock))

const runs = ({ now }: RequestContext, { stoppedAt, breachedAt, pausedAt, dueAt }: RequestClock): boolean =>
  stoppedAt === undefined && breachedAt === undefined && (pausedAt ?? now) < dueAt

/** The deadline that a request hands on, to the one it goes into or to its parts: its own, or the earliest it was handed itself. */
export function deadlineToHandOn({ sla, now }: RequestContext, facts: RequestFacts): ClockState | undefined {
  const { resolve } = facts.clocks
  if (resolve === undefined) return earliest((facts.handed ?? []).map(({ clock }) => clock))
  const { warned: _, stoppedAt: _s, breachedAt: _b, escalateAt: _e, ...clock } = resolve
  return clock.pausedAt === undefined ? clock : resumeClock(sla, clock, Math.max(now, clock.pausedAt))
}

/** The deadline to handle a request, which begins now: its own, counted from the start of the request it is a part of, unless an earlier one came along. */
export function beginDeadline(context: RequestContext, facts: RequestFacts, limit: Limit | undefined): ClockState {
  const { sla, now } = context
  let own: ClockState | undefined
  const others: ClockState[] = []
  for (const { from, clock: handed } of facts.handed ?? []) {
    const clock = counted(context, handed)
    if (from === facts.splitFrom) own = relimitClock(sla, clock, now, limit)
    else others.push(clock)
  }
  return earliest([own ?? startClock(sla, 'resolve', now, limit), ...others]) as ClockState
}

/** Whether a request that goes into another brings the earlier deadline along. One that is late already is late whatever comes. */
export function isEarlier(context: RequestContext, deadline: ClockState, own: RequestClock): boolean {
  return runs(context, own) && counted(context, deadline).dueAt < own.dueAt
}

/** The deadline of a request that went into this one, in the place of its own: merging renews none. */
export function takeOver({ sla, now }: RequestContext, own: RequestClock, deadline: ClockState): RequestClock {
  const { pausedAt, pauseReason } = own
  const paused = pausedAt !== undefined && { pausedAt: now, ...present('pauseReason', pauseReason) }
  return { ...settleClock(sla, { ...historyOf(deadline), ...paused }), warned: 0 }
}

/** The deadline a request had before that of `from` took its place, with what stood still and was granted since; `undefined` when it stays as it is. */
export function giveBack(context: RequestContext, facts: RequestFacts, from: string): RequestClock | undefined {
  const own = facts.clocks.resolve
  const last = facts.handed?.at(-1)
  if (own === undefined || !runs(context, own) || last?.from !== from || last.instead === undefined) return undefined
  if (own.startedAt !== last.clock.startedAt) return undefined
  const before = historyOf(last.instead)
  const { pausedAt, pauseReason } = own
  const settled = settleClock(context.sla, {
    ...before,
    pauses: [...before.pauses, ...own.pauses.slice(last.clock.pauses.length)],
    extensions: [...before.extensions, ...own.extensions.slice(last.clock.extensions.length)],
    ...present('pausedAt', pausedAt),
    ...present('pauseReason', pauseReason),
  })
  return { ...settled, clock: own.clock, warned: 0 }
}
