import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { minuteOf } from '../calendar/time-of-day.js'
import type { Limit } from './limit.js'
import { officeMoment, pressesAtOnce, pressingMoment } from './office-moment.js'
import { defineSlaPolicy } from './policy.js'

const hours = createBusinessHours(createWorkCalendar())
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const moment = (text: string) => officeMoment({ hours }, at(text))

describe('the moment in which offices are open', () => {
  it('is the moment itself while they are, from the opening to before the closing', () => {
    for (const open of ['2026-11-23 09:00', '2026-11-23 11:59:59.999', '2026-11-23 13:30'])
      expect(moment(open)).toBe(at(open))
  })

  it('is exactly the next opening while they are closed', () => {
    expect(moment('2026-11-23 12:00')).toBe(at('2026-11-23 13:30'))
    expect(moment('2026-11-23 17:30')).toBe(at('2026-11-24 09:00'))
    expect(moment('2026-11-21 10:00')).toBe(at('2026-11-23 09:00'))
  })

  it('after the last day of the calendar is the moment itself: nobody knows when they open', () => {
    for (const unknown of ['2026-12-31 18:00', '2027-01-04 03:00']) expect(moment(unknown)).toBe(at(unknown))
  })

  it('of no moment at all is refused', () => {
    expect(() => officeMoment({ hours }, Number.NaN)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})

describe('a clock', () => {
  const usual = { policy: defineSlaPolicy({}), hours }
  const urgent = { policy: defineSlaPolicy({ cards: 'urgent-at-once' }), hours }
  const clock = (limit: Limit, ...extensions: Limit[]) => ({ limit, extensions: extensions.map((by) => ({ by })) })
  const hour = { urgentHours: 1 }

  it('presses at any hour where it ends in urgent hours and the place says so', () => {
    expect(pressesAtOnce(urgent, clock(hour))).toBe(true)
    expect(pressesAtOnce(urgent, clock({ workingHours: 1 }, hour))).toBe(true)
    expect(pressesAtOnce(urgent, clock(hour, { workingHours: 1 }))).toBe(false)
    expect(pressesAtOnce(usual, clock(hour))).toBe(false)
  })

  it('that does not, waits until offices open', () => {
    const night = at('2026-11-23 03:00')
    expect(minuteOf(pressingMoment(urgent, clock(hour), night))).toBe('2026-11-23 03:00')
    expect(minuteOf(pressingMoment(usual, clock(hour), night))).toBe('2026-11-23 09:00')
  })
})
