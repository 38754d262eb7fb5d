import { type CalendarDate, dateOf } from '../calendar/date.js'
import { NotKnownYet } from '../record/packing.js'
import type { ClockState } from '../sla/clock.js'
import { clockFamily } from '../sla/clock-family.js'
import type { Limit } from '../sla/limit.js'
import type { ClockPolicy } from '../sla/policy.js'
import type { Editions } from './editions.js'

type Members = Record<string, unknown>

const sameLimit = (one: Limit, other: Limit): boolean => {
  for (const unit in one) if (one[unit as keyof Limit] !== other[unit as keyof Limit]) return false
  return true
}

const lastDateIn = (dueAt: number): CalendarDate => dateOf(dueAt - 1)

function clockPolicy(policy: { readonly clocks: Readonly<Record<string, ClockPolicy>> }, clock: string) {
  const family = clockFamily(clock)
  return Object.hasOwn(policy.clocks, family) ? policy.clocks[family] : undefined
}

// Whether the edition, or what most clocks are like, says the same of this member.
function isSaid(member: string, clock: ClockState, policy: ClockPolicy, name: string): boolean {
  switch (member) {
    case 'calendarVersion':
    case 'policyVersion':
    case 'lastDay':
      return true
    case 'clock':
      return clock.clock === name
    case 'cutoff':
      return clock.cutoff === policy.cutoff
    case 'startDay':
      return clock.startDay === policy.startDay
    case 'limit':
      return sameLimit(clock.limit, policy.within)
    case 'dueDate':
      return clock.dueDate === lastDateIn(clock.dueAt)
    case 'provisional':
      return !clock.provisional
    case 'extensions':
      return clock.extensions.length === 0
    case 'pauses':
      return clock.pauses.length === 0
    case 'warnAt':
      return clock.warnAt.length === 0
    default:
      return false
  }
}

/**
 * Leaves out of a clock what its edition says, or what is as in most clocks: what is left is its own, and the number of the edition. `name` is what it is
 * stored under. A clock whose rules are recorded nowhere is stored whole.
 *
 * @param isUsual what else is left out, since whoever reads it puts it back
 */
export function packClock(
  editions: Editions,
  name: string,
  clock: ClockState,
  isUsual: (member: string, value: unknown) => boolean = () => false,
): object {
  const edition = editions.numberOf(clock.policyVersion, clock.calendarVersion)
  const rules = edition === undefined ? undefined : editions.of(edition)
  const policy = rules === undefined ? undefined : clockPolicy(rules.policy, clock.clock)
  if (policy === undefined || policy.lastDay !== clock.lastDay) return clock
  const packed: Members = {}
  for (const member in clock) {
    // In alphabetical order: that of the canonical encoding, which then has nothing to sort.
    if (member > 'edition' && packed.edition === undefined) packed.edition = edition
    const value = clock[member as keyof ClockState]
    if (!isSaid(member, clock, policy, name) && !isUsual(member, value)) packed[member] = value
  }
  packed.edition ??= edition
  return packed
}

/** The clock that was packed. Throws `NotKnownYet` for an edition that this process has not read. One that was stored whole is given back as it is. */
export function unpackClock(editions: Editions, name: string, stored: object): ClockState {
  if (!('edition' in stored)) return stored as ClockState
  const packed = stored as ClockState & { readonly edition: number }
  const { edition, clock = name } = packed
  const rules = editions.of(edition)
  const policy = rules === undefined ? undefined : clockPolicy(rules.policy, clock)
  if (rules === undefined || policy === undefined)
    throw new NotKnownYet(`edition ${edition} of the rules, clock ${clock}`)
  const state: ClockState = {
    calendarVersion: rules.calendarVersion,
    clock,
    cutoff: policy.cutoff ?? 'end-of-day',
    dueAt: packed.dueAt,
    dueDate: packed.dueDate ?? lastDateIn(packed.dueAt),
    extensions: [],
    ...(policy.lastDay !== undefined && { lastDay: policy.lastDay }),
    limit: packed.limit ?? { ...policy.within },
    pauses: [],
    policyVersion: rules.policy.version,
    provisional: false,
    startDay: policy.startDay ?? 'next-day',
    startedAt: packed.startedAt,
    warnAt: [],
  }
  const members = state as unknown as Members
  for (const member in packed) if (member !== 'edition') members[member] = packed[member as keyof ClockState]
  return state
}
