import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from '../calendar.js'
import { calendarFromChineseWorkday } from './chinese-workday.js'

const calendar = createWorkCalendar()

/** A package that knows the notices and one year more. */
function moduleWith(off: readonly string[], makeUp: readonly string[]) {
  return {
    isWorkday(day: string) {
      if (day <= '2026-12-31' && !off.includes(day) && !makeUp.includes(day)) return calendar.isWorkingDay(day)
      if (off.includes(day)) return false
      return makeUp.includes(day) || new Date(`${day}T00:00:00Z`).getUTCDay() % 6 !== 0
    },
    getFestival: (day: string) => (day < '2027-01-05' ? '元旦' : day < '2027-03-01' ? '春节' : '节日'),
  }
}

const off2027 = [
  '2027-01-01',
  '2027-02-05',
  '2027-02-08',
  '2027-02-09',
  '2027-02-10',
  '2027-02-11',
  '2027-04-05',
  '2027-05-03',
  '2027-05-04',
  '2027-05-05',
  '2027-06-09',
  '2027-09-15',
  '2027-10-01',
  '2027-10-04',
  '2027-10-05',
  '2027-10-06',
  '2027-10-07',
]
const makeUp2027 = ['2027-02-20', '2027-05-08', '2027-09-26', '2027-10-09']

describe('the adapter for chinese-workday', () => {
  it('takes a year that only the package has, after checking it', () => {
    const report = calendarFromChineseWorkday(moduleWith(off2027, makeUp2027))
    expect(report).toMatchObject({ wrongDays: [], missingYears: [], addedYears: [2027], refusedYears: [] })
    expect(report.calendar.coverage.to).toBe('2027-12-31')
    expect(report.calendar.sourceOf('2027-02-20')).toMatchObject({
      kind: 'make-up-workday',
      notice: 'chinese-workday 2027',
      name: { zh: '春节' },
    })
  })

  it('refuses a year whose data cannot be right, and says why', () => {
    const report = calendarFromChineseWorkday(moduleWith(off2027, makeUp2027.slice(1)))
    expect(report.addedYears).toEqual([])
    expect(report.refusedYears).toMatchObject([
      { year: 2027, problems: [{ message: { en: expect.stringContaining('the law gives 13') } }] },
    ])
    expect(report.calendar.coverage.to).toBe('2026-12-31')
  })

  it('lists a day the package has wrong, with the notice that decides', () => {
    const report = calendarFromChineseWorkday(moduleWith(['2026-10-10'], []))
    expect(report.wrongDays).toEqual([{ date: '2026-10-10', theirs: 'off', notice: '国办发明电〔2025〕7号' }])
  })
})
