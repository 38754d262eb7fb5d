import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { isHuiyinError } from '../errors.js'
import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  fromDayNumber,
  instantOf,
  parseDate,
  toDayNumber,
  weekdayOf,
} from './date.js'

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe('a calendar date', () => {
  it.each([
    '2026-02-30',
    '2026-13-45',
    '2026-2-3',
    '2026-00-10',
    '2026-10-00',
    '2025-02-29',
    '20261001',
    '2026/10/01',
    'abcd-ef-gh',
    '',
  ])('refuses "%s", which is not an existing day written YYYY-MM-DD', (text) => {
    expect(() => parseDate(text)).toThrow(/YYYY-MM-DD/)
  })

  it.each([Number.NaN, null, undefined, 20261001, new Date(0)])(
    'refuses %s, because a day is a text and never a Date or a number',
    (value) => {
      expect(() => parseDate(value as unknown as string)).toThrow(/YYYY-MM-DD/)
    },
  )

  it('accepts the leap day of a leap year', () => {
    expect(parseDate('2024-02-29')).toBe('2024-02-29')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  })

  it('ends a month period on the corresponding day, or on the last day of a shorter month', () => {
    expect(addMonths('2026-01-15', 1)).toBe('2026-02-15')
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
    expect(addMonths('2026-01-15', -2)).toBe('2025-11-15')
  })

  it('knows the day of the week', () => {
    expect(weekdayOf('2026-11-22')).toBe(0)
    expect(weekdayOf('2026-11-23')).toBe(1)
  })

  it('counts days as the platform does, from the year 1 to 9999', () => {
    const day = fc.integer({ min: -719_162, max: 2_932_896 })
    fc.assert(
      fc.property(day, (n) => {
        const text = fromDayNumber(n)
        expect(toDayNumber(text)).toBe(n)
        expect(text).toBe(new Date(n * 86_400_000).toISOString().slice(0, 10))
      }),
    )
  })

  it('subtracts what it adds', () => {
    expect(daysBetween('2025-12-31', '2026-03-01')).toBe(60)
    expect(addDays('2026-03-01', -60)).toBe('2025-12-31')
    expect(() => addDays('2026-03-01', 1.5)).toThrow(/whole number/)
    expect(() => addMonths('2026-03-01', Number.NaN)).toThrow(/whole number/)
  })

  it('refuses a result that cannot be written', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31')
    expect(addDays('0001-01-02', -1)).toBe('0001-01-01')
    expect(() => addDays('9999-12-31', 1)).toThrow(/years 1 to 9999/)
    expect(() => addDays('0001-01-01', -1)).toThrow(/years 1 to 9999/)
    expect(() => addMonths('9999-12-31', 1)).toThrow(/years 1 to 9999/)
  })
})

describe('an instant', () => {
  it.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'])(
    'belongs to the day in Beijing when the process runs in %s',
    (tz) => {
      process.env.TZ = tz
      expect(dateOf(Date.parse('2026-10-01T00:00:00+08:00'))).toBe('2026-10-01')
      expect(dateOf(Date.parse('2026-10-07T23:59:59.999+08:00'))).toBe('2026-10-07')
      expect(dateOf(Date.parse('2026-10-08T00:01:00+08:00'))).toBe('2026-10-08')
      expect(instantOf('2026-10-08')).toBe(Date.parse('2026-10-08T00:00:00+08:00'))
    },
  )

  it('is refused before 1992, when Beijing still had summer time', () => {
    expect(() => dateOf(Date.parse('1988-07-01T00:00:00+09:00'))).toThrow(/1992/)
    expect(() => instantOf('1991-12-31')).toThrow(/1992/)
    expect(instantOf('1992-01-01')).toBe(Date.parse('1992-01-01T00:00:00+08:00'))
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '2026-10-01', null, undefined])(
    'is refused when it is %s',
    (value) => {
      expect.assertions(1)
      try {
        dateOf(value as unknown as number)
      } catch (error) {
        expect(isHuiyinError(error, 'invalid-input')).toBe(true)
      }
    },
  )
})
