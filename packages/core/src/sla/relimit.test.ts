import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { minuteOf } from '../calendar/time-of-day.js'
import {
  type ClockState,
  isStillProvisional,
  pauseClock,
  questionOf,
  relimitClock,
  resumeClock,
  startClock,
} from './clock.js'
import type { Limit } from './limit.js'
import { defaultSlaPolicy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const monday = (limit: Limit): ClockState => startClock(env, 'resolve', at('2026-11-23 10:00'), limit)
const week = monday({ workingDays: 5 }) // due on Monday the 30th
const relimited = (when: string, limit?: Limit, state = week) => relimitClock(env, state, at(when), limit)

describe('another limit', () => {
  it('is counted from the same start, while that is not over', () => {
    const shorter = relimited('2026-11-24 10:00', { workingDays: 3 })
    expect(shorter).toMatchObject({ limit: { workingDays: 3 }, dueDate: '2026-11-26' })
    expect(shorter).not.toHaveProperty('countedFrom')
    expect(relimited('2026-11-24 10:00', { workingDays: 8 }).dueDate).toBe('2026-12-03')
    expect(relimited('2026-11-24 10:00').limit).toEqual({ workingDays: 3 })
  })

  it('that would be over, also at this very instant, is counted from now', () => {
    expect(relimited('2026-11-25 00:00', { workingDays: 1 })).toMatchObject({
      countedFrom: at('2026-11-25 00:00'),
      dueDate: '2026-11-26',
    })
    expect(relimited('2026-11-24 23:59', { workingDays: 1 })).toMatchObject({ dueDate: '2026-11-24' })
  })

  it('that would be over and gives no less time changes nothing', () => {
    expect(relimited('2026-11-27 10:00', { workingDays: 1 })).toBe(week)
    expect(relimited('2026-11-26 10:00', { workingDays: 1 }).dueDate).toBe('2026-11-27')
  })

  it('is counted from the start again when there is time for that again', () => {
    const short = relimited('2026-11-25 00:00', { workingDays: 1 })
    const long = relimited('2026-11-25 10:00', { workingDays: 4 }, short)
    expect(long).toMatchObject({ dueDate: '2026-11-27' })
    expect(long).not.toHaveProperty('countedFrom')
  })

  it('changes nothing from the due time on, but for a clock that was paused before it', () => {
    expect(relimitClock(env, week, week.dueAt, { workingDays: 9 })).toBe(week)
    expect(relimitClock(env, week, week.dueAt - 1, { workingDays: 9 }).dueDate).toBe('2026-12-04')
    const paused = pauseClock(week, at('2026-11-24 10:00'), 'hearing')
    expect(relimited('2026-12-20 10:00', { workingDays: 8 }, paused)).toMatchObject({
      dueDate: '2026-12-03',
      pausedAt: at('2026-11-24 10:00'),
      pauseReason: 'hearing',
    })
  })
})

describe('a clock counted from later than its start', () => {
  it('leaves out what stood still before, and what is left of a pause begun before', () => {
    const pauses = [
      { from: 10, to: 20, reason: 'a' },
      { from: 30, to: 40, reason: 'b' },
      { from: 50, to: 70, reason: 'c' },
    ]
    expect(questionOf({ ...week, pauses, countedFrom: 40 }).pauses).toEqual([{ from: 50, to: 70, reason: 'c' }])
    expect(questionOf({ ...week, pauses, countedFrom: 60 })).toMatchObject({
      startedAt: 60,
      pauses: [{ from: 60, to: 70 }],
    })
    expect(questionOf({ ...week, pauses })).toMatchObject({ startedAt: week.startedAt, pauses })
  })
})

describe('a pause', () => {
  it('may begin with the clock and with its resumption, and end as it begins', () => {
    const { startedAt } = week
    const once = resumeClock(env, pauseClock(week, startedAt, 'hearing'), startedAt)
    expect(resumeClock(env, pauseClock(once, startedAt, 'season'), startedAt)).toMatchObject({
      dueAt: week.dueAt,
      pauses: [{ reason: 'hearing' }, { reason: 'season' }],
    })
    expect(() => pauseClock(week, startedAt - 1, 'hearing')).toThrow(/before the clock last started/)
    expect(() => resumeClock(env, pauseClock(week, startedAt, 'hearing'), startedAt - 1)).toThrow(
      /before it was paused/,
    )
  })

  it('of a clock kept by an older version may have no reason', () => {
    const { pauseReason: _, ...old } = pauseClock(week, at('2026-11-24 10:00'), 'hearing')
    expect(relimited('2026-11-24 11:00', { workingDays: 6 }, old)).not.toHaveProperty('pauseReason')
    expect(resumeClock(env, old, at('2026-11-24 11:00')).pauses).toMatchObject([{ reason: '' }])
  })
})

describe('a date that may still change', () => {
  const projected = createWorkCalendar({ unpublished: 'provisional' })
  const place = { ...env, calendar: projected, hours: createBusinessHours(projected) }
  it('is that of a clock that the calendar decides, not of one in urgent hours', () => {
    const start = (limit: Limit) => startClock(place, 'resolve', at('2026-12-30 10:00'), limit)
    expect(start({ workingDays: 3 }).provisional).toBe(true)
    expect(start({ workingHours: 1 }).provisional).toBe(true)
    expect(start({ urgentHours: 1 }).provisional).toBe(false)
  })

  it('is settled by the notice, also where the clock was counted before', () => {
    const before = startClock(place, 'resolve', at('2026-12-30 10:00'), { workingDays: 3 })
    expect(isStillProvisional(place, before)).toBe(true)
    expect(isStillProvisional(place, { ...before, provisional: false })).toBe(false)
    expect(isStillProvisional(place, { ...before, dueDate: '2026-12-28' })).toBe(false)
  })
})

describe('hours and calendar', () => {
  it('may be two objects when they are of one version', () => {
    const place = { ...env, calendar: createWorkCalendar() }
    expect(minuteOf(startClock(place, 'resolve', week.startedAt, { workingDays: 5 }).dueAt)).toBe('2026-12-01 00:00')
  })
})
