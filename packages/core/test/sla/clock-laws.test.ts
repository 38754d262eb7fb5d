import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../../src/calendar/business-hours.js'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import { dateOf } from '../../src/calendar/date.js'
import { type ClockState, extendClock, pauseClock, relimitClock, resumeClock, startClock } from '../../src/sla/clock.js'
import { explainClock } from '../../src/sla/explain.js'
import { amountOf, type Limit, type LimitUnit, limitOf } from '../../src/sla/limit.js'
import { defaultSlaPolicy, defineSlaPolicy } from '../../src/sla/policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }

const minute = 60_000
const first = Date.parse('2008-01-01T00:00+08:00') / minute
const last = Date.parse('2025-06-01T00:00+08:00') / minute
const instant = fc.integer({ min: first, max: last }).map((m) => m * minute)
const unit = fc.constantFrom<LimitUnit>('workingDays', 'workingHours', 'urgentHours', 'naturalDays')
const limit = fc.tuple(unit, fc.integer({ min: 1, max: 30 })).map(([name, amount]): Limit => limitOf(name, amount))
const span = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((m) => m * minute)

const begin = (at: number, by: Limit): ClockState => startClock(env, 'resolve', at, by)
const pause = (state: ClockState, from: number, length: number): ClockState =>
  resumeClock(env, pauseClock(state, from, 'hearing'), from + length)

describe('laws of clocks', () => {
  it('a deadline is after its start, and later for a later start', () => {
    fc.assert(
      fc.property(instant, limit, span, (at, by, later) => {
        const { dueAt } = begin(at, by)
        expect(dueAt).toBeGreaterThan(at)
        expect(begin(at + later, by).dueAt).toBeGreaterThanOrEqual(dueAt)
      }),
    )
  })

  it('a deadline is after its start and after every resumption, whatever rules a place counts by', () => {
    const rules = fc.record({
      startDay: fc.constantFrom('next-day' as const, 'same-day' as const),
      cutoff: fc.constantFrom('end-of-day' as const, 'close-of-business' as const),
      lastDay: fc.constantFrom('working-day' as const, 'any-day' as const),
    })
    fc.assert(
      fc.property(instant, limit, rules, span, span, (at, by, counted, from, length) => {
        const place = { ...env, policy: defineSlaPolicy(counted) }
        const state = startClock(place, 'resolve', at, by)
        expect(state.dueAt).toBeGreaterThan(at)
        fc.pre(at + from < state.dueAt)
        const paused = pauseClock(state, at + from, 'hearing')
        expect(resumeClock(place, paused, at + from + length).dueAt).toBeGreaterThan(at + from + length)
      }),
    )
  })

  it('a longer limit never ends earlier', () => {
    fc.assert(
      fc.property(instant, unit, fc.integer({ min: 1, max: 30 }), fc.nat(10), (at, name, amount, more) => {
        expect(begin(at, limitOf(name, amount + more)).dueAt).toBeGreaterThanOrEqual(
          begin(at, limitOf(name, amount)).dueAt,
        )
      }),
    )
  })

  it('a pause of no length moves nothing, wherever it lies', () => {
    fc.assert(
      fc.property(instant, limit, span, (at, by, from) => {
        const state = begin(at, by)
        expect(pause(state, at + from, 0).dueAt).toBe(state.dueAt)
      }),
    )
  })

  it('a pause without a working day in it moves no limit in working days that has days left', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 20 }), span, span, (at, days, from, length) => {
        const state = begin(at, { workingDays: days })
        const [a, b] = [dateOf(at + from), dateOf(at + from + length)]
        fc.pre(a < state.dueDate && calendar.workingDaysBetween(a, b) === 0)
        expect(pause(state, at + from, length).dueAt).toBe(state.dueAt)
      }),
    )
  })

  it('a pause and an extension never make a deadline earlier, even without the guard that keeps it', () => {
    fc.assert(
      fc.property(instant, limit, span, span, limit, (at, by, from, length, more) => {
        const state = begin(at, by)
        const unguarded = { ...state, dueAt: 0 }
        expect(pause(unguarded, at + from, length).dueAt).toBeGreaterThanOrEqual(state.dueAt)
        expect(extendClock(env, unguarded, at, more).dueAt).toBeGreaterThanOrEqual(state.dueAt)
      }),
    )
  })

  it('an extension is worth the same before and after a pause', () => {
    fc.assert(
      fc.property(
        instant,
        unit,
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 10 }),
        span,
        span,
        (at, name, amount, more, from, length) => {
          const state = begin(at, limitOf(name, amount))
          fc.pre(at + from < state.dueAt)
          const by = limitOf(name, more)
          const before = pause(extendClock(env, state, at, by), at + from, length)
          const after = extendClock(env, pause(state, at + from, length), at + from + length, by)
          // A pause on the last day ends on the day of the resumption; extended first, there was no last day yet.
          expect(after.dueAt).toBeGreaterThanOrEqual(before.dueAt)
          if (dateOf(at + from) < state.dueDate) expect(after.dueAt).toBe(before.dueAt)
        },
      ),
    )
  })

  it('a pause of working hours is worth exactly its working time', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 40 }), span, span, (at, amount, from, length) => {
        const state = begin(at, { workingHours: amount })
        fc.pre(at + from < state.dueAt)
        const paused = pause(state, at + from, length)
        const lost = env.hours.workingTimeBetween(at + from, at + from + length)
        expect(env.hours.workingTimeBetween(at, paused.dueAt)).toBe(amount * 3_600_000 + lost)
      }),
    )
  })

  it('an explanation counts exactly the days of the limit and its extensions', () => {
    fc.assert(
      fc.property(
        instant,
        fc.constantFrom<LimitUnit>('workingDays', 'naturalDays'),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(8),
        span,
        span,
        (at, name, amount, more, from, length) => {
          let state = begin(at, limitOf(name, amount))
          if (more > 0) state = extendClock(env, state, at, limitOf(name, more))
          if (at + from < state.dueAt) state = pause(state, at + from, length)
          const { days } = explainClock(env, state, at)
          expect(days.filter(({ counted }) => counted)).toHaveLength(amount + more)
          expect(days.findLast(({ n }) => n !== undefined)?.n).toBe(amount + more)
          expect(days.at(-1)?.date).toBe(state.dueDate)
          expect(days[0]?.date).toBe(dateOf(at))
        },
      ),
    )
  })

  it('another limit never moves a deadline into the past, and a shorter one never gives more time', () => {
    fc.assert(
      fc.property(
        instant,
        unit,
        fc.array(fc.tuple(span, fc.integer({ min: 1, max: 30 })), { maxLength: 6 }),
        (at, name, changes) => {
          let state = begin(at, limitOf(name, 15))
          let longest = state.dueAt
          let now = at
          for (const [gap, amount] of changes) {
            now += gap
            const before = state
            state = relimitClock(env, state, now, limitOf(name, amount))
            if (state === before) continue
            longest = Math.max(longest, begin(at, limitOf(name, amount)).dueAt)
            expect(state.dueAt).toBeGreaterThan(now)
            expect(state.startedAt).toBe(at)
            // Going to and fro between limits renews none of them.
            expect(state.dueAt).toBeLessThanOrEqual(longest)
            if (amount <= amountOf(before.limit) && before.countedFrom === undefined)
              expect(state.dueAt).toBeLessThanOrEqual(before.dueAt)
          }
        },
      ),
    )
  })
})
