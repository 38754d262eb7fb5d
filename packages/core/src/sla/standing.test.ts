import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { defineSlaPolicy } from './policy.js'
import type { SlaEvent } from './sla-event.js'
import { evaluateSla } from './standing.js'

const calendar = createWorkCalendar()
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const start: SlaEvent = { type: 'started', at: at('2026-11-23 10:00') } // Monday; due Thursday 26th

const judge = (now: string, ...events: SlaEvent[]) => evaluateSla({ calendar }, [start, ...events], at(now))

describe('the standing of a clock', () => {
  it('is not started before it starts', () => {
    expect(evaluateSla({ calendar }, [], at('2026-11-23 10:00'))).toEqual({
      status: 'not-started',
      card: 'none',
      warnAt: [],
      provisional: false,
      calendarVersion: calendar.version,
      refused: [],
    })
  })

  it('is running with what is left and what has passed', () => {
    expect(judge('2026-11-24 10:00')).toMatchObject({
      status: 'running',
      card: 'none',
      dueDate: '2026-11-26',
      remaining: { workingDays: 2 },
      elapsed: { workingDays: 1 },
      overdueBy: { workingDays: 0 },
      provisional: false,
      calendarVersion: calendar.version,
    })
  })

  it('turns yellow one working day before the last, and red on the first working day after it', () => {
    expect(judge('2026-11-25 08:59').card).toBe('none')
    expect(judge('2026-11-25 09:00').card).toBe('yellow')
    expect(judge('2026-11-26 23:59')).toMatchObject({
      status: 'running',
      card: 'yellow',
      remaining: { workingDays: 0 },
    })
    expect(judge('2026-11-27 00:00')).toMatchObject({ status: 'breached', card: 'yellow' })
    expect(judge('2026-11-27 09:00')).toMatchObject({ status: 'breached', card: 'red', overdueBy: { workingDays: 1 } })
  })

  it('waits with the red card over a weekend', () => {
    const friday: SlaEvent = { type: 'started', at: at('2026-11-17 10:00') }
    const card = (now: string) => evaluateSla({ calendar }, [friday], at(now)).card
    expect(card('2026-11-21 10:00')).toBe('yellow')
    expect(card('2026-11-23 09:00')).toBe('red')
  })

  it('is met when it stopped in time, whatever happens later', () => {
    const standing = judge('2026-12-10 10:00', { type: 'stopped', at: at('2026-11-26 23:59') })
    expect(standing).toMatchObject({ status: 'met', card: 'none', overdueBy: { workingDays: 0 } })
  })

  it('stays breached when it stopped too late', () => {
    expect(judge('2026-12-10 10:00', { type: 'stopped', at: at('2026-11-30 10:00') })).toMatchObject({
      status: 'breached',
      card: 'red',
      overdueBy: { workingDays: 2 },
    })
  })

  it('is breached when it stopped at the due time, and met a moment before', () => {
    const due = at('2026-11-27 00:00')
    expect(judge('2026-12-10 10:00', { type: 'stopped', at: due }).status).toBe('breached')
    expect(judge('2026-12-10 10:00', { type: 'stopped', at: due - 1 }).status).toBe('met')
  })

  it('is met when it stopped while paused, however late', () => {
    const paused: SlaEvent = { type: 'paused', at: at('2026-11-24 10:00'), reason: 'hearing' }
    expect(judge('2026-12-20 10:00', paused, { type: 'stopped', at: at('2026-12-10 10:00') })).toMatchObject({
      status: 'met',
      card: 'none',
      elapsed: { workingDays: 1 },
      remaining: { workingDays: 2 },
    })
  })

  it('leaves the time of every pause out of what has passed', () => {
    const pause = (from: string, to: string): SlaEvent[] => [
      { type: 'paused', at: at(from), reason: 'hearing' },
      { type: 'resumed', at: at(to) },
    ]
    const pauses = [...pause('2026-11-24 10:00', '2026-11-26 10:00'), ...pause('2026-11-27 10:00', '2026-12-02 10:00')]
    expect(judge('2026-12-03 09:00', ...pauses)).toMatchObject({
      status: 'running',
      elapsed: { workingDays: 3 },
      remaining: { workingDays: 0 },
    })
  })

  it('in hours has nothing left once it is breached, and counts from the due time on', () => {
    const policy = defineSlaPolicy({ resolve: { urgentHours: 4 }, cards: 'urgent-at-once' })
    const then = (now: string) => evaluateSla({ calendar, policy }, [start], at(now))
    expect(then('2026-11-23 13:59')).toMatchObject({ status: 'running', overdueBy: { urgentHours: 0 } })
    expect(then('2026-11-23 14:00')).toMatchObject({ status: 'breached', card: 'red', remaining: { urgentHours: 0 } })
    expect(then('2026-11-23 15:30')).toMatchObject({
      elapsed: { urgentHours: 5.5 },
      overdueBy: { urgentHours: 1.5 },
      remaining: { urgentHours: 0 },
    })
  })

  it('in natural days counts rest days, too', () => {
    const policy = defineSlaPolicy({ resolve: { naturalDays: 7 } })
    expect(evaluateSla({ calendar, policy }, [start], at('2026-11-29 10:00'))).toMatchObject({
      elapsed: { naturalDays: 6 },
      remaining: { naturalDays: 1 },
    })
  })

  it('asked for before its start has used up nothing', () => {
    expect(judge('2026-11-20 10:00')).toMatchObject({ status: 'running', elapsed: { workingDays: 0 } })
    const policy = defineSlaPolicy({ resolve: { urgentHours: 4 } })
    expect(evaluateSla({ calendar, policy }, [start], at('2026-11-23 09:00'))).toMatchObject({
      elapsed: { urgentHours: 0 },
      remaining: { urgentHours: 5 },
    })
  })

  it('has the office hours that it is asked with', () => {
    const hours = createBusinessHours(calendar, { windows: [['10:00', '12:00']] })
    expect(evaluateSla({ calendar, hours, clock: 'claim' }, [start], start.at).dueAt).toBe(at('2026-11-24 12:00'))
  })

  it('is asked for at an instant', () => {
    expect(() => evaluateSla({ calendar }, [start], Number.NaN)).toThrow(/at now:/)
    expect(() => evaluateSla({ calendar }, [{ ...start, at: Number.NaN }], start.at)).toThrow(/at events\.0\.at:/)
  })

  it('is explained day by day', () => {
    expect(judge('2026-11-24 10:00').explanation?.days.filter(({ counted }) => counted)).toHaveLength(3)
  })
})

describe('pauses', () => {
  const pause = (from: string, reason = 'hearing'): SlaEvent => ({ type: 'paused', at: at(from), reason })
  const resume = (to: string, reason?: string): SlaEvent => ({
    type: 'resumed',
    at: at(to),
    ...(reason === undefined ? {} : { reason }),
  })

  it('stop the clock and the cards', () => {
    expect(judge('2026-12-20 10:00', pause('2026-11-24 10:00'))).toMatchObject({
      status: 'paused',
      card: 'none',
      remaining: { workingDays: 2 },
      elapsed: { workingDays: 1 },
    })
  })

  it('that overlap count once: the clock runs on when the last reason is gone', () => {
    const events = [
      pause('2026-11-24 10:00'),
      pause('2026-11-25 10:00', 'season'),
      resume('2026-11-27 10:00', 'hearing'),
    ]
    expect(judge('2026-11-28 10:00', ...events).status).toBe('paused')
    expect(judge('2026-11-30 10:00', ...events, resume('2026-11-30 10:00', 'season'))).toMatchObject({
      status: 'running',
      dueDate: '2026-12-02',
    })
    expect(judge('2026-11-30 10:00', ...events.slice(0, 2), resume('2026-11-30 10:00'))).toMatchObject({
      status: 'running',
      dueDate: '2026-12-02',
    })
  })

  it('may have one more reason after the old due time, which has stopped to run', () => {
    const events = [pause('2026-11-24 10:00'), pause('2026-12-03 10:00', 'season')]
    expect(judge('2026-12-03 10:00', ...events).refused).toEqual([])
    expect(judge('2026-12-04 10:00', ...events, resume('2026-12-04 10:00', 'hearing')).status).toBe('paused')
  })

  it('begin before the due time, and never at it', () => {
    expect(judge('2026-12-03 10:00', pause('2026-11-26 23:59')).status).toBe('paused')
    expect(judge('2026-12-03 10:00', pause('2026-11-27 00:00')).refused).toEqual([
      { index: 1, code: 'already-overdue' },
    ])
  })

  it('after the breach do not heal it', () => {
    expect(judge('2026-12-03 10:00', pause('2026-11-27 10:00'))).toMatchObject({
      status: 'breached',
      refused: [{ index: 1, code: 'already-overdue' }],
    })
  })

  it('cannot end before it has begun', () => {
    expect(judge('2026-11-25 10:00', resume('2026-11-24 10:00')).refused).toEqual([{ index: 1, code: 'not-paused' }])
    expect(judge('2026-11-25 10:00', pause('2026-11-24 10:00'), resume('2026-11-24 11:00', 'season')).refused).toEqual([
      { index: 2, code: 'not-paused' },
    ])
  })
})

describe('extensions', () => {
  const extend = (when: string, workingDays: number): SlaEvent => ({
    type: 'extended',
    at: at(when),
    by: { workingDays },
  })

  it('move the due date', () => {
    expect(judge('2026-11-24 10:00', extend('2026-11-24 10:00', 2))).toMatchObject({
      dueDate: '2026-11-30',
      remaining: { workingDays: 4 },
    })
  })

  it('are refused after expiry', () => {
    expect(judge('2026-11-27 10:00', extend('2026-11-27 00:00', 2))).toMatchObject({
      status: 'breached',
      dueDate: '2026-11-26',
      refused: [{ index: 1, code: 'already-overdue' }],
    })
  })

  it('are refused when their sum, or the date they lead to, passes the cap', () => {
    expect(judge('2026-11-24 12:00', extend('2026-11-24 10:00', 6), extend('2026-11-24 11:00', 5)).refused).toEqual([
      { index: 2, code: 'over-cap' },
    ])
    const natural = (naturalDays: number) =>
      judge('2026-11-24 12:00', { type: 'extended', at: at('2026-11-24 10:00'), by: { naturalDays } }).refused
    expect(natural(14)).toEqual([])
    expect(natural(15)).toEqual([{ index: 1, code: 'over-cap' }])
  })

  it('may be granted while the clock is paused', () => {
    const events: SlaEvent[] = [
      { type: 'paused', at: at('2026-11-24 10:00'), reason: 'hearing' },
      extend('2026-12-01 10:00', 2),
    ]
    expect(judge('2026-12-01 10:00', ...events).refused).toEqual([])
  })
})

describe('other events', () => {
  const returned: SlaEvent = { type: 'returned', at: at('2026-11-25 10:00') }

  it('a request returned for wrong routing keeps its clock, unless the place starts it again', () => {
    expect(judge('2026-11-25 10:00', returned).dueDate).toBe('2026-11-26')
    expect(evaluateSla({ calendar, onReturn: 'restart' }, [start, returned], at('2026-11-25 10:00')).dueDate).toBe(
      '2026-11-30',
    )
  })

  it('a clock that starts again forgets why it was paused', () => {
    const pause = (when: string): SlaEvent => ({ type: 'paused', at: at(when), reason: 'hearing' })
    const events = [start, pause('2026-11-24 10:00'), returned, pause('2026-11-26 10:00')]
    expect(evaluateSla({ calendar, onReturn: 'restart' }, events, at('2026-12-20 10:00'))).toMatchObject({
      status: 'paused',
      elapsed: { workingDays: 1 },
    })
  })

  it('a request put into another category gets that limit from its first start', () => {
    const reclassified: SlaEvent = { type: 'reclassified', at: at('2026-11-24 10:00'), limit: { workingDays: 5 } }
    expect(judge('2026-11-24 10:00', reclassified).dueDate).toBe('2026-11-30')
  })

  it('happen to a clock that runs, once', () => {
    const stopped: SlaEvent = { type: 'stopped', at: at('2026-11-24 10:00') }
    expect(judge('2026-11-24 10:00', start).refused).toEqual([{ index: 1, code: 'already-started' }])
    expect(judge('2026-11-25 10:00', stopped, returned).refused).toEqual([{ index: 2, code: 'already-stopped' }])
    expect(evaluateSla({ calendar }, [stopped], at('2026-11-25 10:00')).refused).toEqual([
      { index: 0, code: 'not-started' },
    ])
  })

  it('are refused when they are not in the order they happened', () => {
    expect(() => judge('2026-11-25 10:00', { type: 'stopped', at: at('2026-11-22 10:00') })).toThrow(
      /events\.1\.at.*before the event before it/,
    )
    // Two at one instant are in order.
    expect(judge('2026-11-25 10:00', { type: 'stopped', at: start.at }).status).toBe('met')
  })

  it('are judged by the clock and policy asked for', () => {
    const policy = defineSlaPolicy({ claim: { workingHours: 2 } })
    const standing = evaluateSla({ calendar, policy, clock: 'claim' }, [start], at('2026-11-23 11:00'))
    expect(standing).toMatchObject({ dueAt: at('2026-11-23 12:00'), elapsed: { workingHours: 1 } })
    expect(standing.remaining).toEqual({ workingHours: 1 })
  })
})
