import type { BusinessHours } from '../calendar/business-hours.js'
import { indexOf, shiftIndex, tableOf, type WorkCalendar } from '../calendar/calendar.js'
import { type CalendarDate, dayNumberAt, fromDayNumber, hourMs, type Instant, instantOfDay } from '../calendar/date.js'
import { isWorkingIndex } from '../calendar/day-table.js'
import { amountOf, joinLimits, type Limit, type LimitUnit, unitOf } from './limit.js'

/** A time in which the clock did not run. */
export interface Pause {
  /** When the clock was stopped, in ms since 1970. */
  readonly from: Instant
  /** When it ran on, in ms since 1970; never before `from`. */
  readonly to: Instant
  /** Code of the reason, such as `'hearing'`. */
  readonly reason: string
}

/** How a place counts days; kept in each clock as it was at the start. */
export interface CountingRules {
  /** Whether counting begins the day after the start (Civil Code art. 201) or with the day itself, unless business was over by then. */
  readonly startDay: 'next-day' | 'same-day'
  /** Whether the last day ends at 24:00 or at the last closing of business (Civil Code art. 203). */
  readonly cutoff: 'end-of-day' | 'close-of-business'
  /** `'any-day'` where a period of natural days may end on a rest day (Civil Code art. 204); absent, it runs on to the next working day (art. 203). */
  readonly lastDay?: 'working-day' | 'any-day'
}

/** What determines a due time. */
export interface DeadlineQuestion extends CountingRules {
  readonly startedAt: Instant
  /** The limit and the extensions, in the order granted. */
  readonly budget: readonly Limit[]
  readonly pauses: readonly Pause[]
}

/** Days counted: those after `after`, up to and including `through` (day numbers). */
export interface DayRun {
  readonly unit: 'workingDays' | 'naturalDays'
  readonly after: number
  readonly through: number
}

/** Hours counted between two instants. */
export interface HourRun {
  readonly unit: 'workingHours' | 'urgentHours'
  readonly from: Instant
  readonly to: Instant
}

/** A due time and the stretches of time that were counted to reach it, oldest first. */
export interface CountedDeadline {
  readonly dueAt: Instant
  readonly dueDate: CalendarDate
  readonly runs: readonly (DayRun | HourRun)[]
}

interface Env {
  readonly calendar: WorkCalendar
  readonly hours: BusinessHours
}

interface Part {
  readonly end: Instant
  readonly pausesUsed: number
  readonly runs: readonly (DayRun | HourRun)[]
}

function rollForward(env: Env, day: number): number {
  const { table } = tableOf(env.calendar)
  const index = indexOf(table, day)
  return isWorkingIndex(table, index) ? day : table.first + shiftIndex(table, index, 1)
}

function endOfDay(env: Env, day: number, { cutoff }: CountingRules): Instant {
  const closing = cutoff === 'close-of-business' ? env.hours.closingOf(fromDayNumber(day)) : undefined
  return closing ?? instantOfDay(day + 1)
}

/** The day of an instant, or the next one when what can be done that day is over: nothing is overdue at birth. */
function openDayAt(env: Env, at: Instant, rules: CountingRules): number {
  const day = dayNumberAt(at)
  return at < endOfDay(env, day, rules) ? day : day + 1
}

/** Days in (after, through] that count. */
function countDays(env: Env, unit: DayRun['unit'], after: number, through: number): number {
  if (unit === 'naturalDays') return through - after
  const { table } = tableOf(env.calendar)
  return (table.rank[indexOf(table, through) + 1] as number) - (table.rank[indexOf(table, after) + 1] as number)
}

function lastDay(env: Env, unit: DayRun['unit'], after: number, left: number, rules: CountingRules): number {
  if (unit === 'naturalDays' && rules.lastDay === 'any-day') return after + left
  if (left === 0 || unit === 'naturalDays') return rollForward(env, after + left)
  const { table } = tableOf(env.calendar)
  return table.first + shiftIndex(table, indexOf(table, after), left)
}

/**
 * Days: the days up to the pause are used up, the day of the pause among them; the rest is counted from the day after
 * the resumption. With nothing left, the day of the resumption is the last, or the next one when business was over by then. So a pause within
 * one day moves nothing.
 */
function countInDays(
  env: Env,
  unit: DayRun['unit'],
  amount: number,
  from: number,
  pauses: readonly Pause[],
  rules: CountingRules,
): Part {
  const runs: DayRun[] = []
  let after = from
  let left = amount
  let pausesUsed = 0
  let last = lastDay(env, unit, after, left, rules)
  for (const pause of pauses) {
    if (pause.from >= endOfDay(env, last, rules)) break
    const through = Math.max(after, dayNumberAt(pause.from))
    runs.push({ unit, after, through })
    left -= Math.min(left, countDays(env, unit, after, through))
    const resumed = dayNumberAt(pause.to)
    after = left === 0 ? openDayAt(env, pause.to, rules) : resumed
    last = lastDay(env, unit, after, left, rules)
    pausesUsed++
  }
  // With nothing left the last day is given, not counted.
  runs.push({ unit, after: left === 0 ? last : after, through: last })
  return { end: endOfDay(env, last, rules), pausesUsed, runs }
}

function countInHours(env: Env, unit: HourRun['unit'], amount: number, from: Instant, pauses: readonly Pause[]): Part {
  const add = (at: Instant, ms: number): Instant =>
    unit === 'urgentHours' ? at + ms : env.hours.addWorkingTime(at, { milliseconds: ms })
  const between = (a: Instant, b: Instant): number =>
    unit === 'urgentHours' ? b - a : env.hours.workingTimeBetween(a, b)
  const runs: HourRun[] = []
  let start = from
  let left = Math.round(amount * hourMs)
  let pausesUsed = 0
  let end = add(start, left)
  for (const pause of pauses) {
    if (pause.from >= end) break
    const until = Math.max(start, pause.from)
    runs.push({ unit, from: start, to: until })
    left -= between(start, until)
    start = pause.to
    end = add(start, left)
    pausesUsed++
  }
  runs.push({ unit, from: start, to: end })
  return { end, pausesUsed, runs }
}

function isDayUnit(unit: LimitUnit): unit is DayRun['unit'] {
  return unit === 'workingDays' || unit === 'naturalDays'
}

/**
 * The due time of a clock, computed from its history alone. Every deadline of Huiyin is counted here. Each unit of the budget runs
 * in its own way and the next begins where it ends; a pause that begins after the end has no effect.
 */
export function countDeadline(env: Env, { startedAt, budget, pauses, ...rules }: DeadlineQuestion): CountedDeadline {
  const runs: (DayRun | HourRun)[] = []
  let end = startedAt
  let after = rules.startDay === 'same-day' ? openDayAt(env, startedAt, rules) - 1 : dayNumberAt(startedAt)
  let waiting = pauses
  for (const limit of joinLimits(budget)) {
    const unit = unitOf(limit)
    const part = isDayUnit(unit)
      ? countInDays(env, unit, amountOf(limit), after, waiting, rules)
      : countInHours(env, unit, amountOf(limit), end, waiting)
    runs.push(...part.runs)
    waiting = waiting.slice(part.pausesUsed)
    end = part.end
    after = dayNumberAt(end - 1)
  }
  return { dueAt: end, dueDate: fromDayNumber(dayNumberAt(end - 1)), runs }
}
