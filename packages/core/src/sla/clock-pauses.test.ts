import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { minuteOf } from '../calendar/time-of-day.js'
import { type ClockEnvironment, type ClockState, extendClock, pauseClock, resumeClock, startClock } from './clock.js'
import type { Limit } from './limit.js'
import { defaultSlaPolicy, defineSlaPolicy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const started = (limit: Limit, place: ClockEnvironment = env) =>
  startClock(place, 'resolve', at('2026-11-23 10:00'), limit) // Monday
const paused = (state: ClockState, from: number, to: number, place: ClockEnvironment = env) =>
  resumeClock(place, pauseClock(state, from, 'hearing'), to)

describe('a pause that begins when the limit is over', () => {
  it.each<Limit>([{ urgentHours: 2 }, { workingHours: 2 }, { workingDays: 1 }, { naturalDays: 1 }])(
    'moves nothing, at the due time itself: %j',
    (limit) => {
      const state = started(limit)
      expect(paused(state, state.dueAt, state.dueAt + 500_000_000).dueAt).toBe(state.dueAt)
      expect(paused(state, state.dueAt - 1, state.dueAt + 500_000_000).dueAt).toBeGreaterThan(state.dueAt)
    },
  )
})

describe('a pause that ends after closing', () => {
  const place = { ...env, policy: defineSlaPolicy({ cutoff: 'close-of-business' }) }

  it('leaves the next working day as the first, while days are left', () => {
    const state = started({ workingDays: 3 }, place)
    expect(minuteOf(paused(state, at('2026-11-24 10:00'), at('2026-11-25 20:00'), place).dueAt)).toBe(
      '2026-11-27 17:30',
    )
  })
})

describe('a pause in the first of two units', () => {
  const extended = (limit: Limit, by: Limit) => extendClock(env, started(limit), at('2026-11-23 11:00'), by)

  it('in days does not count again in the hours after them', () => {
    const state = paused(
      extended({ workingDays: 1 }, { urgentHours: 4 }),
      at('2026-11-23 12:00'),
      at('2026-11-25 12:00'),
    )
    expect(minuteOf(state.dueAt)).toBe('2026-11-27 04:00')
  })

  it('in hours does not count again in the days after them', () => {
    const state = paused(
      extended({ urgentHours: 4 }, { workingDays: 2 }),
      at('2026-11-23 12:00'),
      at('2026-11-23 18:00'),
    )
    // Four hours end at 20:00 on Monday.
    expect(minuteOf(state.dueAt)).toBe('2026-11-26 00:00')
    const later = paused(
      extended({ urgentHours: 4 }, { workingDays: 2 }),
      at('2026-11-23 12:00'),
      at('2026-11-24 18:00'),
    )
    expect(minuteOf(later.dueAt)).toBe('2026-11-27 00:00')
  })

  it('that was over before the first unit ended does not take the second back to its day', () => {
    const begun = extended({ urgentHours: 30 }, { workingDays: 2 })
    // The hours end at 17:00 on Tuesday.
    const state = paused(begun, at('2026-11-23 12:00'), at('2026-11-23 13:00'))
    expect(minuteOf(state.dueAt)).toBe('2026-11-27 00:00')
  })

  it('leaves one in the second as it is', () => {
    const once = paused(
      extended({ workingDays: 1 }, { urgentHours: 4 }),
      at('2026-11-24 12:00'),
      at('2026-11-25 12:00'),
    )
    expect(minuteOf(once.dueAt)).toBe('2026-11-26 04:00')
    expect(minuteOf(paused(once, at('2026-11-26 01:00'), at('2026-11-26 11:00')).dueAt)).toBe('2026-11-26 14:00')
  })
})

describe('a pause that makes no sense', () => {
  it('is refused as an input', () => {
    const refused = expect.objectContaining({ code: 'invalid-input' })
    const waiting = pauseClock(started({ workingDays: 1 }), at('2026-11-23 11:00'), 'hearing')
    expect(() => pauseClock(waiting, at('2026-11-23 12:00'), 'hearing')).toThrow(refused)
    expect(() => resumeClock(env, started({ workingDays: 1 }), at('2026-11-23 12:00'))).toThrow(refused)
  })
})

describe('a clock', () => {
  it('is kept without members that have no value', () => {
    const place = { ...env, policy: defineSlaPolicy({ lastDay: 'any-day' }) }
    for (const state of [
      started({ workingDays: 1 }),
      started({ naturalDays: 1 }, place),
      pauseClock(started({ workingDays: 1 }), at('2026-11-23 11:00'), 'hearing'),
      paused(started({ workingDays: 1 }), at('2026-11-23 11:00'), at('2026-11-23 12:00')),
    ])
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state)
  })

  it('keeps of the last day only what is not the default, also under a policy made by hand', () => {
    const resolve = { within: { naturalDays: 1 }, lastDay: 'working-day' as const }
    const place = { ...env, policy: { ...defaultSlaPolicy, clocks: { resolve } } }
    expect(startClock(place, 'resolve', at('2026-11-23 10:00'))).not.toHaveProperty('lastDay')
  })

  it('that the policy names no more runs on, and warns nobody', () => {
    const { resolve: _, ...clocks } = defaultSlaPolicy.clocks
    const place = { ...env, policy: { ...defaultSlaPolicy, clocks } }
    const state = started({ workingDays: 3 })
    expect(state.warnAt).toHaveLength(1)
    expect(paused(state, at('2026-11-24 10:00'), at('2026-11-25 10:00'), place)).toMatchObject({
      dueDate: '2026-11-27',
      warnAt: [],
    })
  })

  it('rests on the calendar as soon as one of its units does', () => {
    const projected = createWorkCalendar({ unpublished: 'provisional' })
    const place = { ...env, calendar: projected, hours: createBusinessHours(projected) }
    const urgent = startClock(place, 'resolve', at('2026-12-30 10:00'), { urgentHours: 1 })
    expect(urgent.provisional).toBe(false)
    expect(extendClock(place, urgent, at('2026-12-30 10:30'), { workingDays: 1 }).provisional).toBe(true)
  })
})
