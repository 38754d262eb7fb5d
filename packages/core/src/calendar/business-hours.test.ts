import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CalendarCoverageError } from '../errors.js'
import { createBusinessHours } from './business-hours.js'
import { createWorkCalendar } from './calendar.js'
import { dateOf } from './date.js'
import { minuteOf } from './time-of-day.js'

const calendar = createWorkCalendar()
const hours = createBusinessHours(calendar)

/** An instant in Beijing, and back. */
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const add = (from: string, time: { hours?: number; minutes?: number }): string =>
  minuteOf(hours.addWorkingTime(at(from), time))

describe('working time', () => {
  it('does not count the lunch break', () => {
    expect(add('2026-11-23 11:00', { hours: 2 })).toBe('2026-11-23 14:30')
  })

  it('begins at the next opening after a start past closing time', () => {
    expect(add('2026-11-23 18:00', { hours: 1 })).toBe('2026-11-24 10:00')
    expect(add('2026-11-23 23:59', { minutes: 30 })).toBe('2026-11-24 09:30')
  })

  it('begins in the afternoon after a start in the lunch break', () => {
    expect(add('2026-11-23 12:40', { hours: 1 })).toBe('2026-11-23 14:30')
  })

  it('stays at 12:00 or 17:30 when it ends exactly there', () => {
    expect(add('2026-11-23 10:00', { hours: 2 })).toBe('2026-11-23 12:00')
    expect(add('2026-11-23 16:30', { hours: 1 })).toBe('2026-11-23 17:30')
    expect(add('2026-11-23 09:00', { hours: 7 })).toBe('2026-11-23 17:30')
    expect(add('2026-11-23 09:00', { hours: 14 })).toBe('2026-11-24 17:30')
  })

  it('passes weekends and holidays and uses make-up days', () => {
    expect(add('2026-09-30 17:00', { hours: 1 })).toBe('2026-10-08 09:30')
    expect(add('2026-02-13 17:00', { hours: 1 })).toBe('2026-02-14 09:30')
  })

  it('changes nothing for zero', () => {
    expect(add('2026-10-03 03:00', { hours: 0 })).toBe('2026-10-03 03:00')
  })

  it('counts backwards for a negative time, ending at an opening', () => {
    expect(add('2026-10-08 09:30', { hours: -1 })).toBe('2026-09-30 17:00')
    expect(add('2026-11-23 14:30', { hours: -1 })).toBe('2026-11-23 13:30')
    expect(add('2026-11-23 14:30', { hours: -2 })).toBe('2026-11-23 11:00')
  })

  it('is measured between two instants, either way round', () => {
    expect(hours.workingTimeBetween(at('2026-09-30 17:00'), at('2026-10-08 09:30'))).toBe(3_600_000)
    expect(hours.workingTimeBetween(at('2026-10-08 09:30'), at('2026-09-30 17:00'))).toBe(-3_600_000)
    expect(hours.workingTimeBetween(at('2026-10-02 09:00'), at('2026-10-05 17:00'))).toBe(0)
  })

  it('refuses to run past the last covered year or before the first', () => {
    expect(() => hours.addWorkingTime(at('2026-12-31 17:00'), { hours: 1 })).toThrow(CalendarCoverageError)
    expect(() => hours.addWorkingTime(at('2007-01-04 09:00'), { hours: -1 })).toThrow(/2006/)
    expect(minuteOf(hours.addWorkingTime(at('2026-12-31 17:00'), { minutes: 30 }))).toBe('2026-12-31 17:30')
    expect(() => hours.workingTimeBetween(at('2026-12-31 17:00'), at('2027-01-01 00:01'))).toThrow(/2027/)
    expect(hours.workingTimeBetween(at('2026-12-31 17:00'), at('2027-01-01 00:00'))).toBe(1_800_000)
  })

  it.each([{ hours: Number.NaN }, { minutes: Number.POSITIVE_INFINITY }])('refuses %j', (time) => {
    expect(() => hours.addWorkingTime(at('2026-11-23 09:00'), time)).toThrow(/finite/)
  })
})

describe('opening', () => {
  it('is open inside a window, and closed at its end', () => {
    expect(hours.isOpen(at('2026-11-23 09:00'))).toBe(true)
    expect(hours.isOpen(at('2026-11-23 12:00'))).toBe(false)
    expect(hours.isOpen(at('2026-11-23 17:29'))).toBe(true)
    expect(hours.isOpen(at('2026-11-22 10:00'))).toBe(false)
    expect(hours.isOpen(at('2026-10-10 10:00'))).toBe(true)
  })

  it('names the first opening and the last closing of a working day, and none of a rest day', () => {
    expect(hours.openingOf('2026-10-10')).toBe(at('2026-10-10 09:00'))
    expect(hours.closingOf('2026-10-10')).toBe(at('2026-10-10 17:30'))
    expect(hours.openingOf('2026-10-11')).toBeUndefined()
  })
})

describe('seasons and special days', () => {
  const summer = createBusinessHours(calendar, {
    windows: [
      ['09:00', '12:00'],
      ['14:00', '18:00'],
    ],
    seasons: [
      {
        from: '06-01',
        to: '09-30',
        windows: [
          ['08:00', '12:00'],
          ['15:00', '18:00'],
        ],
      },
    ],
  })

  it('changes the hours when the season changes inside a span', () => {
    // 2022-05-31 is a Tuesday.
    expect(minuteOf(summer.addWorkingTime(at('2022-05-31 17:00'), { hours: 2 }))).toBe('2022-06-01 09:00')
    expect(minuteOf(summer.addWorkingTime(at('2022-09-30 17:00'), { hours: 2 }))).toBe('2022-10-08 10:00')
  })

  it('lets a season run over New Year', () => {
    const winter = createBusinessHours(calendar, {
      seasons: [{ from: '11-01', to: '02-29', windows: [['10:00', '16:00']] }],
    })
    expect(winter.openingOf('2025-12-31')).toBe(at('2025-12-31 10:00'))
    expect(winter.openingOf('2026-02-27')).toBe(at('2026-02-27 10:00'))
    expect(winter.openingOf('2026-03-02')).toBe(at('2026-03-02 09:00'))
  })

  it('closes the afternoon of a typhoon without moving deadlines in days', () => {
    const typhoon = calendar.withOverlay({
      id: 'typhoon',
      name: { zh: '台风停工', en: 'typhoon' },
      hours: [{ from: '2026-07-21', to: '2026-07-21', windows: [['09:00', '12:00']] }],
    })
    const closed = createBusinessHours(typhoon)
    expect(minuteOf(closed.addWorkingTime(at('2026-07-21 11:00'), { hours: 2 }))).toBe('2026-07-22 10:00')
    expect(closed.isOpen(at('2026-07-21 15:00'))).toBe(false)
    expect(typhoon.addWorkingDays('2026-07-20', 1)).toBe('2026-07-21')
  })

  it('passes a working day without any hours', () => {
    const closed = createBusinessHours(
      calendar.withOverlay({
        id: 'stocktaking',
        name: { zh: '盘点', en: 'stocktaking' },
        hours: [{ from: '2026-11-24', to: '2026-11-24', windows: [] }],
      }),
    )
    expect(minuteOf(closed.addWorkingTime(at('2026-11-23 17:00'), { hours: 1 }))).toBe('2026-11-25 09:30')
    expect(closed.closingOf('2026-11-24')).toBeUndefined()
  })

  it.each([
    [{ windows: [['9:00', '12:00']] }, /HH:MM/],
    [{ windows: [['12:00', '09:00']] }, /windows\.0.*HH:MM/],
    [
      {
        windows: [
          ['09:00', '12:00'],
          ['11:00', '17:00'],
        ],
      },
      /windows\.1.*after the window before/,
    ],
    [{ windows: [['09:00', '24:30']] }, /HH:MM/],
    [{ windows: [] }, /at least one window/],
    [{ seasons: [{ from: '6-1', to: '09-30', windows: [['09:00', '12:00']] }] }, /MM-DD/],
    [{ seasons: [{ from: '02-30', to: '09-30', windows: [['09:00', '12:00']] }] }, /2024-02-30/],
  ])('refuses hours that make no sense: %j', (options, message) => {
    expect(() => createBusinessHours(calendar, options as never)).toThrow(message)
  })
})

describe('laws of working time', () => {
  const instant = fc
    .integer({ min: at('2008-01-01 00:00') / 60_000, max: at('2026-06-01 00:00') / 60_000 })
    .map((m) => m * 60_000)

  /** The definition, minute by minute. */
  function walk(from: number, minutes: number): number {
    let time = from
    for (let left = minutes; left > 0; time += 60_000) if (hours.isOpen(time)) left--
    return time
  }

  it('ends where a walk minute by minute ends', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 2000 }), (from, minutes) => {
        expect(minuteOf(hours.addWorkingTime(from, { minutes }))).toBe(minuteOf(walk(from, minutes)))
      }),
      { numRuns: 40 },
    )
  })

  it('adding and then measuring gives what was added, and there is no working time in between when nothing is added', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -20_000, max: 20_000 }), (from, minutes) => {
        expect(hours.workingTimeBetween(from, hours.addWorkingTime(from, { minutes }))).toBe(minutes * 60_000)
      }),
    )
  })

  it('a later start and a longer time never end earlier', () => {
    fc.assert(
      fc.property(instant, fc.nat(5000), fc.nat(5000), fc.nat(5000), (from, minutes, more, later) => {
        const end = hours.addWorkingTime(from, { minutes: minutes + 1 })
        expect(hours.addWorkingTime(from, { minutes: minutes + 1 + more })).toBeGreaterThanOrEqual(end)
        expect(hours.addWorkingTime(from + later * 60_000, { minutes: minutes + 1 })).toBeGreaterThanOrEqual(end)
      }),
    )
  })

  it('always ends on a working day', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 20_000 }), (from, minutes) => {
        expect(calendar.isWorkingDay(dateOf(hours.addWorkingTime(from, { minutes })))).toBe(true)
      }),
    )
  })
})
