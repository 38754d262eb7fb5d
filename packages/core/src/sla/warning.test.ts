import { describe, expect, it } from 'vitest'
import { type BusinessHoursOptions, createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { minuteOf } from '../calendar/time-of-day.js'
import type { Limit } from './limit.js'
import { warningMoments } from './warning.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar) }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

interface Clock {
  readonly from: string
  readonly due: string
  readonly dueDate?: string
  readonly atOnce?: boolean
  readonly place?: typeof env
}

/** When to warn of a clock, so long before it is due. */
function warned({ from, due, dueDate = due.slice(0, 10), atOnce = false, place = env }: Clock, ...before: Limit[]) {
  const warnings = before.map((each) => ({ before: each }))
  return warningMoments(place, warnings, at(from), { dueAt: at(due), dueDate }, atOnce).map(minuteOf)
}
const week = { from: '2026-11-09 10:00', due: '2026-11-21 00:00', dueDate: '2026-11-20' } // two weeks, due on a Friday

describe('a warning counted in days', () => {
  it('in working days passes over rest days, and comes when offices open', () => {
    expect(warned(week, { workingDays: 1 })).toEqual(['2026-11-19 09:00'])
    expect(warned(week, { workingDays: 5 })).toEqual(['2026-11-13 09:00'])
  })

  it('in natural days counts every day, and comes on the working day before when it falls on a rest day', () => {
    expect(warned(week, { naturalDays: 2 })).toEqual(['2026-11-18 09:00'])
    expect(warned(week, { naturalDays: 5 })).toEqual(['2026-11-13 09:00']) // from Sunday the 15th
  })

  it('comes at the start when its day lies before it, or before the first day of the calendar', () => {
    expect(warned(week, { workingDays: 20 })).toEqual(['2026-11-09 10:00'])
    const oldest = { from: '2007-01-04 10:00', due: '2007-01-06 00:00', dueDate: '2007-01-05' }
    for (const before of [{ workingDays: 3 }, { naturalDays: 2 }, { naturalDays: 4 }, { naturalDays: 9 }])
      expect(warned(oldest, before)).toEqual(['2007-01-04 10:00'])
  })

  it('of a clock that ends after the last day of the calendar comes at once: the working time before is not known', () => {
    const beyond = { from: '2026-12-30 10:00', due: '2027-01-01 10:00' }
    expect(warned(beyond, { workingDays: 1 })).toEqual(['2026-12-30 10:00'])
    expect(warned(beyond, { naturalDays: 1 })).toEqual(['2026-12-30 10:00'])
    expect(warned(beyond, { workingHours: 1 })).toEqual(['2026-12-30 10:00'])
    expect(warned({ from: '2026-12-28 10:00', due: '2026-12-31 23:00' }, { naturalDays: 1 })).toEqual([
      '2026-12-30 09:00',
    ])
  })

  it('on a working day without hours waits for the next opening', () => {
    const closed = calendar.withOverlay({
      id: 'stocktaking',
      name: { zh: '盘点', en: 'stocktaking' },
      hours: [{ from: '2026-11-19', to: '2026-11-19', windows: [] }],
    })
    const place = { calendar: closed, hours: createBusinessHours(closed) }
    expect(warned({ ...week, place }, { workingDays: 1 })).toEqual(['2026-11-20 09:00'])
    expect(warned({ ...week, place, atOnce: true }, { workingDays: 1 })).toEqual(['2026-11-19 00:00'])
  })
})

describe('a warning counted in hours', () => {
  const day = { from: '2026-11-16 09:00', due: '2026-11-18 14:30' }
  it('in working hours leaves nights and lunch out, and in urgent hours does not', () => {
    expect(warned(day, { workingHours: 2 })).toEqual(['2026-11-18 11:00'])
    expect(warned(day, { urgentHours: 4 })).toEqual(['2026-11-18 10:30'])
  })

  it('in working hours is known to the end of the last day of the calendar', () => {
    const last = { from: '2026-12-30 10:00', due: '2027-01-01 00:00', dueDate: '2026-12-31' }
    expect(warned(last, { workingHours: 2 })).toEqual(['2026-12-31 15:30'])
  })

  it('waits until offices open, unless the clock presses at once', () => {
    expect(warned(day, { urgentHours: 2 })).toEqual(['2026-11-18 13:30'])
    expect(warned({ ...day, atOnce: true }, { urgentHours: 2 })).toEqual(['2026-11-18 12:30'])
  })

  it('is left out when offices open too late for it, also at the very instant it is due', () => {
    const monday = { from: '2026-11-20 17:00', due: '2026-11-23 09:00' }
    expect(warned(monday, { urgentHours: 4 })).toEqual([])
    expect(warned({ ...monday, due: '2026-11-23 09:01' }, { urgentHours: 4 })).toEqual(['2026-11-23 09:00'])
    expect(warned({ ...monday, atOnce: true }, { urgentHours: 4 })).toEqual(['2026-11-23 05:00'])
  })
})

describe('several warnings', () => {
  it('come in the order of time, whatever order the policy has them in', () => {
    expect(warned(week, { workingDays: 1 }, { workingDays: 9 }, { workingDays: 5 })).toEqual([
      '2026-11-09 10:00',
      '2026-11-13 09:00',
      '2026-11-19 09:00',
    ])
  })

  it('that fall together are one', () => {
    expect(warned(week, { workingDays: 1 }, { naturalDays: 1 })).toEqual(['2026-11-19 09:00'])
    expect(warned(week, { workingDays: 20 }, { workingDays: 30 })).toEqual(['2026-11-09 10:00'])
  })

  it('come at the openings of the season', () => {
    const winter: BusinessHoursOptions = { seasons: [{ from: '11-15', to: '03-15', windows: [['10:00', '16:00']] }] }
    const place = { calendar, hours: createBusinessHours(calendar, winter) }
    expect(warned({ ...week, place }, { workingDays: 5 }, { workingDays: 1 })).toEqual([
      '2026-11-13 09:00',
      '2026-11-19 10:00',
    ])
  })
})
