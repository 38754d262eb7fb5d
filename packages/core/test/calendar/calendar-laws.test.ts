import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import { addDays } from '../../src/calendar/date.js'
import { runs } from '../runs.js'

const calendar = createWorkCalendar()
const date = fc.integer({ min: 0, max: 6900 }).map((n) => addDays('2007-06-01', n))
const count = fc.integer({ min: -80, max: 120 })

/** The definition, day by day. */
function walk(from: string, n: number): string {
  const step = Math.sign(n)
  let day = from
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step)
    if (calendar.isWorkingDay(day)) left--
  }
  return day
}

describe('laws of counting', () => {
  it('the n-th working day is the one a walk day by day arrives at', () => {
    fc.assert(
      fc.property(date, count, (start, n) => {
        expect(calendar.addWorkingDays(start, n)).toBe(walk(start, n))
      }),
    )
  })

  it('adding and then counting gives what was added', () => {
    const forward = fc.integer({ min: 0, max: 120 })
    fc.assert(
      fc.property(date, forward, (start, n) => {
        expect(calendar.workingDaysBetween(start, calendar.addWorkingDays(start, n))).toBe(n)
      }),
    )
  })

  it('a later start and a longer limit never end earlier', () => {
    fc.assert(
      fc.property(date, fc.nat(60), fc.nat(60), fc.nat(20), (start, n, more, later) => {
        const end = calendar.addWorkingDays(start, n + 1)
        expect(calendar.addWorkingDays(start, n + 1 + more) >= end).toBe(true)
        expect(calendar.addWorkingDays(addDays(start, later), n + 1) >= end).toBe(true)
      }),
    )
  })

  it('counting is additive', () => {
    fc.assert(
      fc.property(date, date, date, (a, b, c) => {
        expect(calendar.workingDaysBetween(a, b) + calendar.workingDaysBetween(b, c)).toBe(
          calendar.workingDaysBetween(a, c),
        )
      }),
    )
  })

  it('rolling forward ends on a working day and is done once', () => {
    fc.assert(
      fc.property(date, (day) => {
        const rolled = calendar.rollForward(day)
        expect(calendar.isWorkingDay(rolled)).toBe(true)
        expect(calendar.rollForward(rolled)).toBe(rolled)
        expect(rolled >= day).toBe(true)
      }),
    )
  })

  it('an overlay added and removed leaves the calendar it was', () => {
    fc.assert(
      fc.property(date, fc.nat(9), date, (from, length, worked) => {
        const overlay = {
          id: 'x',
          name: { zh: '甲', en: 'x' },
          off: [[from, addDays(from, length)] as const],
          work: [worked],
        }
        const back = calendar.withOverlay(overlay).withoutOverlay('x')
        expect(back.version).toBe(calendar.version)
        expect(back.workingDaysBetween('2007-01-01', '2026-12-31')).toBe(
          calendar.workingDaysBetween('2007-01-01', '2026-12-31'),
        )
      }),
      { numRuns: runs(20) },
    )
  })
})
