import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { extendClock, pauseClock, startClock } from './clock.js'
import { extensionRefusal, passesCap } from './extension-refusal.js'
import { defaultSlaPolicy as policy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const started = startClock(env, 'resolve', at('2022-01-04 10:00'))

describe('an extension', () => {
  it('is granted up to the cap, all extensions together', () => {
    const extended = extendClock(env, started, at('2022-01-05 10:00'), { workingDays: 6 })
    expect(extensionRefusal(policy, extended, at('2022-01-06 10:00'), { workingDays: 4 })).toBeUndefined()
    expect(extensionRefusal(policy, extended, at('2022-01-06 10:00'), { workingDays: 5 })).toBe('over-cap')
  })

  it('is beyond the cap when it is in another unit, since nothing shows that it is within', () => {
    expect(passesCap(policy, [], { naturalDays: 1 })).toBe(true)
    const mixed = [{ by: { workingDays: 1 }, at: started.startedAt }]
    expect(passesCap(policy, mixed, { workingHours: 1 })).toBe(true)
  })

  it('is asked for before the due time, and never at it', () => {
    expect(extensionRefusal(policy, started, started.dueAt - 1, { workingDays: 1 })).toBeUndefined()
    expect(extensionRefusal(policy, started, started.dueAt, { workingDays: 1 })).toBe('already-overdue')
  })

  it('may be granted while the clock is paused, however long that lasts', () => {
    const paused = pauseClock(started, at('2022-01-06 10:00'), 'hearing')
    expect(extensionRefusal(policy, paused, at('2022-03-01 10:00'), { workingDays: 1 })).toBeUndefined()
  })
})
