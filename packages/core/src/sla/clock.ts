import type { BusinessHours } from '../calendar/business-hours.js'
import type { WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, checkInstant, type Instant } from '../calendar/date.js'
import { ConfigurationError, InvalidInputError } from '../errors.js'
import { countDeadline, type Pause } from './count-deadline.js'
import { type Limit, limitIssues } from './limit.js'
import type { ClockPolicy, SlaPolicy } from './policy.js'
import { warningMoments } from './warning.js'

export type { Limit } from './limit.js'

/** What a clock needs to run: where days are counted, when offices are open, how long things may take. */
export interface ClockEnvironment {
  readonly calendar: WorkCalendar
  readonly hours: BusinessHours
  readonly policy: SlaPolicy
}

/**
 * A running deadline as plain data. Everything it was computed from is kept with it, so that it can be explained and
 * computed again; store it whole, never the bare date.
 */
export interface ClockState {
  readonly clock: string
  readonly startedAt: Instant
  readonly limit: Limit
  /** First instant that is too late: 00:00 after the last day, or the closing time. While paused, the value before the pause. */
  readonly dueAt: Instant
  /** Last day in time, as printed. */
  readonly dueDate: CalendarDate
  /** Moments to warn at, ascending, never before the start. */
  readonly warnAt: readonly Instant[]
  readonly pausedAt?: Instant
  readonly pauseReason?: string
  readonly pauses: readonly Pause[]
  readonly extensions: readonly { readonly by: Limit; readonly at: Instant }[]
  readonly startDay: 'next-day' | 'same-day'
  readonly cutoff: 'end-of-day' | 'close-of-business'
  /** The due day rests on a year whose notice is not published, or may still be changed by the next notice. */
  readonly provisional: boolean
  readonly calendarVersion: string
  readonly policyVersion: string
}

function checkEnvironment({ calendar, hours }: ClockEnvironment): void {
  if (hours.calendar === calendar || hours.calendar.version === calendar.version) return
  throw new ConfigurationError(
    `The business hours rest on calendar ${hours.calendar.version}, the clock on ${calendar.version}; make the hours anew with createBusinessHours(calendar).`,
    { hours: hours.calendar.version, calendar: calendar.version },
  )
}

function clockPolicyOf(policy: SlaPolicy, clock: string): ClockPolicy {
  const found = Object.hasOwn(policy.clocks, clock) ? policy.clocks[clock] : undefined
  if (found !== undefined) return found
  throw new ConfigurationError(`The policy has no clock "${clock}"; it has ${Object.keys(policy.clocks).join(', ')}.`, {
    clock,
  })
}

function invalidAt(message: string): InvalidInputError {
  return new InvalidInputError([{ path: ['at'], message }], 'clock')
}

type History = Omit<ClockState, 'dueAt' | 'dueDate' | 'warnAt' | 'provisional' | 'calendarVersion' | 'policyVersion'>

/** The state a history leads to. `notBefore` keeps a due time that was promised already. */
export function settleClock(
  env: ClockEnvironment,
  history: History,
  notBefore?: { dueAt: Instant; dueDate: CalendarDate },
): ClockState {
  checkEnvironment(env)
  const { startedAt, limit, extensions, pauses, startDay, cutoff } = history
  const budget = [limit, ...extensions.map(({ by }) => by)]
  const found = countDeadline(env, { startedAt, budget, pauses, startDay, cutoff })
  const { dueAt, dueDate } = notBefore !== undefined && notBefore.dueAt > found.dueAt ? notBefore : found
  const { pausedAt, pauseReason } = history
  // Members in alphabetical order: the order of the canonical encoding, which then has nothing to sort.
  return {
    calendarVersion: env.calendar.version,
    clock: history.clock,
    cutoff,
    dueAt,
    dueDate,
    extensions,
    limit,
    ...(pauseReason !== undefined && { pauseReason }),
    ...(pausedAt !== undefined && { pausedAt }),
    pauses,
    policyVersion: env.policy.version,
    // Urgent hours need no calendar.
    provisional: budget.some((by) => !('urgentHours' in by)) && env.calendar.isProvisional(dueDate),
    startDay,
    startedAt,
    warnAt: warningMoments(env, env.policy.clocks[history.clock]?.warnings ?? [], startedAt, { dueAt, dueDate }),
  }
}

/** What a clock state was computed from. */
export function historyOf(state: ClockState): History {
  const {
    dueAt: _,
    dueDate: _d,
    warnAt: _w,
    provisional: _p,
    calendarVersion: _c,
    policyVersion: _v,
    ...history
  } = state
  return history
}

/** Starts a clock of the policy. `limit` replaces the limit of the policy (a category with its own). */
export function startClock(env: ClockEnvironment, clock: string, at: Instant, limit?: Limit): ClockState {
  const policy = clockPolicyOf(env.policy, clock)
  if (limit !== undefined) checkLimit(limit, ['limit'])
  return settleClock(env, {
    clock,
    startedAt: checkInstant(at, ['at']),
    limit: limit ?? policy.within,
    pauses: [],
    extensions: [],
    startDay: policy.startDay ?? 'next-day',
    cutoff: policy.cutoff ?? 'end-of-day',
  })
}

/** Stops the clock. The due time shown stays as it was until the clock is resumed; no deadline runs meanwhile. */
export function pauseClock(state: ClockState, at: Instant, reason: string): ClockState {
  checkInstant(at, ['at'])
  if (state.pausedAt !== undefined) throw invalidAt('the clock is paused already')
  if (at < (state.pauses.at(-1)?.to ?? state.startedAt))
    throw invalidAt('a pause cannot begin before the clock last started')
  return { ...state, pausedAt: at, pauseReason: reason }
}

/** Lets the clock run on. The pause is measured in the unit of the limit; one that began after the due time moves nothing. */
export function resumeClock(env: ClockEnvironment, state: ClockState, at: Instant): ClockState {
  checkInstant(at, ['at'])
  const { pausedAt, pauseReason = '', ...rest } = state
  if (pausedAt === undefined) throw invalidAt('the clock is not paused')
  if (at < pausedAt) throw invalidAt('a clock cannot be resumed before it was paused')
  const pauses = [...state.pauses, { from: pausedAt, to: at, reason: pauseReason }]
  return settleClock(env, historyOf({ ...rest, pauses }), state)
}

/**
 * Grants an extension, counted on from the limit: it survives later pauses. Whether it may be granted is the question
 * `extensionRefusal` answers; this function only counts.
 */
export function extendClock(env: ClockEnvironment, state: ClockState, at: Instant, by: Limit): ClockState {
  checkInstant(at, ['at'])
  checkLimit(by, ['by'])
  return settleClock(env, historyOf({ ...state, extensions: [...state.extensions, { by, at }] }), state)
}

/** The instant a limit from `at` ends; days are counted from the next day to 24:00. */
export function addLimit(env: ClockEnvironment, at: Instant, limit: Limit): Instant {
  checkEnvironment(env)
  checkLimit(limit, ['limit'])
  return countDeadline(env, {
    startedAt: checkInstant(at, ['at']),
    budget: [limit],
    pauses: [],
    startDay: 'next-day',
    cutoff: 'end-of-day',
  }).dueAt
}

function checkLimit(limit: Limit, path: readonly string[]): void {
  const issues = limitIssues(limit, path)
  if (issues.length > 0) throw new InvalidInputError(issues, 'limit')
}
