import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { NotKnownYet } from '../record/packing.js'
import { type ClockState, extendClock, pauseClock, resumeClock, startClock } from '../sla/clock.js'
import type { Limit } from '../sla/limit.js'
import { defineSlaPolicy } from '../sla/policy.js'
import { type Editions, editionsIn } from './editions.js'
import { packClock, unpackClock } from './packed-clock.js'

const calendar = createWorkCalendar({ unpublished: 'provisional' })
const hours = createBusinessHours(calendar)
const policy = defineSlaPolicy({ resolve: { within: { workingDays: 3 }, cutoff: 'close-of-business' } })
const env = { calendar, hours, policy }
const begin = Date.parse('2026-01-05T10:00+08:00')
const day = 24 * 3600 * 1000

const editionsOf = (recorded: typeof policy = policy): Editions => ({
  ...editionsIn(undefined),
  numberOf: (limits, days) => (limits === recorded.version && days === calendar.version ? 7 : undefined),
  of: (number) => (number === 7 ? { policy: recorded, calendarVersion: calendar.version } : undefined),
})
const editions = editionsOf()
const asStored = (clock: object): object => JSON.parse(JSON.stringify(clock))

const limit = fc.oneof(
  fc.record({ workingDays: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ naturalDays: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ workingHours: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ urgentHours: fc.integer({ min: 1, max: 40 }) }),
) as fc.Arbitrary<Limit>
const clock: fc.Arbitrary<ClockState> = fc
  .record({
    name: fc.constantFrom('resolve', 'claim', 'rate', 'coHandle'),
    at: fc.integer({ min: begin, max: begin + 400 * day }),
    own: fc.option(limit, { nil: undefined }),
    more: fc.option(limit, { nil: undefined }),
    paused: fc.constantFrom('never', 'once', 'still'),
  })
  .map(({ name, at, own, more, paused }) => {
    let state = startClock(env, name, at, own)
    if (more !== undefined) state = extendClock(env, state, at, more)
    if (paused !== 'never') state = pauseClock(state, at + 1000, 'hearing')
    return paused === 'once' ? resumeClock(env, state, at + 2 * day) : state
  })

describe('a clock that is stored', () => {
  it('is read back the same, whatever its limit, pauses and extensions', () => {
    fc.assert(
      fc.property(clock, fc.constantFrom(undefined, 'coHandle/water'), (state, other) => {
        const named = other === undefined ? state : { ...state, clock: other }
        const packed = packClock(editions, named.clock, named)
        expect(packed).not.toHaveProperty('policyVersion')
        expect(unpackClock(editions, named.clock, asStored(packed))).toEqual(named)
      }),
    )
  })

  it('says no more than what is its own: its start, its deadline and the edition of the rules', () => {
    const packed = packClock(editions, 'resolve', startClock(env, 'resolve', begin))
    expect(Object.keys(packed).sort()).toEqual(['dueAt', 'edition', 'startedAt'])
  })

  it('keeps the name that it has where it is stored under another', () => {
    const part = { ...startClock(env, 'coHandle', begin), clock: 'coHandle/water' }
    const packed = packClock(editions, 'coHandle', part)
    expect(packed).toHaveProperty('clock', 'coHandle/water')
    expect(unpackClock(editions, 'coHandle', packed)).toEqual(part)
  })

  it('keeps what differs from limits of the same name that say something else', () => {
    const other = defineSlaPolicy({ version: policy.version, resolve: { workingDays: 9 } })
    const state = startClock(env, 'resolve', begin)
    const packed = packClock(editionsOf(other), 'resolve', state)
    expect(packed).toMatchObject({ limit: { workingDays: 3 }, cutoff: 'close-of-business' })
    expect(unpackClock(editionsOf(other), 'resolve', packed)).toEqual(state)
    const anyDay = defineSlaPolicy({
      version: policy.version,
      resolve: { within: { naturalDays: 9 }, lastDay: 'any-day' },
    })
    expect(packClock(editionsOf(anyDay), 'resolve', state)).toBe(state)
    const onAnyDay = startClock({ ...env, policy: anyDay }, 'resolve', begin)
    expect(unpackClock(editionsOf(anyDay), 'resolve', packClock(editionsOf(anyDay), 'resolve', onAnyDay))).toEqual(
      onAnyDay,
    )
    expect(packClock(editions, 'resolve', onAnyDay)).toBe(onAnyDay)
  })

  it('is stored whole where its rules are recorded nowhere, and one from before there were editions is read as it is', () => {
    for (const stranger of [{ policyVersion: 'x' }, { calendarVersion: 'x' }, { clock: 'toString' }]) {
      const state = { ...startClock(env, 'resolve', begin), ...stranger }
      expect(packClock(editions, state.clock, state)).toBe(state)
      expect(unpackClock(editions, state.clock, state)).toBe(state)
    }
  })

  it('asks for the editions to be read when it names one that is not known', () => {
    const packed = packClock(editions, 'resolve', startClock(env, 'resolve', begin))
    expect(() => unpackClock(editions, 'resolve', { ...packed, edition: 8 })).toThrow(NotKnownYet)
    expect(() => unpackClock(editions, 'nothing', packed)).toThrow(NotKnownYet)
  })

  it('shares no limit with the recorded policy: what a caller changes is its own', () => {
    const state = unpackClock(editions, 'resolve', packClock(editions, 'resolve', startClock(env, 'resolve', begin)))
    expect(state.limit).toEqual(policy.clocks.resolve?.within)
    expect(state.limit).not.toBe(policy.clocks.resolve?.within)
  })
})
