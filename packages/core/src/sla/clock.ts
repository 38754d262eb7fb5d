import type { BusinessHours } from '../calendar/business-hours.js'
import type { WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, checkInstant, dateOf, type Instant } from '../calendar/date.js'
import { unfit } from '../errors/input-issue.js'
import { knownNames } from '../errors/known-names.js'
import { ConfigurationError, InvalidInputError } from '../errors.js'
import {
  type CountedDeadline,
  type CountingRules,
  countDeadline,
  type DeadlineQuestion,
  type Pause,
} from './count-deadline.js'
import { type Limit, limitIssues } from './limit.js'
import { pressesAtOnce } from './office-moment.js'
import type { ClockPolicy, SlaPolicy } from './policy.js'
import { warningMoments } from './warning.js'

export type { Limit } from './limit.js'

/** What a clock needs to run: where days are counted, when offices are open, how long things may take. */
export interface ClockEnvironment {
  /** The calendar that days are counted on. */
  readonly calendar: WorkCalendar
  /** Office hours, for limits in working hours and for closing times; they rest on a calendar of the same version. */
  readonly hours: BusinessHours
  /** Limits, warnings and reasons for a pause. */
  readonly policy: SlaPolicy
}

/**
 * A running deadline as plain data. It keeps all that it was computed from, so that it can be explained and computed
 * again; store it whole, never the date alone.
 */
export interface ClockState extends CountingRules {
  /** Name of the clock in the policy, such as `'resolve'`. */
  readonly clock: string
  /** When it started, in ms since 1970; `startDay` says whether that day counts. */
  readonly startedAt: Instant
  /** From when its limit is counted, where that is not the start: another limit was set when it would have been over, see `relimitClock`. */
  readonly countedFrom?: Instant
  /** What it may take, without the extensions. */
  readonly limit: Limit
  /** First instant that is too late, in ms since 1970: 00:00 after the last day, or the closing time. While paused, as before the pause. */
  readonly dueAt: Instant
  /** Last day in time, `'YYYY-MM-DD'` in Asia/Shanghai, as printed. */
  readonly dueDate: CalendarDate
  /** Moments to warn at, in ms since 1970, ascending, never before the start. */
  readonly warnAt: readonly Instant[]
  /** Since when it is paused, in ms since 1970; absent while it runs. */
  readonly pausedAt?: Instant
  /** Code of the reason for which it is paused; absent while it runs. In clocks stored by 0.1 it may be left over from the last pause. */
  readonly pauseReason?: string
  /** Pauses that are over, oldest first. */
  readonly pauses: readonly Pause[]
  /** Granted extensions, oldest first. */
  readonly extensions: readonly {
    /** How much was granted. */
    readonly by: Limit
    /** When it was granted, in ms since 1970. */
    readonly at: Instant
  }[]
  /** True when the due day rests on a year whose notice is not published, or may still be changed by the next notice. */
  readonly provisional: boolean
  /** Version of the calendar it was last counted on; a different one calls for `recomputeDeadlines`. */
  readonly calendarVersion: string
  /** Version of the policy it was last counted with. */
  readonly policyVersion: string
}

function checkEnvironment({ calendar, hours }: ClockEnvironment): void {
  if (hours.calendar.version === calendar.version) return
  throw new ConfigurationError(
    {
      zh: `办公时间以日历 ${hours.calendar.version} 为准，时限以 ${calendar.version} 为准；请用 createBusinessHours(calendar) 创建。`,
      en: `The business hours rest on calendar ${hours.calendar.version}, the clock on ${calendar.version}; make them with createBusinessHours(calendar).`,
    },
    { hours: hours.calendar.version, calendar: calendar.version },
  )
}

function clockPolicyOf(policy: SlaPolicy, clock: string): ClockPolicy {
  const found = Object.hasOwn(policy.clocks, clock) ? policy.clocks[clock] : undefined
  if (found !== undefined) return found
  const known = knownNames(clock, Object.keys(policy.clocks))
  const message = {
    zh: `时限规则没有“${clock}”；${known.zh}。`,
    en: `The policy has no clock "${clock}"; ${known.en}.`,
  }
  throw new ConfigurationError(message, { clock })
}

function invalidAt(zh: string, en: string): InvalidInputError {
  return new InvalidInputError([unfit(['at'], zh, en)], 'clock')
}

type History = Omit<ClockState, 'dueAt' | 'dueDate' | 'warnAt' | 'provisional' | 'calendarVersion' | 'policyVersion'>

/** What the due time of a clock is counted from: since when, by which rules, and what of the pauses lies after that. */
export function questionOf(history: History): Omit<DeadlineQuestion, 'budget'> {
  const { countedFrom, pauses } = history
  if (countedFrom === undefined) return history
  const later = pauses.flatMap((pause) =>
    pause.to <= countedFrom ? [] : [{ ...pause, from: Math.max(pause.from, countedFrom) }],
  )
  return { ...history, startedAt: countedFrom, pauses: later }
}

const budgetOf = ({ limit, extensions }: Pick<History, 'limit' | 'extensions'>): Limit[] => [
  limit,
  ...extensions.map(({ by }) => by),
]

/** What a history is counted to: the due time alone, without the warnings and what was promised. */
export function countHistory(env: ClockEnvironment, history: History): CountedDeadline {
  checkEnvironment(env)
  return countDeadline(env, { ...questionOf(history), budget: budgetOf(history) })
}

/** The state a history leads to. `notBefore` keeps a due time that was promised already. */
export function settleClock(
  env: ClockEnvironment,
  history: History,
  notBefore?: { readonly dueAt: Instant },
): ClockState {
  const { startedAt, countedFrom, limit, extensions, pauses } = history
  const found = countHistory(env, history)
  const dueAt = Math.max(found.dueAt, notBefore?.dueAt ?? 0)
  const dueDate = dateOf(dueAt - 1)
  const { pausedAt, pauseReason, lastDay } = history
  // Members in alphabetical order: the order of the canonical encoding, which then has nothing to sort.
  return {
    calendarVersion: env.calendar.version,
    clock: history.clock,
    ...(countedFrom !== undefined && { countedFrom }),
    cutoff: history.cutoff,
    dueAt,
    dueDate,
    extensions,
    ...(lastDay !== undefined && { lastDay }),
    limit,
    ...(pausedAt !== undefined && pauseReason !== undefined && { pauseReason }),
    ...(pausedAt !== undefined && { pausedAt }),
    pauses,
    policyVersion: env.policy.version,
    // Urgent hours need no calendar.
    provisional: budgetOf(history).some((by) => !('urgentHours' in by)) && env.calendar.isProvisional(dueDate),
    startDay: history.startDay,
    startedAt,
    warnAt: warningMoments(
      env,
      env.policy.clocks[history.clock]?.warnings ?? [],
      countedFrom ?? startedAt,
      { dueAt, dueDate },
      pressesAtOnce(env, { limit, extensions }),
    ),
  }
}

/** Whether a notice still to come may change the due date. One that came since it was counted may have settled it. */
export function isStillProvisional({ calendar }: Pick<ClockEnvironment, 'calendar'>, state: ClockState): boolean {
  return state.provisional && calendar.isProvisional(state.dueDate)
}

/** What a clock was computed from: its state without what `settleClock` adds. */
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

/** Starts a clock of the policy at `at` (ms since 1970). `limit` replaces that of the policy, for a category with its own. */
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
    ...(policy.lastDay === 'any-day' && { lastDay: policy.lastDay }),
  })
}

/** Pauses the clock. `dueAt` stays as it was until the clock is resumed; no deadline runs meanwhile. */
export function pauseClock(state: ClockState, at: Instant, reason: string): ClockState {
  checkInstant(at, ['at'])
  if (state.pausedAt !== undefined) throw invalidAt('时限已暂停', 'the clock is paused already')
  if (at < (state.pauses.at(-1)?.to ?? state.startedAt))
    throw invalidAt('暂停不能早于时限上次起算', 'a pause cannot begin before the clock last started')
  return { ...state, pausedAt: at, pauseReason: reason }
}

/** Resumes the clock. The pause is measured in the unit of the limit; one that began after the due time moves nothing. */
export function resumeClock(env: ClockEnvironment, state: ClockState, at: Instant): ClockState {
  checkInstant(at, ['at'])
  const { pausedAt, pauseReason = '', ...rest } = state
  if (pausedAt === undefined) throw invalidAt('时限未暂停', 'the clock is not paused')
  if (at < pausedAt) throw invalidAt('恢复不能早于暂停', 'a clock cannot be resumed before it was paused')
  const pauses = [...state.pauses, { from: pausedAt, to: at, reason: pauseReason }]
  return settleClock(env, historyOf({ ...rest, pauses }), state)
}

/**
 * Grants an extension: it is counted on from the limit, and later pauses do not shorten it. `extensionRefusal` says whether
 * it may be granted; this function only counts.
 */
export function extendClock(env: ClockEnvironment, state: ClockState, at: Instant, by: Limit): ClockState {
  checkInstant(at, ['at'])
  checkLimit(by, ['by'])
  return settleClock(env, historyOf({ ...state, extensions: [...state.extensions, { by, at }] }), state)
}

/**
 * Sets another limit at `at`, that of the policy when absent. It is counted from the same start; what was granted and what stood still goes on counting.
 * Counted so it may be over already: then it is counted from `at` (from where a paused clock stands), if that shortens the deadline at all. So no deadline moves into the past,
 * none is renewed by going to and fro, and a shorter limit never gives more time. A clock that has run out stays as it is.
 */
export function relimitClock(env: ClockEnvironment, state: ClockState, at: Instant, limit?: Limit): ClockState {
  checkInstant(at, ['at'])
  if (limit !== undefined) checkLimit(limit, ['limit'])
  const until = state.pausedAt ?? at
  if (until >= state.dueAt) return state
  const { countedFrom: _, ...history } = historyOf(state)
  const relimited = { ...history, limit: limit ?? clockPolicyOf(env.policy, state.clock).within }
  const fromStart = settleClock(env, relimited)
  if (fromStart.dueAt > until) return fromStart
  const anew = settleClock(env, { ...relimited, countedFrom: until })
  return anew.dueAt < state.dueAt ? anew : state
}

/** The instant at which a limit that starts at `at` ends (both in ms since 1970); days are counted from the next day to 24:00. */
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
