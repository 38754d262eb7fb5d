import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { extendClock, pauseClock, startClock } from './clock.js'
import { extensionRefusal, passesCap } from './extension-refusal.js'
import type { Limit } from './limit.js'
import { defineSlaPolicy, defaultSlaPolicy as policy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const started = startClock(env, 'resolve', at('2022-01-04 10:00'))

describe('an extension', () => {
  it('is granted up to the cap, all extensions together', () => {
    const extended = extendClock(env, started, at('2022-01-05 10:00'), { workingDays: 6 })
    expect(extensionRefusal(env, extended, at('2022-01-06 10:00'), { workingDays: 4 })).toBeUndefined()
    expect(extensionRefusal(env, extended, at('2022-01-06 10:00'), { workingDays: 5 })).toBe('over-cap')
  })

  it('is measured by its amount where the cap has its unit, also where both end on the same working day', () => {
    const place = { ...env, policy: defineSlaPolicy({ maxExtension: { naturalDays: 2 }, resolve: { naturalDays: 4 } }) }
    const state = startClock(place, 'resolve', at('2026-11-23 10:00')) // due on Friday; two days and three end on Monday
    expect(extensionRefusal(place, state, state.startedAt, { naturalDays: 2 })).toBeUndefined()
    expect(extensionRefusal(place, state, state.startedAt, { naturalDays: 3 })).toBe('over-cap')
  })

  it('in another unit than the cap is judged by the deadlines both lead to', () => {
    const ask = (by: Limit, cap: Limit, limit: Limit = { workingHours: 8 }) =>
      passesCap(env, startClock(env, 'resolve', at('2022-01-04 10:00'), limit), by, cap)
    expect(ask({ workingHours: 4 }, { workingDays: 10 })).toBe(false)
    expect(ask({ workingHours: 80 }, { workingDays: 10 })).toBe(true)
    expect(ask({ workingDays: 1 }, { workingHours: 4 })).toBe(true)
    expect(ask({ naturalDays: 3 }, { workingDays: 10 }, { workingDays: 3 })).toBe(false)
    const mixed = extendClock(env, started, at('2022-01-05 10:00'), { workingDays: 10 })
    expect(extensionRefusal(env, mixed, at('2022-01-05 10:00'), { workingHours: 1 })).toBe('over-cap')
  })

  it('has the cap of its clock, compared in the unit of the limit, where the place sets one', () => {
    const own = defineSlaPolicy({ resolve: { within: { workingHours: 8 }, maxExtension: { workingHours: 4 } } })
    const place = { ...env, policy: own }
    const hours = startClock(place, 'resolve', at('2022-01-04 10:00'))
    expect(extensionRefusal(place, hours, at('2022-01-04 11:00'), { workingHours: 4 })).toBeUndefined()
    expect(extensionRefusal(place, hours, at('2022-01-04 11:00'), { workingHours: 4.5 })).toBe('over-cap')
    const rectify = startClock(place, 'rectify', at('2022-01-04 10:00'))
    expect(extensionRefusal(place, rectify, at('2022-01-04 11:00'), { workingDays: 10 })).toBeUndefined()
  })

  it('of a clock that the policy names no more has the cap of the place', () => {
    const gone = { ...started, clock: 'toString' }
    expect(extensionRefusal(env, gone, at('2022-01-05 10:00'), { workingDays: 10 })).toBeUndefined()
    expect(extensionRefusal(env, { ...gone, clock: 'gone' }, at('2022-01-05 10:00'), { workingDays: 11 })).toBe(
      'over-cap',
    )
  })

  it('is asked for before the due time, and never at it', () => {
    expect(extensionRefusal(env, started, started.dueAt - 1, { workingDays: 1 })).toBeUndefined()
    expect(extensionRefusal(env, started, started.dueAt, { workingDays: 1 })).toBe('already-overdue')
  })

  it('may be granted while the clock is paused, however long that lasts', () => {
    const paused = pauseClock(started, at('2022-01-06 10:00'), 'hearing')
    expect(extensionRefusal(env, paused, at('2022-03-01 10:00'), { workingDays: 1 })).toBeUndefined()
  })
})
