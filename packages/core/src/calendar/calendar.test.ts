import { afterEach, describe, expect, it } from 'vitest'
import { CalendarCoverageError } from '../errors.js'
import { calendarOf, createWorkCalendar, provisionalCalendar, tableOf, yearsOf } from './calendar.js'
import { addDays, dateOf, instantOf } from './date.js'
import type { HolidayYear } from './notices/holiday-year.js'
import { notices } from './notices/published-notices.js'

const calendar = createWorkCalendar()

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe('counting working days', () => {
  it('begins the day after a start on a holiday', () => {
    expect(calendar.addWorkingDays('2026-10-01', 1)).toBe('2026-10-08')
  })

  it('begins the day after a start on a weekend', () => {
    expect(calendar.addWorkingDays('2026-11-21', 1)).toBe('2026-11-23')
    expect(calendar.addWorkingDays('2026-11-22', 1)).toBe('2026-11-23')
  })

  it('does not count a make-up Saturday on which it starts', () => {
    expect(calendar.addWorkingDays('2026-02-28', 1)).toBe('2026-03-02')
  })

  it('ends on a make-up Saturday or Sunday like on any working day', () => {
    expect(calendar.addWorkingDays('2026-02-27', 1)).toBe('2026-02-28')
    expect(calendar.addWorkingDays('2026-09-18', 1)).toBe('2026-09-20')
  })

  it('counts the make-up Saturday after a Friday', () => {
    expect(calendar.addWorkingDays('2026-02-13', 1)).toBe('2026-02-14')
  })

  it('keeps the Saturday free before a make-up Sunday', () => {
    expect(calendar.dayType('2026-09-19')).toBe('weekend')
    expect(calendar.dayType('2026-09-20')).toBe('make-up-workday')
  })

  it('passes holidays longer than a week', () => {
    expect(calendar.nextWorkingDay('2026-02-14')).toBe('2026-02-24')
    expect(calendar.nextWorkingDay('2020-01-23')).toBe('2020-02-03')
    expect(calendar.previousWorkingDay('2020-02-03')).toBe('2020-01-23')
  })

  it('gives the start itself for zero, and counts backwards for a negative number', () => {
    expect(calendar.addWorkingDays('2026-10-01', 0)).toBe('2026-10-01')
    expect(calendar.addWorkingDays('2026-10-08', -1)).toBe('2026-09-30')
    expect(calendar.addWorkingDays('2026-10-01', -1)).toBe('2026-09-30')
    expect(calendar.addWorkingDays('2026-10-12', -3)).toBe('2026-10-08')
  })

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, '3'])('refuses %s working days', (n) => {
    expect(() => calendar.addWorkingDays('2026-10-01', n as number)).toThrow(/whole number/)
  })

  it('counts the days after the first, up to and including the last', () => {
    expect(calendar.workingDaysBetween('2026-09-30', '2026-10-08')).toBe(1)
    expect(calendar.workingDaysBetween('2026-10-08', '2026-09-30')).toBe(-1)
    expect(calendar.workingDaysBetween('2026-10-08', '2026-10-08')).toBe(0)
    expect(calendar.workingDaysBetween('2026-01-01', '2026-12-31')).toBe(248)
  })

  it('rolls a rest day forward and leaves a working day', () => {
    expect(calendar.rollForward('2026-10-03')).toBe('2026-10-08')
    expect(calendar.rollForward('2026-10-10')).toBe('2026-10-10')
  })

  it('does not let a half-day holiday move a deadline', () => {
    expect(calendar.isWorkingDay('2024-03-08')).toBe(true)
    expect(calendar.isWorkingDay('2026-05-04')).toBe(false) // in Labour Day
    expect(calendar.isWorkingDay('2016-05-04')).toBe(true)
  })

  it.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'])(
    'gives the same answers when the process runs in %s',
    (tz) => {
      process.env.TZ = tz
      expect(calendar.isWorkingDay(dateOf(Date.parse('2026-10-01T00:00+08:00')))).toBe(false)
      expect(calendar.isWorkingDay(dateOf(Date.parse('2026-10-07T23:59:59.999+08:00')))).toBe(false)
      expect(calendar.isWorkingDay(dateOf(Date.parse('2026-10-08T00:01+08:00')))).toBe(true)
      expect(calendar.isWorkingDay(dateOf(Date.parse('2026-10-11T00:01+08:00')))).toBe(false)
      expect(calendar.nextWorkingDay('2026-10-08')).toBe('2026-10-09')
      expect(dateOf(instantOf(calendar.addWorkingDays('2026-12-25', 4)))).toBe('2026-12-31')
    },
  )
})

describe('year ends and amendments', () => {
  it('takes make-up days in December from the notice of the next year', () => {
    expect(calendar.sourceOf('2011-12-31')).toMatchObject({ kind: 'make-up-workday', notice: '国办发明电〔2011〕45号' })
    expect(calendar.sourceOf('2018-12-29')).toMatchObject({ kind: 'make-up-workday', notice: '国办发明电〔2018〕15号' })
  })

  it('gives a holiday that begins in December to the next year', () => {
    expect(calendar.dayType('2022-12-31')).toBe('holiday')
    expect(calendar.dayType('2023-01-03')).toBe('workday')
    expect(calendar.addWorkingDays('2022-12-30', 1)).toBe('2023-01-03')
  })

  it('applies the parade of 2015, Labour Day of 2019 and the extension of 2020', () => {
    expect(calendar.sourceOf('2015-09-03')).toMatchObject({ kind: 'holiday', notice: '国发明电〔2015〕1号' })
    expect(calendar.dayType('2015-09-06')).toBe('make-up-workday')
    expect(calendar.sourceOf('2019-05-02')).toMatchObject({ kind: 'holiday', notice: '国办发明电〔2019〕3号' })
    expect(calendar.sourceOf('2020-02-01')).toMatchObject({ kind: 'holiday', notice: '国办发明电〔2020〕1号' })
    expect(calendar.dayType('2020-02-03')).toBe('workday')
  })

  it('knows a notice from the day it was published on, and the oldest always', () => {
    const { published = '' } = notices.at(-1) as HolidayYear
    expect(createWorkCalendar({ asOf: published }).coverage.to).toBe('2026-12-31')
    expect(createWorkCalendar({ asOf: addDays(published, -1) }).coverage.to).toBe('2025-12-31')
    expect(createWorkCalendar({ asOf: '2005-01-01' }).coverage.from).toBe('2007-01-01')
    expect(() => createWorkCalendar({ asOf: '2005-02-29' })).toThrow(/asOf/)
  })

  it('can forget what was not published yet', () => {
    const before = createWorkCalendar({ asOf: '2020-01-25' })
    expect(before.isWorkingDay('2020-01-31')).toBe(true)
    expect(before.dayType('2020-02-01')).toBe('make-up-workday')
    expect(createWorkCalendar({ asOf: '2019-03-21' }).isWorkingDay('2019-05-02')).toBe(true)
    expect(createWorkCalendar({ asOf: '2018-12-01' }).coverage.to).toBe('2018-12-31')
  })
})

describe('coverage', () => {
  it('says what it rests on', () => {
    const { coverage } = calendar
    expect(coverage).toMatchObject({ from: '2007-01-01', to: '2026-12-31', settledTo: '2026-12-28' })
    expect(coverage.notices.at(-1)).toEqual({
      year: 2026,
      notice: '国办发明电〔2025〕7号',
      published: '2025-11-04',
      amendments: [],
    })
    expect(coverage.version).toMatch(/^CN-2026-2025\.7-[0-9a-f]{8}$/)
    expect(coverage.provisionalFrom).toBeUndefined()
  })

  it('answers a deadline exactly on the last covered day', () => {
    expect(calendar.addWorkingDays('2026-12-30', 1)).toBe('2026-12-31')
  })

  it('refuses a span that crosses into an unpublished year, though the start is covered', () => {
    const cross = () => calendar.addWorkingDays('2026-12-29', 3)
    expect(cross).toThrow(CalendarCoverageError)
    expect(cross).toThrow(/no holiday notice for 2027; it covers 2007-01-01 to 2026-12-31/)
    expect.assertions(3)
    try {
      cross()
    } catch (error) {
      expect(error).toMatchObject({ code: 'calendar-coverage', missingYear: 2027, lastCovered: '2026-12-31' })
    }
  })

  it('refuses days before the first and after the last covered year', () => {
    expect(() => calendar.isWorkingDay('2006-12-31')).toThrow(/2006/)
    expect(() => calendar.dayType('2030-10-01')).toThrow(/2030/)
    expect(() => calendar.previousWorkingDay('2007-01-01')).toThrow(/2006/)
    expect(() => calendar.addWorkingDays('2026-01-01', 1_000_000_000)).toThrow(/2027/)
  })

  it('marks the last days of the last year provisional, because the next notice may still reach back to them', () => {
    expect(calendar.isProvisional('2026-12-28')).toBe(false)
    expect(calendar.isProvisional('2026-12-29')).toBe(true)
    expect(calendar.sourceOf('2026-12-31').provisional).toBe(true)
  })

  it('refuses another region', () => {
    expect(() => createWorkCalendar({ region: 'TW' as 'CN' })).toThrow(/region "CN"/)
    expect(() => createWorkCalendar({ unpublished: 'guess' as 'throw' })).toThrow(/provisional/)
  })

  it('made by another copy of the package has no notices to read', () => {
    const foreign = { ...createWorkCalendar() }
    for (const read of [yearsOf, tableOf, provisionalCalendar])
      expect(() => read(foreign)).toThrow(expect.objectContaining({ code: 'configuration' }))
  })

  it('names its notices as they could be seen, and runs on by projection where it is told to', () => {
    const calendar = createWorkCalendar({ asOf: '2020-01-25' })
    expect(yearsOf(calendar).at(-1)).toMatchObject({ year: 2020, amendments: [] })
    expect(yearsOf(createWorkCalendar())).toBe(notices)
    const provisional = provisionalCalendar(calendar)
    expect(provisionalCalendar(provisional)).toBe(provisional)
    expect([provisional.coverage.to, provisional.isProvisional('2021-06-01')]).toEqual(['2020-12-31', true])
    expect(calendarOf(yearsOf(calendar), calendar).version).toBe(provisional.version)
  })

  it('cannot be changed from outside', () => {
    expect(Object.isFrozen(calendar)).toBe(true)
    expect(Object.isFrozen(calendar.coverage)).toBe(true)
  })
})

describe('the source of a day', () => {
  it('names the holiday, the notice and where to read it', () => {
    expect(calendar.sourceOf('2026-02-14')).toEqual({
      date: '2026-02-14',
      kind: 'make-up-workday',
      name: { zh: '春节', en: 'Spring Festival' },
      notice: '国办发明电〔2025〕7号',
      url: 'https://www.gov.cn/zhengce/content/202511/content_7047090.htm',
      provisional: false,
      text: {
        zh: '星期六，春节调休上班（国办发明电〔2025〕7号）',
        en: 'Saturday worked in return for Spring Festival (国办发明电〔2025〕7号)',
      },
    })
  })

  it('names the rule behind a plain weekend', () => {
    expect(calendar.sourceOf('2026-11-22')).toMatchObject({
      kind: 'weekend',
      notice: '《国务院关于职工工作时间的规定》第七条',
    })
  })
})
