import { type BusinessHours, createBusinessHours } from '../calendar/business-hours.js'
import type { WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, checkInstant, type Instant } from '../calendar/date.js'
import { unfit } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { type ClockEnvironment, type ClockState, questionOf } from './clock.js'
import { elapsedBetween, endIn, runningUnit } from './elapsed.js'
import { type ClockExplanation, explainClock } from './explain.js'
import { type Limit, limitOf } from './limit.js'
import { pressingMoment } from './office-moment.js'
import { defaultSlaPolicy, type SlaPolicy } from './policy.js'
import { applyEvent, type ClockHistory, type SlaEvent, type SlaEventRefusal } from './sla-event.js'

/** What to judge a clock by. */
export interface SlaQuestion {
  /** The calendar that days are counted on. */
  readonly calendar: WorkCalendar
  /** Office hours; by default 09:00–12:00 and 13:30–17:30. */
  readonly hours?: BusinessHours
  /** Limits and warnings; by default `defaultSlaPolicy`. */
  readonly policy?: SlaPolicy
  /** Name of the clock in the policy; by default `'resolve'`. */
  readonly clock?: string
  /** Whether the clock runs on (default) or starts again when the request is returned because it was routed wrongly (退单). */
  readonly onReturn?: 'continue' | 'restart'
}

/** How a clock stands at a moment. */
export interface SlaStanding {
  /** A clock is breached from its due time on, stopped or not; one that was stopped in time, or while paused, is met. */
  readonly status: 'not-started' | 'running' | 'paused' | 'met' | 'breached'
  /** Yellow (黄牌) from the first warning on, red (红牌) from the due time or, when offices are closed then, from their next opening. */
  readonly card: 'none' | 'yellow' | 'red'
  /** First instant that is too late, in ms since 1970; absent before the start. */
  readonly dueAt?: Instant
  /** Last day in time, `'YYYY-MM-DD'`; absent before the start. */
  readonly dueDate?: CalendarDate
  /** Moments to warn at, in ms since 1970, ascending; empty before the start. */
  readonly warnAt: readonly Instant[]
  /** Time left in the unit of the limit, 0 once breached; absent before the start. */
  readonly remaining?: Limit
  /** Time used up in the same unit, pauses left out; absent before the start. */
  readonly elapsed?: Limit
  /** Time since the due time in the same unit, 0 unless breached; absent before the start. */
  readonly overdueBy?: Limit
  /** True while a notice still to come may change the due date. */
  readonly provisional: boolean
  /** Version of the calendar it was counted on. */
  readonly calendarVersion: string
  /** Day by day, why it is due then; absent before the start. */
  readonly explanation?: ClockExplanation
  /** The clock itself, to store; absent before the start. */
  readonly state?: ClockState
  /** Events that could not take effect; the clock is as if they had not happened. */
  readonly refused: readonly {
    /** Position in the list of events, from 0. */
    readonly index: number
    /** Why the event had no effect. */
    readonly code: SlaEventRefusal
  }[]
}

function elapsedOf(env: ClockEnvironment, state: ClockState, until: Instant): number {
  const unit = runningUnit(state)
  let elapsed = 0
  const { startedAt, pauses } = questionOf(state)
  let from = startedAt
  for (const pause of pauses) {
    elapsed += elapsedBetween(env, unit, from, pause.from)
    from = pause.to
  }
  return elapsed + elapsedBetween(env, unit, from, Math.max(from, state.pausedAt ?? until))
}

function statusOf(state: ClockState, stoppedAt: Instant | undefined, now: Instant): SlaStanding['status'] {
  if (stoppedAt !== undefined) return stoppedAt < state.dueAt || state.pausedAt !== undefined ? 'met' : 'breached'
  if (state.pausedAt !== undefined) return 'paused'
  return now < state.dueAt ? 'running' : 'breached'
}

function standing(
  env: ClockEnvironment,
  { state, stoppedAt }: ClockHistory,
  now: Instant,
): Omit<SlaStanding, 'refused'> {
  const calendarVersion = env.calendar.version
  if (state === undefined)
    return { status: 'not-started', card: 'none', warnAt: [], provisional: false, calendarVersion }
  const status = statusOf(state, stoppedAt, now)
  const unit = runningUnit(state)
  const until = stoppedAt ?? now
  const warned = (state.warnAt[0] ?? Number.POSITIVE_INFINITY) <= until
  const overdue = status === 'breached'
  return {
    status,
    card:
      overdue && until >= pressingMoment(env, state, state.dueAt)
        ? 'red'
        : (warned || overdue) && status !== 'met' && status !== 'paused'
          ? 'yellow'
          : 'none',
    dueAt: state.dueAt,
    dueDate: state.dueDate,
    warnAt: state.warnAt,
    remaining: limitOf(unit, overdue ? 0 : elapsedBetween(env, unit, state.pausedAt ?? until, endIn(unit, state))),
    elapsed: limitOf(unit, elapsedOf(env, state, until)),
    overdueBy: limitOf(unit, overdue ? elapsedBetween(env, unit, endIn(unit, state), until) : 0),
    provisional: state.provisional,
    calendarVersion,
    explanation: explainClock(env, state, until),
    state,
  }
}

/**
 * How one clock stands at `now`, from what happened to it. Pure: the same events give the same answer everywhere.
 *
 * @throws InvalidInputError when the events are not in the order they happened.
 * @example
 * const at = Date.UTC(2026, 8, 30, 2) // 10:00 in Beijing
 * evaluateSla({ calendar: createWorkCalendar() }, [{ type: 'started', at }], at).dueDate // '2026-10-10'
 */
export function evaluateSla(question: SlaQuestion, events: readonly SlaEvent[], now: Instant): SlaStanding {
  const { calendar, hours = createBusinessHours(calendar), policy = defaultSlaPolicy } = question
  const rules = { clock: question.clock ?? 'resolve', onReturn: question.onReturn ?? 'continue' }
  const env = { calendar, hours, policy }
  const history: ClockHistory = { reasons: new Set() }
  const refused: { index: number; code: SlaEventRefusal }[] = []
  let last = Number.NEGATIVE_INFINITY
  events.forEach((event, index) => {
    checkInstant(event.at, ['events', index, 'at'])
    if (event.at < last)
      throw new InvalidInputError([
        unfit(['events', index, 'at'], '早于前一事件', 'happened before the event before it'),
      ])
    last = event.at
    const code = applyEvent(env, history, event, rules)
    if (code !== undefined) refused.push({ index, code })
  })
  return { ...standing(env, history, checkInstant(now, ['now'])), refused }
}
