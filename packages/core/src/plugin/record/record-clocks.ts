import {
  type ClockEnvironment,
  historyOf,
  pauseClock,
  relimitClock,
  resumeClock,
  settleClock,
  startClock,
} from '../../sla/clock.js'
import type { Limit } from '../../sla/limit.js'
import { pressingMoment } from '../../sla/office-moment.js'
import { type ClockPolicy, defineSlaPolicy } from '../../sla/policy.js'
import type { ClockOfRecord, RecordClock, RecordClocks } from './record-clock.js'

// biome-ignore lint/suspicious/noExplicitAny: facts and commands differ per kind
export type AnyClock = ClockOfRecord<any, any>
/** The clocks of a kind of records, by name. */
export type ClockTable = Readonly<Record<string, AnyClock>>

/** Which clock a command of the system was issued for, and what it marks. */
export interface Fired {
  readonly clock: string
  readonly what: 'warning' | 'due'
}

const policies = new WeakMap<AnyClock, ClockPolicy>()

/** The rules of a clock, all filled in. @throws InvalidInputError for a limit or a rule that is wrong */
export function policyOfClock(name: string, clock: AnyClock): ClockPolicy {
  const known = policies.get(clock)
  if (known !== undefined) return known
  const policy = defineSlaPolicy({ [name]: clock.policy }).clocks[name] as ClockPolicy
  policies.set(clock, policy)
  return policy
}

/** The environment that core counts with, knowing this clock. */
export const environmentOf = (sla: ClockEnvironment, name: string, clock: AnyClock): ClockEnvironment => ({
  ...sla,
  policy: { ...sla.policy, clocks: { [name]: policyOfClock(name, clock) } },
})

const isOver = ({ stoppedAt }: RecordClock) => stoppedAt !== undefined

/** The next moment a clock asks for something, if it runs. */
export function nextMomentOf(clock: RecordClock, { onWarning }: AnyClock): number | undefined {
  const { pausedAt, breachedAt, warnAt, warned, dueAt } = clock
  if (isOver(clock) || pausedAt !== undefined || breachedAt !== undefined) return undefined
  return onWarning === undefined ? dueAt : Math.min(warnAt[warned] ?? dueAt, dueAt)
}

/** When a clock presses somebody: at its end at once, with a warning in office hours. */
export function pressingMomentOf(sla: ClockEnvironment, clock: RecordClock, now: number): number {
  return now >= clock.dueAt ? now : Math.min(pressingMoment(sla, clock, now), clock.dueAt)
}

const sameLimit = (one: Limit, other: Limit) => JSON.stringify(one) === JSON.stringify(other)

/** The clock by the calendar in force; itself when that moves nothing. A date is never moved to a moment that has passed. */
export function amendedClock(env: ClockEnvironment, clock: RecordClock, now: number): RecordClock {
  if (isOver(clock) || clock.calendarVersion === env.calendar.version) return clock
  const settled = settleClock(env, historyOf(clock))
  const isSame = settled.dueAt === clock.dueAt && settled.warnAt.join() === clock.warnAt.join()
  if (isSame || (settled.dueAt < clock.dueAt && settled.dueAt <= (clock.pausedAt ?? now))) return clock
  const { breachedAt, warned } = clock
  const given = settled.warnAt.filter((at) => at <= now).length
  return {
    ...settled,
    warned: Math.min(warned, given),
    // What had passed by the old date and is in time by the new one is no breach.
    ...(breachedAt !== undefined && settled.dueAt <= now && { breachedAt: settled.dueAt }),
  }
}

// A clock that stops now. One that ran out before anybody noticed is marked: it was late all the same.
function stopped(clock: RecordClock, now: number): RecordClock {
  const late = clock.breachedAt === undefined && clock.pausedAt === undefined && now >= clock.dueAt
  return { ...clock, stoppedAt: now, ...(late && { breachedAt: clock.dueAt }) }
}

function stood(clock: RecordClock, now: number, reason: string): RecordClock {
  if (clock.pausedAt !== undefined || clock.breachedAt !== undefined) return clock
  if (now >= clock.dueAt) return { ...clock, breachedAt: clock.dueAt }
  return { ...pauseClock(clock, now, reason), warned: clock.warned }
}

function resumed(env: ClockEnvironment, clock: RecordClock, now: number): RecordClock {
  if (clock.pausedAt === undefined) return clock
  const { warned, breachedAt, ...state } = clock
  const settled = resumeClock(env, state, now)
  return {
    ...settled,
    warned: Math.min(warned, settled.warnAt.length),
    ...(breachedAt !== undefined && { breachedAt }),
  }
}

interface Step {
  readonly env: ClockEnvironment
  readonly own: AnyClock
  readonly facts: object
  readonly now: number
  readonly fired: Fired | undefined
}

function marked(clock: RecordClock, fired: Fired | undefined): RecordClock {
  if (fired === undefined) return clock
  return fired.what === 'warning' ? { ...clock, warned: clock.warned + 1 } : { ...clock, breachedAt: clock.dueAt }
}

function stepped(name: string, before: RecordClock | undefined, { env, own, facts, now, fired }: Step) {
  const state = own.when(facts)
  const limit = own.limit?.(facts)
  if (before === undefined || isOver(before)) {
    if (state === 'stopped') return before
    const begun: RecordClock = { ...startClock(env, name, now, limit), warned: 0 }
    return state === 'running' ? begun : stood(begun, now, state.paused)
  }
  const noted = marked(before, fired)
  if (state === 'stopped') return stopped(noted, now)
  const going = state === 'running' ? resumed(env, noted, now) : stood(noted, now, state.paused)
  const wanted = limit ?? (env.policy.clocks[name] as ClockPolicy).within
  if (going.breachedAt !== undefined || sameLimit(going.limit, wanted)) return going
  const relimited = relimitClock(env, going, now, wanted)
  return relimited === going ? going : { ...relimited, warned: 0 }
}

/** What becomes of the clocks when the facts have become these: those that change. */
export function clocksAfter(
  table: ClockTable,
  sla: ClockEnvironment,
  before: RecordClocks,
  facts: object,
  now: number,
  fired?: Fired,
): RecordClocks {
  const changed: Record<string, RecordClock> = {}
  for (const [name, own] of Object.entries(table)) {
    const env = environmentOf(sla, name, own)
    const clock = before[name]
    const after = stepped(name, clock, { env, own, facts, now, fired: fired?.clock === name ? fired : undefined })
    if (after !== undefined && after !== clock) changed[name] = after
  }
  return changed
}

/** The clocks that the calendar in force moves. */
export function amendedClocks(
  table: ClockTable,
  sla: ClockEnvironment,
  before: RecordClocks,
  now: number,
): RecordClocks {
  const changed: Record<string, RecordClock> = {}
  for (const [name, own] of Object.entries(table)) {
    const clock = before[name]
    const after = clock === undefined ? undefined : amendedClock(environmentOf(sla, name, own), clock, now)
    if (after !== undefined && after !== clock) changed[name] = after
  }
  return changed
}
