import type { ClockState, Limit } from '../../sla/clock.js'
import {
  addLimit,
  extendClock,
  historyOf,
  pauseClock,
  relimitClock,
  resumeClock,
  settleClock,
  startClock,
} from '../../sla/clock.js'
import { clockFamily } from '../../sla/clock-family.js'
import { pressingMoment } from '../../sla/office-moment.js'
import { urgencyOf } from '../../sla/urgency.js'
import type { RequestContext } from '../context.js'
import type { RequestClock, RequestFacts } from '../facts.js'
import { type Branch, isEnd, type LifecycleState } from '../lifecycle/definition.js'
import { pendingReopenAsk, reopenClock } from '../questions.js'
import { beginDeadline } from './chain.js'
import { type Draft, present } from './draft.js'

type Clocks = Readonly<Record<string, RequestClock>>

const ofMatter = (name: string) => name.startsWith('coHandle/') || name === 'extensionDecision'
const ofAppeal = (name: string) => name.startsWith('appealReview/')
const ofMerger = (name: string) => name.startsWith('rate/')
const auxiliary = (name: string) => ofMatter(name) || ofAppeal(name) || ofMerger(name) || name === reopenClock

/** A clock that begins now. */
export function begin(context: RequestContext, clock: string, limit?: Limit): RequestClock {
  const family = clockFamily(clock)
  const state: ClockState = startClock(context.sla, family, context.now, limit)
  return { ...state, clock, warned: 0 }
}

/** A clock that stops now. One that ran out before anybody noticed is marked: it was overdue all the same. */
export function stop(clock: RequestClock, now: number): RequestClock {
  const { escalateAt: _, ...rest } = clock
  const late = clock.breachedAt === undefined && clock.pausedAt === undefined && now >= clock.dueAt
  return { ...rest, stoppedAt: now, ...(late && { breachedAt: clock.dueAt }) }
}

/** A granted extension, on a running or paused clock. It was asked for in time: one that ran out while nobody decided is in time again. */
export function extend(context: RequestContext, clock: RequestClock, by: Limit): RequestClock {
  const extended = { ...clock, ...extendClock(context.sla, clock, context.now, by), clock: clock.clock, warned: 0 }
  if (context.now >= extended.dueAt) return extended
  const { breachedAt: _, escalateAt: _e, ...inTime } = extended
  return inTime
}

/** Another limit, as `relimitClock` counts it; what was done about the deadline so far stays. One that is late stays as it is. */
export function relimit(
  context: RequestContext,
  facts: RequestFacts,
  clock: RequestClock,
  limit?: Limit,
): RequestClock {
  const { sla, now } = context
  if (clock.breachedAt !== undefined) return clock
  // A suspension that is over although nobody looked: the clock will have run on since, and is judged so.
  const resumed = resumedAt(facts, clock.pausedAt ?? now, now)
  const judged = resumed < now ? resumeClock(sla, clock, resumed) : clock
  const found = relimitClock(sla, judged, now, limit)
  if (found === judged) return clock
  const { countedFrom: _, ...history } = historyOf(clock)
  const { countedFrom } = found
  const settled = settleClock(sla, {
    ...history,
    limit: found.limit,
    ...present('countedFrom', countedFrom),
  })
  return { ...settled, clock: clock.clock, warned: 0 }
}

/** When supervision climbs next while a breach lasts: in office hours. */
export function nextPress({ sla, now }: RequestContext, clock: RequestClock): number {
  return pressingMoment(sla, clock, addLimit(sla, now, sla.policy.escalateEvery))
}

/** A breach noticed now; escalation follows while it lasts. */
export function breach(context: RequestContext, clock: RequestClock): RequestClock {
  return {
    ...clock,
    breachedAt: clock.dueAt,
    escalateAt: nextPress(context, clock),
  }
}

/** The next moment a clock asks for something, if it runs. */
export function nextMoment(clock: RequestClock): number | undefined {
  if (clock.stoppedAt !== undefined || clock.pausedAt !== undefined) return undefined
  if (clock.breachedAt !== undefined) return clock.escalateAt
  return Math.min(clock.warnAt[clock.warned] ?? clock.dueAt, clock.dueAt)
}

// How a clock of the state just entered goes on; `undefined` when it simply runs on.
function enter(
  context: RequestContext,
  name: string,
  before: RequestClock | undefined,
  facts: RequestFacts,
  restart: boolean,
  pauseReason: string | undefined,
): RequestClock | undefined {
  const continuing = context.lifecycle.definition.continuing.includes(name)
  if (before === undefined && name === 'resolve')
    return { ...beginDeadline(context, facts, limitOf(context, name, facts)), clock: name, warned: 0 }
  if (before === undefined || restart || (before.stoppedAt !== undefined && !continuing))
    return begin(context, name, limitOf(context, name, facts))
  if (before.pausedAt !== undefined)
    return withoutPause(before, resumeClock(context.sla, before, resumedAt(facts, before.pausedAt, context.now)))
  const { stoppedAt, ...rest } = before
  if (before.breachedAt !== undefined)
    return before.escalateAt === undefined ? { ...rest, escalateAt: nextPress(context, before) } : undefined
  return stoppedAt === undefined ? undefined : reopen(context, rest, stoppedAt, pauseReason)
}

// A suspension ends when its time is over, however late somebody looks: an hour in which no process ran must not lengthen a deadline.
function resumedAt({ clocks }: RequestFacts, pausedAt: number, now: number): number {
  const { suspension } = clocks
  const until = suspension === undefined || suspension.stoppedAt !== undefined ? now : suspension.dueAt
  return Math.max(pausedAt, Math.min(until, now))
}

// A clock that goes on where it stopped: the time between counts, the request was only thought done, unless there is a reason why not.
function reopen(
  context: RequestContext,
  clock: RequestClock,
  stoppedAt: number,
  pauseReason: string | undefined,
): RequestClock {
  if (pauseReason === undefined) return clock
  return withoutPause(clock, resumeClock(context.sla, pauseClock(clock, stoppedAt, pauseReason), context.now))
}

function withoutPause(before: RequestClock, resumed: ClockState): RequestClock {
  const { pausedAt: _, pauseReason: _r, ...rest } = before
  return {
    ...rest,
    ...resumed,
    clock: before.clock,
    warned: resumed.warnAt.length === before.warnAt.length ? before.warned : 0,
  }
}

/** The time to handle a request: that of its class of urgency, else that of its category; `undefined` where the policy says it. */
export function resolveLimit(
  { sla, responsibilities }: RequestContext,
  { category, area, urgency }: Pick<RequestFacts, 'category' | 'area'> & { readonly urgency?: string | null },
): Limit | undefined {
  return urgencyOf(sla.policy, urgency ?? undefined)?.within ?? responsibilities.resolve(category, area).limit
}

// Everything but the time to handle is policy.
function limitOf(context: RequestContext, clock: string, facts: RequestFacts): Limit | undefined {
  return clock === 'resolve' ? resolveLimit(context, facts) : undefined
}

/**
 * Which clocks run after a step to `state`, as changes against those before. Clocks of that state begin, go on or resume; those it pauses
 * stand still; all others stop. Auxiliary clocks live as long as the request's own does (co-handlers, a pending extension), or as long as there is
 * somebody who may decide (an appeal or an application to handle it again, also after the request has ended).
 */
export function clocksAt(
  context: RequestContext,
  facts: RequestFacts,
  state: LifecycleState,
  branch: Branch,
  drafted: Draft,
): Clocks {
  const own = drafted.clocks ?? {}
  const open = isEnd(state) ? undefined : state
  const running = new Set(open?.clocks ?? [])
  const paused = new Set(open?.paused ?? [])
  const before: Clocks = { ...facts.clocks, ...own }
  const changed: Record<string, RequestClock> = { ...own }

  for (const [name, clock] of Object.entries(before)) {
    if (clock.stoppedAt !== undefined || running.has(name) || auxiliary(name)) continue
    if (!paused.has(name)) changed[name] = stop(clock, context.now)
    else if (clock.pausedAt === undefined) changed[name] = stand(clock, context.now, drafted.pauseReason ?? 'suspended')
  }
  for (const name of running) {
    const restart = branch.restart?.includes(name) ?? false
    const entered = enter(context, name, before[name], facts, restart, drafted.pauseReason)
    if (entered !== undefined) changed[name] = entered
  }
  const after: Clocks = { ...before, ...changed }
  const matterLives = ['resolve', 'rectify'].some(
    (name) => after[name] !== undefined && after[name].stoppedAt === undefined,
  )
  const canBe = (command: string) =>
    state.on?.[command] !== undefined || (open !== undefined && has(context.lifecycle.definition.everywhere, command))
  const reviewed = canBe('reviewAppeal')
  const decided = canBe('decideReopen')
  for (const [name, clock] of Object.entries(after)) {
    const over =
      (!matterLives && ofMatter(name)) ||
      (!reviewed && ofAppeal(name)) ||
      (!decided && name === reopenClock) ||
      (facts.mergedInto === undefined && ofMerger(name))
    if (over && clock.stoppedAt === undefined) changed[name] = stop(clock, context.now)
    // Nobody could review or decide where the request was meanwhile: the time for it begins anew.
    if ((ofAppeal(name) ? reviewed : decided) && clock.stoppedAt !== undefined && isPending(facts, name))
      changed[name] = begin(context, name)
  }
  return changed
}

const isPending = (facts: RequestFacts, clock: string): boolean =>
  clock === reopenClock
    ? pendingReopenAsk(facts) !== undefined
    : ofAppeal(clock) &&
      facts.appeals.some(({ id, decision }) => decision === undefined && clock === `appealReview/${id}`)

const has = (entries: object, command: string): boolean => Object.hasOwn(entries, command)

// A breached clock stays breached under suspension; only its escalation rests.
function stand(clock: RequestClock, now: number, reason: string): RequestClock {
  if (clock.breachedAt === undefined && now < clock.dueAt)
    return { ...clock, ...pauseClock(clock, now, reason), clock: clock.clock }
  const { escalateAt: _, ...rest } = clock
  return { ...rest, breachedAt: clock.dueAt }
}
