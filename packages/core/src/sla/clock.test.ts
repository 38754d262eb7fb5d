import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { minuteOf } from '../calendar/time-of-day.js'
import { CalendarCoverageError } from '../errors.js'
import { addLimit, type ClockState, extendClock, pauseClock, resumeClock, startClock } from './clock.js'
import type { Limit } from './limit.js'
import { defaultSlaPolicy, defineSlaPolicy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

const started = (from: string, limit: Limit, clock = 'resolve'): ClockState => startClock(env, clock, at(from), limit)
const paused = (state: ClockState, from: string, to: string): ClockState =>
  resumeClock(env, pauseClock(state, at(from), 'inspection'), at(to))

describe('a limit in working days', () => {
  it('does not count the day of the start and ends at 24:00 of its last day', () => {
    const state = started('2022-01-04 15:00', { workingDays: 2 })
    expect(state.dueDate).toBe('2022-01-06')
    expect(minuteOf(state.dueAt)).toBe('2022-01-07 00:00')
  })

  it('may count the day of the start, where the place says so', () => {
    const policy = defineSlaPolicy({ resolve: { within: { workingDays: 3 }, startDay: 'same-day' } })
    expect(startClock({ ...env, policy }, 'resolve', at('2022-01-04 15:00')).dueDate).toBe('2022-01-06')
    expect(startClock({ ...env, policy }, 'resolve', at('2022-01-01 15:00')).dueDate).toBe('2022-01-06')
  })

  it('may end at the close of business', () => {
    const policy = defineSlaPolicy({ resolve: { within: { workingDays: 3 }, cutoff: 'close-of-business' } })
    expect(minuteOf(startClock({ ...env, policy }, 'resolve', at('2022-01-04 15:00')).dueAt)).toBe('2022-01-07 17:30')
  })

  it('that counts the day of the start is never overdue at birth: begun after closing, it counts from the next day', () => {
    const policy = defineSlaPolicy({ startDay: 'same-day', cutoff: 'close-of-business', resolve: { workingDays: 1 } })
    const due = (from: string, limit?: Limit) =>
      minuteOf(startClock({ ...env, policy }, 'resolve', at(from), limit).dueAt)
    expect(due('2022-01-04 17:29:59')).toBe('2022-01-04 17:30')
    expect(due('2022-01-04 17:30')).toBe('2022-01-05 17:30')
    expect(due('2022-01-04 20:00')).toBe('2022-01-05 17:30')
    expect(due('2022-01-04 20:00', { naturalDays: 1 })).toBe('2022-01-05 17:30')
    expect(due('2022-01-07 20:00')).toBe('2022-01-10 17:30') // a Friday
    expect(due('2022-01-08 20:00')).toBe('2022-01-10 17:30') // a Saturday
  })

  it('resumed after closing with no day left ends on the next working day', () => {
    const policy = defineSlaPolicy({ cutoff: 'close-of-business', resolve: { workingDays: 1 } })
    const place = { ...env, policy }
    const stopped = pauseClock(startClock(place, 'resolve', at('2022-01-04 10:00')), at('2022-01-05 10:00'), 'hearing')
    expect(minuteOf(resumeClock(place, stopped, at('2022-01-06 17:00')).dueAt)).toBe('2022-01-06 17:30')
    expect(minuteOf(resumeClock(place, stopped, at('2022-01-06 20:00')).dueAt)).toBe('2022-01-07 17:30')
  })

  it('uses the limit of the policy, or the one given', () => {
    expect(startClock(env, 'resolve', at('2026-11-23 10:00')).limit).toEqual({ workingDays: 3 })
    expect(startClock(env, 'resolve', at('2026-11-23 10:00'), { workingDays: 5 }).dueDate).toBe('2026-11-30')
  })

  it('runs from a rejection one minute before midnight like from the morning', () => {
    expect(started('2026-11-23 23:59', { workingDays: 3 }, 'rectify').dueDate).toBe('2026-11-26')
    expect(started('2026-11-24 00:00', { workingDays: 3 }, 'rectify').dueDate).toBe('2026-11-27')
  })

  it('is refused where the calendar ends, and marked where the next notice may change it', () => {
    expect(() => started('2026-12-29 10:00', { workingDays: 3 })).toThrow(CalendarCoverageError)
    expect(started('2026-12-29 10:00', { workingDays: 1 }).provisional).toBe(true)
    expect(started('2026-12-21 10:00', { workingDays: 1 }).provisional).toBe(false)
  })
})

describe('limits in other units', () => {
  it('in natural days run over weekends and holidays', () => {
    expect(started('2026-09-28 10:00', { naturalDays: 1 }).dueDate).toBe('2026-09-29')
    expect(started('2026-11-18 10:00', { naturalDays: 7 }, 'rate').dueDate).toBe('2026-11-25')
  })

  it('in natural days that end in a holiday roll forward to the next working day', () => {
    expect(started('2026-09-25 10:00', { naturalDays: 10 }).dueDate).toBe('2026-10-08')
  })

  it('in natural days may end on any day, where the place says so', () => {
    const policy = defineSlaPolicy({
      resolve: { within: { naturalDays: 1 }, startDay: 'same-day', lastDay: 'any-day' },
    })
    const state = startClock({ ...env, policy }, 'resolve', at('2026-10-02 10:00'))
    expect(state).toMatchObject({ dueDate: '2026-10-02', lastDay: 'any-day' })
    expect(startClock({ ...env, policy }, 'resolve', at('2026-10-02 10:00'), { workingDays: 1 }).dueDate).toBe(
      '2026-10-08',
    )
    expect(started('2026-10-01 10:00', { naturalDays: 1 }).dueDate).toBe('2026-10-08')
    // A clock keeps the rule it began with.
    expect(extendClock(env, state, at('2026-10-02 11:00'), { naturalDays: 1 }).dueDate).toBe('2026-10-03')
  })

  it('in working hours skip the lunch break and the night', () => {
    expect(minuteOf(started('2026-11-23 16:00', { workingHours: 4 }, 'claim').dueAt)).toBe('2026-11-24 11:30')
    expect(minuteOf(started('2026-10-01 10:00', { workingHours: 4 }, 'claim').dueAt)).toBe('2026-10-08 14:30')
  })

  it('in urgent hours run day and night', () => {
    expect(minuteOf(started('2026-09-30 23:00', { urgentHours: 2 }).dueAt)).toBe('2026-10-01 01:00')
  })

  it('may all stand in one policy', () => {
    const policy = defineSlaPolicy({
      dispatch: { urgentHours: 2 },
      claim: { workingHours: 4 },
      resolve: { workingDays: 3 },
      rate: { naturalDays: 7 },
    })
    const due = ['dispatch', 'claim', 'resolve', 'rate'].map((clock) =>
      minuteOf(startClock({ ...env, policy }, clock, at('2026-11-20 17:00')).dueAt),
    )
    expect(due).toEqual(['2026-11-20 19:00', '2026-11-23 14:00', '2026-11-26 00:00', '2026-11-28 00:00'])
  })

  it('are added to an instant alone', () => {
    expect(minuteOf(addLimit(env, at('2026-09-30 10:00'), { workingDays: 1 }))).toBe('2026-10-09 00:00')
    expect(minuteOf(addLimit(env, at('2026-09-30 10:00'), { urgentHours: 1 }))).toBe('2026-09-30 11:00')
  })
})

describe('a pause', () => {
  it('counts the day it begins and not the day it ends', () => {
    const state = paused(started('2026-02-12 10:00', { workingDays: 5 }), '2026-02-13 10:00', '2026-02-24 10:00')
    expect(state.dueDate).toBe('2026-02-28') // a make-up Saturday
  })

  it('begun and ended on the same day moves nothing', () => {
    const state = started('2026-11-23 10:00', { workingDays: 3 })
    expect(paused(state, '2026-11-24 09:00', '2026-11-24 17:00').dueAt).toBe(state.dueAt)
    expect(paused(state, '2026-11-26 09:00', '2026-11-26 17:00').dueAt).toBe(state.dueAt)
  })

  it('within a holiday moves nothing', () => {
    const state = started('2026-09-30 10:00', { workingDays: 3 })
    expect(paused(state, '2026-10-02 10:00', '2026-10-06 10:00').dueAt).toBe(state.dueAt)
  })

  it('begun on the last day ends on the day of the resumption', () => {
    const state = started('2026-11-23 10:00', { workingDays: 3 })
    expect(paused(state, '2026-11-26 10:00', '2026-12-02 10:00').dueDate).toBe('2026-12-02')
    expect(paused(state, '2026-11-26 10:00', '2026-12-05 10:00').dueDate).toBe('2026-12-07')
  })

  it('of working hours is measured in working hours', () => {
    const state = started('2026-11-23 10:00', { workingHours: 4 }, 'claim')
    expect(minuteOf(state.dueAt)).toBe('2026-11-23 15:30')
    expect(minuteOf(paused(state, '2026-11-23 11:00', '2026-11-24 09:00').dueAt)).toBe('2026-11-24 12:00')
    expect(minuteOf(paused(state, '2026-11-23 12:00', '2026-11-23 13:00').dueAt)).toBe('2026-11-23 15:30')
  })

  it('of urgent hours is measured by the clock', () => {
    const state = started('2026-11-23 10:00', { urgentHours: 4 })
    expect(minuteOf(paused(state, '2026-11-23 12:00', '2026-11-23 20:00').dueAt)).toBe('2026-11-23 22:00')
  })

  it('of natural days leaves as many natural days as were left', () => {
    const state = started('2026-11-02 10:00', { naturalDays: 7 })
    expect(paused(state, '2026-11-04 10:00', '2026-11-10 10:00').dueDate).toBe('2026-11-16') // 5 days left, ending on a Sunday
  })

  it('may be one of several', () => {
    const once = paused(started('2026-11-02 10:00', { workingDays: 5 }), '2026-11-03 10:00', '2026-11-06 10:00')
    const twice = paused(once, '2026-11-09 10:00', '2026-11-11 10:00')
    expect([once.dueDate, twice.dueDate]).toEqual(['2026-11-12', '2026-11-16'])
    expect(twice.pauses).toHaveLength(2)
  })

  it('begun after the due time changes nothing: what is overdue stays overdue', () => {
    const state = started('2026-11-23 10:00', { workingDays: 1 })
    expect(paused(state, '2026-11-25 00:00', '2026-12-02 10:00').dueAt).toBe(state.dueAt)
    const policy = defineSlaPolicy({ resolve: { within: { workingDays: 1 }, cutoff: 'close-of-business' } })
    const strict = startClock({ ...env, policy }, 'resolve', at('2026-11-23 10:00'))
    expect(paused(strict, '2026-11-24 18:00', '2026-12-02 10:00').dueAt).toBe(strict.dueAt)
  })

  it('shows when it began and why, until it ends', () => {
    const state = pauseClock(started('2026-11-23 10:00', { workingDays: 3 }), at('2026-11-24 10:00'), 'hearing')
    expect(state).toMatchObject({ pausedAt: at('2026-11-24 10:00'), pauseReason: 'hearing' })
    const resumed = resumeClock(env, state, at('2026-11-25 10:00'))
    expect(resumed).not.toHaveProperty('pausedAt')
    expect(resumed).not.toHaveProperty('pauseReason')
    expect(resumed.pauses).toEqual([{ from: at('2026-11-24 10:00'), to: at('2026-11-25 10:00'), reason: 'hearing' }])
  })

  it('is refused inside another, before the start, and before the last one ended', () => {
    const state = started('2026-11-23 10:00', { workingDays: 3 })
    const waiting = pauseClock(state, at('2026-11-24 10:00'), 'hearing')
    expect(() => pauseClock(waiting, at('2026-11-24 11:00'), 'season')).toThrow(/paused already/)
    expect(() => pauseClock(state, at('2026-11-23 09:00'), 'season')).toThrow(/before the clock last started/)
    expect(() =>
      pauseClock(paused(state, '2026-11-24 10:00', '2026-11-25 10:00'), at('2026-11-24 12:00'), 'season'),
    ).toThrow(/before the clock last started/)
    expect(() => resumeClock(env, waiting, at('2026-11-24 09:00'))).toThrow(/before it was paused/)
    expect(() => resumeClock(env, state, at('2026-11-24 09:00'))).toThrow(/not paused/)
  })
})

describe('an extension', () => {
  it('is counted on from the limit', () => {
    const state = extendClock(env, started('2026-11-23 10:00', { workingDays: 3 }), at('2026-11-25 10:00'), {
      workingDays: 2,
    })
    expect(state.dueDate).toBe('2026-11-30')
    expect(state.extensions).toEqual([{ by: { workingDays: 2 }, at: at('2026-11-25 10:00') }])
  })

  it('survives a later pause', () => {
    const extended = extendClock(env, started('2026-11-02 10:00', { workingDays: 3 }), at('2026-11-03 10:00'), {
      workingDays: 2,
    })
    expect(extended.dueDate).toBe('2026-11-09')
    expect(paused(extended, '2026-11-06 10:00', '2026-11-12 10:00').dueDate).toBe('2026-11-13')
  })

  it('in another unit begins where the limit ends', () => {
    const state = extendClock(env, started('2026-11-02 10:00', { naturalDays: 7 }), at('2026-11-03 10:00'), {
      workingDays: 2,
    })
    expect(state.dueDate).toBe('2026-11-11')
    expect(paused(state, '2026-11-10 10:00', '2026-11-16 10:00').dueDate).toBe('2026-11-17')
    const hours = extendClock(env, started('2026-11-02 10:00', { workingDays: 1 }), at('2026-11-03 10:00'), {
      workingHours: 2,
    })
    expect(minuteOf(hours.dueAt)).toBe('2026-11-04 11:00')
    const days = extendClock(env, started('2026-11-02 10:00', { workingHours: 2 }), at('2026-11-02 11:00'), {
      workingDays: 1,
    })
    expect(days.dueDate).toBe('2026-11-03')
  })
})

describe('a warning', () => {
  it('is given when the office opens, one working day before the last', () => {
    expect(started('2026-11-23 10:00', { workingDays: 3 }).warnAt.map(minuteOf)).toEqual(['2026-11-25 09:00'])
    expect(started('2026-09-29 10:00', { workingDays: 2 }).warnAt.map(minuteOf)).toEqual(['2026-09-30 09:00'])
  })

  it('never comes before the start', () => {
    const state = started('2026-11-23 10:00', { workingDays: 1 })
    expect(state.warnAt).toEqual([state.startedAt])
  })

  it('that would fall on a rest day comes on the working day before it', () => {
    const policy = defineSlaPolicy({
      rate: { within: { naturalDays: 10 }, warnings: [{ before: { naturalDays: 2 } }] },
    })
    const state = startClock({ ...env, policy }, 'rate', at('2026-11-06 10:00')) // due Monday 16th
    expect(state.dueDate).toBe('2026-11-16')
    expect(state.warnAt.map(minuteOf)).toEqual(['2026-11-13 09:00'])
  })

  it('may be counted in hours, and come in tiers', () => {
    const warnings = [{ before: { urgentHours: 24 } }, { before: { workingHours: 2 } }]
    const policy = defineSlaPolicy({ resolve: { within: { workingDays: 2 }, warnings } })
    expect(startClock({ ...env, policy }, 'resolve', at('2026-11-23 10:00')).warnAt.map(minuteOf)).toEqual([
      '2026-11-25 09:00',
      '2026-11-25 15:30',
    ])
  })

  it('moves with the deadline', () => {
    const state = extendClock(env, started('2026-11-23 10:00', { workingDays: 3 }), at('2026-11-24 10:00'), {
      workingDays: 1,
    })
    expect(state.warnAt.map(minuteOf)).toEqual(['2026-11-26 09:00'])
  })
})

describe('a clock state', () => {
  it('is plain data that survives JSON', () => {
    const state = paused(started('2026-11-23 10:00', { workingDays: 3 }), '2026-11-24 10:00', '2026-11-25 10:00')
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })

  it('names the calendar and the policy it was counted on', () => {
    expect(started('2026-11-23 10:00', { workingDays: 3 })).toMatchObject({
      calendarVersion: calendar.version,
      policyVersion: defaultSlaPolicy.version,
    })
  })

  it('never becomes earlier by a resumption or an extension on another calendar', () => {
    const state = started('2026-11-19 10:00', { workingDays: 3 })
    const changed = calendar.withOverlay({ id: 'x', name: { zh: '甲', en: 'x' }, work: ['2026-11-21', '2026-11-22'] })
    const other = { ...env, calendar: changed, hours: createBusinessHours(changed) }
    expect(startClock(other, 'resolve', at('2026-11-19 10:00')).dueDate < state.dueDate).toBe(true)
    expect(
      resumeClock(other, pauseClock(state, at('2026-11-20 10:00'), 'hearing'), at('2026-11-20 11:00')).dueDate,
    ).toBe(state.dueDate)
  })
})

describe('a clock is refused', () => {
  it('when the policy does not know it', () => {
    expect(() => startClock(env, 'toString', at('2026-11-23 10:00'))).toThrow(/no clock "toString"; known: dispatch/)
  })

  it('when hours and calendar are two calendars', () => {
    const other = calendar.withOverlay({ id: 'x', name: { zh: '甲', en: 'x' }, off: [['2026-11-24', '2026-11-24']] })
    expect(() => startClock({ ...env, calendar: other }, 'resolve', at('2026-11-23 10:00'))).toThrow(
      /business hours rest on calendar/,
    )
  })

  it('for an impossible instant or limit', () => {
    expect(() => startClock(env, 'resolve', Number.NaN)).toThrow(/at at:/)
    expect(() => startClock(env, 'resolve', at('2026-11-23 10:00'), { workingDays: 0 })).toThrow(/limit\.workingDays/)
    expect(() =>
      extendClock(env, started('2026-11-23 10:00', { workingDays: 3 }), at('2026-11-24 10:00'), { workingDays: -1 }),
    ).toThrow(/by\.workingDays/)
    expect(() => addLimit(env, at('2026-11-23 10:00'), {} as Limit)).toThrow(/exactly one of/)
  })
})
