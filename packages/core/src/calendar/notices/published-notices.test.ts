import chineseDays from 'chinese-days'
import * as chineseWorkday from 'chinese-workday'
import { describe, expect, it, vi } from 'vitest'
import { createWorkCalendar } from '../calendar.js'
import { addDays, fromDayNumber } from '../date.js'
import { statutoryDays } from '../statutory-days.js'
import { checkYear } from './check-year.js'
import { calendarFromChineseWorkday } from './chinese-workday.js'
import { lastFestivalYear } from './festivals.js'
import { notices } from './published-notices.js'

const calendar = createWorkCalendar()

// chinese-days reads the time zone of the process when it is loaded and is a day off in America; the calendar under test
// never does. This runs before the imports, in the process of this file alone.
vi.hoisted(() => {
  process.env.TZ = 'Asia/Shanghai'
})

/** Days chinese-workday 1.16.1 has wrong, under the notice that decides each of them. */
const wrongInChineseWorkday: Readonly<Record<string, readonly string[]>> = {
  '国办发明电〔2010〕40号': ['2011-01-29', '2011-02-12', '2011-04-02'],
  '国办发明电〔2011〕45号': [
    '2011-12-31',
    '2012-01-29',
    '2012-03-31',
    '2012-04-01',
    '2012-04-28',
    '2012-09-30',
    '2012-10-08',
  ],
  '国办发明电〔2012〕33号': [
    '2013-04-07',
    '2013-04-27',
    '2013-04-28',
    '2013-06-08',
    '2013-06-09',
    '2013-10-12',
    '2013-12-29',
  ],
  '国办发明电〔2013〕28号': ['2014-06-03', '2014-06-04', '2014-09-09', '2014-09-10', '2014-10-11'],
  '国发明电〔2015〕1号': ['2015-09-03', '2015-09-04'],
  '国办发明电〔2017〕12号': ['2018-01-01'],
  '国办发明电〔2020〕1号': ['2020-01-31', '2020-02-01'],
  '国办发明电〔2022〕16号': ['2023-01-03'],
}

describe('the holiday data', () => {
  it('covers 2007 to 2026 without a gap, each year with its notice', () => {
    expect(notices.map(({ year }) => year)).toEqual(Array.from({ length: 20 }, (_, i) => 2007 + i))
    for (const { notice, published, year } of notices) {
      expect(notice).toMatch(/^国办发明电〔\d{4}〕\d+号$/)
      if (published !== undefined) expect(published.slice(0, 4)).toBe(String(year - 1))
    }
  })

  it.each(notices)('of $year agrees with the law and with the totals its notice states', (year) => {
    expect(checkYear(year)).toEqual([])
  })

  it('agrees with chinese-days on every one of 7305 days', () => {
    const wrong: string[] = []
    let compared = 0
    for (let date = '2007-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) {
      if (chineseDays.isWorkday(date) !== calendar.isWorkingDay(date)) wrong.push(date)
      compared++
    }
    expect(compared).toBe(7305)
    expect(wrong).toEqual([])
  })

  it('differs from chinese-workday only on the 28 days that package has wrong', () => {
    const { wrongDays, missingYears, addedYears } = calendarFromChineseWorkday(chineseWorkday)
    expect(wrongDays.map(({ date }) => date)).toEqual(Object.values(wrongInChineseWorkday).flat().sort())
    expect(wrongDays).toHaveLength(28)
    expect(missingYears).toEqual([2007, 2008, 2009, 2010])
    expect(addedYears).toEqual([])
  })

  it('names a notice for each of these days that is itself a holiday or a make-up working day', () => {
    for (const [notice, dates] of Object.entries(wrongInChineseWorkday)) {
      for (const date of dates) {
        const source = calendar.sourceOf(date)
        if (source.kind === 'holiday' || source.kind === 'make-up-workday')
          expect([date, source.notice]).toEqual([date, notice])
      }
    }
  })
})

describe('the festival table', () => {
  it('agrees with an independent lunar calendar until 2040', () => {
    const { getSolarDateFromLunar, getSolarTermDate } = chineseDays
    for (let year = 2008; year <= lastFestivalYear; year++) {
      const dates = (name: string) =>
        statutoryDays(year)
          .filter((day) => day.name.zh === name)
          .map(({ day }) => fromDayNumber(day))
      expect(dates('春节')).toContain(getSolarDateFromLunar(`${year}-01-01`).date)
      expect(dates('端午节')).toEqual([getSolarDateFromLunar(`${year}-05-05`).date])
      expect(dates('中秋节')).toEqual([getSolarDateFromLunar(`${year}-08-15`).date])
      expect(dates('清明节')).toEqual([getSolarTermDate(year, 4, 'pure_brightness')])
    }
  })

  it('gives 10 statutory days in 2007, 11 from 2008 and 13 from 2025', () => {
    expect([2007, 2008, 2024, 2025, 2027].map((year) => statutoryDays(year).length)).toEqual([10, 11, 11, 13, 13])
    expect(statutoryDays(2027).map(({ day }) => fromDayNumber(day))).toEqual([
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-04-05',
      '2027-06-09',
      '2027-05-01',
      '2027-05-02',
      '2027-09-15',
      '2027-10-01',
      '2027-10-02',
      '2027-10-03',
    ])
  })
})
