import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../test/runs.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { addDays } from '../calendar/date.js'
import { isHuiyinError } from '../errors.js'
import {
  dayPeriod,
  monthPeriod,
  periodInstants,
  periodIssues,
  statisticalMonth,
  workingWeek,
  yearPeriod,
} from './period.js'

const calendar = createWorkCalendar()

describe('a period', () => {
  it('is half-open: months in a row leave nothing out and count nothing twice', () => {
    expect(monthPeriod('2022-02')).toEqual({ from: '2022-02-01', to: '2022-03-01' })
    expect(monthPeriod('2024-02').to).toBe(monthPeriod('2024-03').from)
    expect(monthPeriod('2022-12').to).toBe('2023-01-01')
    expect(yearPeriod('2022')).toEqual({ from: '2022-01-01', to: '2023-01-01' })
  })
  it('may run from the 19th to the 18th', () => {
    expect(statisticalMonth('2022-03', 19)).toEqual({ from: '2022-02-19', to: '2022-03-19' })
    expect(statisticalMonth('2022-01', 21)).toEqual({ from: '2021-12-21', to: '2022-01-21' })
    expect([statisticalMonth('2022-03', 2).from, statisticalMonth('2022-03', 28).from]).toEqual([
      '2022-02-02',
      '2022-02-28',
    ])
    expect(statisticalMonth('2022-03', 19, { cutoffHour: 0 })).not.toHaveProperty('cutoffHour')
    expect(statisticalMonth('2022-03', 26, { cutoffHour: 12 })).toMatchObject({ from: '2022-02-26', cutoffHour: 12 })
  })
  it('may run from noon to noon', () => {
    const noon = periodInstants(dayPeriod('2022-03-01', { cutoffHour: 12 }))
    expect(noon).toEqual({
      from: Date.parse('2022-03-01T12:00:00+08:00'),
      to: Date.parse('2022-03-02T12:00:00+08:00'),
    })
    expect(periodInstants(dayPeriod('2022-03-01')).from).toBe(Date.parse('2022-03-01T00:00:00+08:00'))
  })
  it.each([
    ['no month', () => monthPeriod('2022-13')],
    ['no month', () => monthPeriod('2022-3')],
    ['the 1st is the natural month', () => statisticalMonth('2022-03', 1)],
    ['not every month has a 29th', () => statisticalMonth('2022-03', 29)],
    ['no day', () => dayPeriod('2022-02-30')],
    ['no day of the month', () => statisticalMonth('2022-03', 2.5)],
    ['no month', () => monthPeriod(202_201 as never)],
    ['no month', () => monthPeriod('x2022-01')],
    ['no month', () => monthPeriod('2022-011')],
    ['no year', () => yearPeriod('22')],
    ['no year', () => yearPeriod('20222')],
    ['no year', () => yearPeriod(2022 as never)],
    ['no month', () => monthPeriod(['2022-01'] as never)],
    ['no year', () => yearPeriod('x2022')],
    ['no year', () => yearPeriod(['2022'] as never)],
  ])('is refused: %s', (_why, make) => {
    expect(() => make()).toThrow(expect.toSatisfy((error: unknown) => isHuiyinError(error, 'invalid-input')))
  })
  it('is refused for the text that it was made from', () => {
    const path = (make: () => unknown) => {
      try {
        return make()
      } catch (error) {
        return isHuiyinError(error, 'invalid-input') ? error.issues[0]?.path : error
      }
    }
    for (const text of ['x2022-01', '2022-011', '2022-13', '2022']) {
      expect(path(() => monthPeriod(text))).toEqual(['month'])
      expect(path(() => statisticalMonth(text, 19))).toEqual(['month'])
    }
    for (const text of ['x2022', '20222', '22']) expect(path(() => yearPeriod(text))).toEqual(['year'])
    expect(path(() => statisticalMonth('2022-03', 29))).toEqual(['startDay'])
  })
  it('names what is wrong with it', () => {
    expect(periodIssues({ from: '2022-2-3', to: '2022-13-01' }).map((each) => each.path)).toEqual([
      ['period', 'from'],
      ['period', 'to'],
    ])
    expect(periodIssues({ from: '2022-02-02', to: '2022-02-01' })).toMatchObject([{ path: ['period'] }])
    expect(periodIssues({ from: '2022-02-01', to: '2022-02-02', cutoffHour: 24 })).toMatchObject([
      { path: ['period', 'cutoffHour'] },
    ])
    expect(periodIssues(undefined)).toHaveLength(2)
    const day = { from: '2022-02-01', to: '2022-02-02' }
    for (const cutoffHour of [-1, 1.5, 24]) expect(periodIssues({ ...day, cutoffHour })).toHaveLength(1)
    for (const cutoffHour of [0, 23]) expect(periodIssues({ ...day, cutoffHour })).toEqual([])
    // A period of no days counts nothing, and is none that ends before it begins.
    expect(periodIssues({ from: '2022-02-01', to: '2022-02-01' })).toEqual([])
    expect(periodIssues({ from: '2022-02-31', to: '2022-02-01' }).map((each) => each.path)).toEqual([
      ['period', 'from'],
    ])
  })
})

describe('the working week', () => {
  it('begins on the first working day and keeps the rest days after it', () => {
    expect(workingWeek(calendar, '2022-03-09')).toEqual({ from: '2022-03-07', to: '2022-03-14' })
    expect(workingWeek(calendar, '2022-03-13')).toEqual({ from: '2022-03-07', to: '2022-03-14' })
  })
  it('joins a week of holidays to the one before it (Spring Festival 2022, worked from 29 January)', () => {
    expect(workingWeek(calendar, '2022-02-03')).toEqual({ from: '2022-01-24', to: '2022-02-07' })
  })
  it('begins after a Monday off', () => {
    expect(workingWeek(calendar, '2022-04-06')).toEqual({ from: '2022-04-06', to: '2022-04-11' })
    expect(workingWeek(calendar, '2022-04-05')).toEqual({ from: '2022-03-28', to: '2022-04-06' })
  })
  it('gives every day to exactly one week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3600 }), (n) => {
        const date = addDays('2015-02-01', n)
        const week = workingWeek(calendar, date)
        expect(week.from <= date && date < week.to).toBe(true)
        expect(calendar.isWorkingDay(week.from)).toBe(true)
        expect(workingWeek(calendar, week.to).from).toBe(week.to)
        expect(workingWeek(calendar, addDays(week.from, -1)).to).toBe(week.from)
      }),
      { numRuns: runs(300) },
    )
  })
})
