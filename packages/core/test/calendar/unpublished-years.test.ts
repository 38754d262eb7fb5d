import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import { fromDayNumber } from '../../src/calendar/date.js'
import type { HolidayYear } from '../../src/calendar/notices/holiday-year.js'
import { notices } from '../../src/calendar/notices/published-notices.js'
import { withYear } from '../../src/calendar/notices/with-year.js'
import { projectedDaysOff, statutoryDays } from '../../src/calendar/statutory-days.js'
import { CalendarCoverageError } from '../../src/errors.js'

const provisional = createWorkCalendar({ unpublished: 'provisional' })

/** A year as a notice might arrange it: the statutory days of 2027 with the bridges people expect. */
const year2027 = {
  year: 2027,
  papers: ['https://www.example.gov.cn/2027'],
  days: [
    ...['2027-01-01', '2027-01-02', '2027-01-03'].map((date) => ({ name: '元旦', date, isOffDay: true })),
    ...['05', '06', '07', '08', '09', '10', '11', '12'].map((d) => ({
      name: '春节',
      date: `2027-02-${d}`,
      isOffDay: true,
    })),
    ...['2027-01-31', '2027-02-20'].map((date) => ({ name: '春节', date, isOffDay: false })),
    ...['03', '04', '05'].map((d) => ({ name: '清明节', date: `2027-04-${d}`, isOffDay: true })),
    ...['01', '02', '03', '04', '05'].map((d) => ({ name: '劳动节', date: `2027-05-${d}`, isOffDay: true })),
    { name: '劳动节', date: '2027-05-08', isOffDay: false },
    { name: '端午节', date: '2027-06-09', isOffDay: true },
    { name: '中秋节', date: '2027-09-15', isOffDay: true },
    ...['01', '02', '03', '04', '05', '06', '07'].map((d) => ({
      name: '国庆节',
      date: `2027-10-${d}`,
      isOffDay: true,
    })),
    ...['2027-09-26', '2027-10-09'].map((date) => ({ name: '国庆节', date, isOffDay: false })),
  ],
}

describe('a year without a notice', () => {
  it('is answered from the statutory days, and every answer says that it is provisional', () => {
    expect(provisional.dayType('2027-02-05')).toBe('holiday')
    expect(provisional.addWorkingDays('2026-12-29', 3)).toBe('2027-01-04')
    expect(provisional.addWorkingDays('2027-02-04', 1)).toBe('2027-02-11')
    expect(provisional.isProvisional('2027-06-01')).toBe(true)
    expect(provisional.sourceOf('2027-10-01')).toMatchObject({
      kind: 'holiday',
      provisional: true,
      notice: '《全国年节及纪念日放假办法》',
    })
    expect(provisional.coverage).toMatchObject({
      to: '2026-12-31',
      provisionalFrom: '2027-01-01',
      provisionalTo: '2040-12-31',
    })
  })

  it('makes up for a statutory day on a weekend with the next weekday', () => {
    // Spring Festival 2027 runs from Friday to Monday: Saturday and Sunday are made up on Tuesday and Wednesday.
    expect(provisional.dayType('2027-02-09')).toBe('holiday')
    expect(provisional.dayType('2027-02-10')).toBe('holiday')
    expect(provisional.dayType('2027-02-11')).toBe('workday')
  })

  it('makes up for one that stands alone with the weekday after it, not with the one before', () => {
    // 1 January 2028 is a Saturday.
    expect(['2027-12-31', '2028-01-03', '2028-01-04'].map((date) => provisional.dayType(date))).toEqual([
      'workday',
      'holiday',
      'workday',
    ])
  })

  it('has as many working days as the law leaves in it', () => {
    for (const year of [2027, 2028, 2033, 2039]) {
      const off = [...projectedDaysOff(year).keys()].filter((day) => ((day + 4) % 7) % 6 !== 0)
      expect(off).toHaveLength(13)
    }
  })

  it('is not a guess about the statutory days: not one was a working day in the 20 years published', () => {
    const calendar = createWorkCalendar()
    const worked = notices
      .flatMap(({ year }) => statutoryDays(year).map(({ day }) => fromDayNumber(day)))
      .filter((date) => calendar.isWorkingDay(date))
    expect(worked).toEqual([])
  })

  it('is refused all the same where the festivals themselves are not known', () => {
    expect(() => provisional.isWorkingDay('2041-01-01')).toThrow(CalendarCoverageError)
  })

  it('can be loaded from one JSON file a city hosts', () => {
    const calendar = withYear(createWorkCalendar(), year2027)
    expect(calendar.coverage).toMatchObject({ to: '2027-12-31', settledTo: '2027-12-28' })
    expect(calendar.addWorkingDays('2026-12-29', 3)).toBe('2027-01-04')
    expect(calendar.dayType('2027-02-20')).toBe('make-up-workday')
    expect(calendar.isProvisional('2026-12-31')).toBe(false)
    expect(calendar.version).not.toBe(createWorkCalendar().version)
    expect(withYear(provisional, year2027).isProvisional('2027-06-01')).toBe(false)
  })

  it('is refused when its data cannot be right, with every reason', () => {
    const load = (days: typeof year2027.days) => () => withYear(createWorkCalendar(), { ...year2027, days })
    expect(load(year2027.days.filter(({ date }) => date !== '2027-09-15'))).toThrow(/statutory holiday/)
    expect(load(year2027.days.filter(({ date }) => date !== '2027-10-09'))).toThrow(
      /weekdays off minus weekend days worked is 14, the law gives 13/,
    )
    expect(load([...year2027.days, { name: '元旦', date: '2027-02-30', isOffDay: true }])).toThrow(/days\.\d+/)
    expect(load([...year2027.days, { name: '元旦', date: '2025-02-03', isOffDay: true }])).toThrow(
      /not a day of 2027 or of the December before it/,
    )
    expect(() => withYear(createWorkCalendar(), { year: 2027 } as never)).toThrow(/expected a list of days/)
    expect(() => withYear(createWorkCalendar(), null as never)).toThrow(/expected a year, such as 2027/)
  })

  it('cannot be skipped: years are loaded in order', () => {
    const days = [...projectedDaysOff(2028)].map(([day, name]) => ({
      name: name.zh,
      date: fromDayNumber(day),
      isOffDay: true,
    }))
    expect(() => withYear(createWorkCalendar(), { year: 2028, days })).toThrow(/2027 first/)
    expect(withYear(withYear(createWorkCalendar(), year2027), { year: 2028, days }).coverage.to).toBe('2028-12-31')
  })

  it('replaces a year that is there already', () => {
    const amended = {
      ...(notices.at(-1) as HolidayYear),
      amendments: [
        {
          name: { zh: '纪念日', en: 'commemoration' },
          off: [['2026-11-23', '2026-11-23'] as const],
          makeUp: [],
          notice: '国办发明电〔2026〕9号',
          published: '2026-11-01',
          extraDays: 1,
        },
      ],
    }
    const calendar = withYear(createWorkCalendar(), amended)
    expect(calendar.sourceOf('2026-11-23')).toMatchObject({ kind: 'holiday', notice: '国办发明电〔2026〕9号' })
    expect(calendar.coverage.notices.at(-1)?.amendments).toEqual(['国办发明电〔2026〕9号'])
  })
})
