import { type BusinessHours, createBusinessHours } from '../calendar/business-hours.js'
import type { WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, checkInstant, type Instant, instantOf } from '../calendar/date.js'
import { InvalidInputError } from '../errors.js'
import type { ClockEnvironment, ClockState } from './clock.js'
import { elapsedBetween, runningUnit } from './elapsed.js'
import { type ClockExplanation, explainClock } from './explain.js'
import { type Limit, limitOf } from './limit.js'
import { defaultSlaPolicy, type SlaPolicy } from './policy.js'
import { applyEvent, type ClockHistory, type SlaEvent, type SlaEventRefusal } from './sla-event.js'

/** What to judge by. */
export interface SlaQuestion {
  readonly calendar: WorkCalendar
  /** Default: 09:00–12:00 and 13:30–17:30. */
  readonly hours?: BusinessHours
  /** Default: `defaultSlaPolicy`. */
  readonly policy?: SlaPolicy
  /** Default: `resolve`. */
  readonly clock?: string
  /** Whether the clock runs on (default) or begins anew when a matter is returned because it was routed wrongly. */
  readonly onReturn?: 'continue' | 'restart'
}

/** How a clock stands at a moment. */
export interface SlaStanding {
  readonly status: 'not-started' | 'running' | 'paused' | 'met' | 'breached'
  /** Yellow from the first warning on, red from the first working day after the due date. */
  readonly card: 'none' | 'yellow' | 'red'
  readonly dueAt?: Instant
  readonly dueDate?: CalendarDate
  readonly warnAt: readonly Instant[]
  /** In the unit of the limit. */
  readonly remaining?: Limit
  readonly elapsed?: Limit
  readonly overdueBy?: Limit
  readonly provisional: boolean
  readonly calendarVersion: string
  readonly explanation?: ClockExplanation
  /** The clock itself, to store. */
  readonly state?: ClockState
  /** Events that could not take effect, by their index. The clock is as if they had not happened. */
  readonly refused: readonly { readonly index: number; readonly code: SlaEventRefusal }[]
}

function elapsedOf(env: ClockEnvironment, state: ClockState, until: Instant): number {
  const unit = runningUnit(state)
  let elapsed = 0
  let from = state.startedAt
  for (const pause of state.pauses) {
    elapsed += elapsedBetween(env, unit, from, pause.from)
    from = pause.to
  }
  return elapsed + Math.max(0, elapsedBetween(env, unit, from, state.pausedAt ?? until))
}

/** The red card is given when the office opens on the first working day after the due date. */
export function redCardAt(
  { calendar, hours }: Pick<ClockEnvironment, 'calendar' | 'hours'>,
  state: ClockState,
): Instant {
  const day = calendar.nextWorkingDay(state.dueDate)
  return hours.openingOf(day) ?? instantOf(day)
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
  const left = elapsedBetween(env, unit, state.pausedAt ?? until, state.dueAt - 1)
  const warned = (state.warnAt[0] ?? Number.POSITIVE_INFINITY) <= until
  const overdue = status === 'breached'
  return {
    status,
    card:
      overdue && until >= redCardAt(env, state)
        ? 'red'
        : (warned || overdue) && status !== 'met' && status !== 'paused'
          ? 'yellow'
          : 'none',
    dueAt: state.dueAt,
    dueDate: state.dueDate,
    warnAt: state.warnAt,
    remaining: limitOf(unit, Math.max(0, overdue ? 0 : left)),
    elapsed: limitOf(unit, elapsedOf(env, state, until)),
    overdueBy: limitOf(unit, overdue ? Math.max(0, elapsedBetween(env, unit, state.dueAt - 1, until)) : 0),
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
  const story: ClockHistory = { reasons: new Set() }
  const refused: { index: number; code: SlaEventRefusal }[] = []
  let last = Number.NEGATIVE_INFINITY
  events.forEach((event, index) => {
    checkInstant(event.at, ['events', index, 'at'])
    if (event.at < last)
      throw new InvalidInputError([{ path: ['events', index, 'at'], message: 'happened before the event before it' }])
    last = event.at
    const code = applyEvent(env, story, event, rules)
    if (code !== undefined) refused.push({ index, code })
  })
  return { ...standing(env, story, checkInstant(now, ['now'])), refused }
}
