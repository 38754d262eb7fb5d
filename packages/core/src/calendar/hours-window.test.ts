import { describe, expect, it } from 'vitest'
import { createBusinessHours, hoursOn } from './business-hours.js'
import { createWorkCalendar } from './calendar.js'
import { type HoursWindow, readTime, windowIssues } from './hours-window.js'
import { minuteOf } from './time-of-day.js'

const calendar = createWorkCalendar()
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const name = { zh: '甲', en: 'x' }

describe('a time of opening or closing', () => {
  it('is written HH:MM, up to 24:00', () => {
    expect([readTime('00:00'), readTime('09:30'), readTime('24:00')]).toEqual([0, 34_200_000, 86_400_000])
    for (const wrong of ['24:01', '25:00', '9:00', '09:60', '109:00', '09:000', '', undefined])
      expect(readTime(wrong)).toBeNaN()
  })
})

describe('windows', () => {
  const wrong = (...windows: HoursWindow[]) => windowIssues(windows, ['windows']).map(({ path }) => path.at(-1))
  it('may touch, begin at 00:00 and end at 24:00, and be none', () => {
    expect(wrong(['00:00', '12:00'], ['12:00', '24:00'])).toEqual([])
    expect(wrong()).toEqual([])
  })

  it('open before they close, after the window before', () => {
    expect(wrong(['09:00', '09:00'])).toEqual([0])
    expect(wrong(['13:30', '17:30'], ['09:00', '12:00'])).toEqual([1])
    expect(wrong(['09:00', '12:00'], ['11:59', '17:30'], ['17:00', '18:00'])).toEqual([1, 2])
  })
})

describe('seasons', () => {
  const opening = (day: string, seasons: readonly { from: string; to: string; windows: HoursWindow[] }[]) => {
    const open = createBusinessHours(calendar, { seasons }).openingOf(day)
    return open === undefined ? undefined : minuteOf(open).slice(11)
  }
  it('hold from their first day to their last', () => {
    const summer = [{ from: '06-01', to: '09-30', windows: [['08:00', '12:00']] as HoursWindow[] }]
    expect(['2026-05-29', '2026-06-01', '2026-09-30', '2026-10-08'].map((day) => opening(day, summer))).toEqual([
      '09:00',
      '08:00',
      '08:00',
      '09:00',
    ])
  })

  it('over New Year hold on their first and last day too, and not between', () => {
    const winter = [{ from: '11-23', to: '03-02', windows: [['10:00', '16:00']] as HoursWindow[] }]
    expect(['2025-11-21', '2026-11-23', '2026-03-02', '2026-03-03'].map((day) => opening(day, winter))).toEqual([
      '09:00',
      '10:00',
      '10:00',
      '09:00',
    ])
  })

  it('that overlap: the later one wins, and hours of an overlay over both', () => {
    const seasons = [
      { from: '06-01', to: '09-30', windows: [['08:00', '12:00']] as HoursWindow[] },
      { from: '07-01', to: '07-31', windows: [['07:00', '12:00']] as HoursWindow[] },
    ]
    expect(['2026-06-30', '2026-07-01', '2026-08-03'].map((day) => opening(day, seasons))).toEqual([
      '08:00',
      '07:00',
      '08:00',
    ])
    const special = calendar.withOverlay({
      id: 'x',
      name,
      hours: [{ from: '2026-07-01', to: '2026-07-02', windows: [['10:00', '12:00']] }],
    })
    const hours = createBusinessHours(special, { seasons })
    expect(
      ['2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03'].map((day) =>
        minuteOf(hours.openingOf(day) ?? 0).slice(11),
      ),
    ).toEqual(['08:00', '10:00', '10:00', '07:00'])
  })

  it('and special days may be more than 255', () => {
    const days = Array.from({ length: 300 }, (_, n) => calendar.addWorkingDays('2024-01-02', n))
    const special = calendar.withOverlay({
      id: 'x',
      name,
      hours: days.map((day, n) => ({
        from: day,
        to: day,
        windows: [[`10:${String(n % 60).padStart(2, '0')}`, '12:00'] as const],
      })),
    })
    const hours = createBusinessHours(special)
    expect(days.map((day) => new Date(hours.openingOf(day) ?? 0).getUTCMinutes())).toEqual(days.map((_, n) => n % 60))
  })
})

describe('the same hours on another calendar', () => {
  it('are the same hours, windows and seasons among them', () => {
    const own = createBusinessHours(calendar, { windows: [['08:00', '10:00']] })
    expect(hoursOn(own, calendar)).toBe(own)
    const other = calendar.withOverlay({ id: 'x', name, off: [['2026-11-24', '2026-11-24']] })
    const moved = hoursOn(own, other)
    expect(minuteOf(moved.addWorkingTime(at('2026-11-23 09:00'), { hours: 2 }))).toBe('2026-11-25 09:00')
    expect(() => hoursOn({ ...own }, other)).toThrow(/not made by createBusinessHours/)
  })
})
