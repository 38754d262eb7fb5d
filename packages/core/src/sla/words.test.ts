import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { pauseClock, startClock } from './clock.js'
import { defaultSlaPolicy, defineSlaPolicy } from './policy.js'
import { dateInWords, deadlineInWords, durationInWords } from './words.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

describe('a deadline in words', () => {
  const state = startClock(env, 'resolve', at('2022-01-03 15:00'), { workingDays: 3 })
  const said = (now: string) => deadlineInWords(env, state, at(now))

  it('gives the day, the hour and the working days left', () => {
    expect(said('2022-01-04 10:00')).toEqual({
      zh: '2022年1月6日（星期四）24:00 前，还剩 2 个工作日',
      en: 'by 24:00 on Thursday, 6 January 2022; 2 working days left',
    })
    expect(said('2022-01-05 10:00').en).toBe('by 24:00 on Thursday, 6 January 2022; 1 working day left')
  })

  it('says when it is due today and by how much it is overdue', () => {
    expect(said('2022-01-06 10:00').zh).toBe('2022年1月6日（星期四）24:00 前，今日到期')
    expect(said('2022-01-10 10:00')).toEqual({
      zh: '2022年1月6日（星期四）24:00 前，已超期 2 个工作日',
      en: 'by 24:00 on Thursday, 6 January 2022; overdue by 2 working days',
    })
  })

  it('says only that it is overdue until the first working day after it', () => {
    const friday = startClock(env, 'check', at('2026-11-19 15:00'))
    expect(deadlineInWords(env, friday, at('2026-11-21 10:00')).zh).toBe('2026年11月20日（星期五）24:00 前，已到期')
  })

  it('says since when a clock is paused', () => {
    expect(deadlineInWords(env, pauseClock(state, at('2022-01-05 10:00'), 'hearing'), at('2022-02-01 10:00'))).toEqual({
      zh: '计时自2022年1月5日（星期三）起暂停，暂停时还剩 1 个工作日',
      en: 'paused since Wednesday, 5 January 2022; at that time 1 working day left',
    })
  })

  it('counts hours where the limit is in hours, and names the closing time', () => {
    const claim = startClock(env, 'claim', at('2026-11-23 16:10'))
    expect(deadlineInWords(env, claim, at('2026-11-23 16:30')).zh).toBe(
      '2026年11月24日（星期二）11:40 前，还剩 3 小时 40 分钟工作时间',
    )
    expect(deadlineInWords(env, claim, at('2026-11-24 11:10')).en).toBe(
      'by 11:40 on Tuesday, 24 November 2026; 30 min of working time left',
    )
    const policy = defineSlaPolicy({ resolve: { within: { workingDays: 1 }, cutoff: 'close-of-business' } })
    const strict = startClock({ ...env, policy }, 'resolve', at('2026-11-23 10:00'))
    expect(deadlineInWords(env, strict, at('2026-11-23 10:00')).zh).toBe(
      '2026年11月24日（星期二）17:30 前，还剩 1 个工作日',
    )
  })

  it('counts the hours overdue to the minute: none before it has passed, none too many', () => {
    const claim = startClock(env, 'claim', at('2026-11-23 16:10')) // due 11:40 on the 24th
    const said = (now: string) => deadlineInWords(env, claim, at(now)).zh.split('，').at(-1)
    expect(said('2026-11-24 11:39')).toBe('还剩 1 分钟工作时间')
    expect(said('2026-11-24 11:39:59.999')).toBe('还剩 1 分钟工作时间')
    expect(said('2026-11-24 11:40')).toBe('已到期')
    expect(said('2026-11-24 11:40:59.999')).toBe('已到期')
    expect(said('2026-11-24 11:41')).toBe('已超期 1 分钟工作时间')
    expect(said('2026-11-24 14:40')).toBe('已超期 1 小时 30 分钟工作时间')
    const urgent = startClock(env, 'claim', at('2026-11-23 10:07'), { urgentHours: 2 })
    expect(deadlineInWords(env, urgent, at('2026-11-23 13:07')).en).toBe(
      'by 12:07 on Monday, 23 November 2026; overdue by 1 h',
    )
  })

  it('says that it is provisional while the notice is not published', () => {
    const provisional = createWorkCalendar({ unpublished: 'provisional' })
    const later = { ...env, calendar: provisional, hours: createBusinessHours(provisional) }
    const state2027 = startClock(later, 'resolve', at('2026-12-29 10:00'))
    expect(state2027).toMatchObject({ dueDate: '2027-01-04', provisional: true })
    expect(deadlineInWords(later, state2027, at('2026-12-29 10:00')).zh).toMatch(/（暂定：放假通知尚未发布）$/)
  })

  it('writes a day with its weekday', () => {
    expect(dateInWords('2022-01-06')).toEqual({ zh: '2022年1月6日（星期四）', en: 'Thursday, 6 January 2022' })
  })

  it('writes a length of time to the minute, rounded up, without what is nothing', () => {
    const minute = 60_000
    expect(
      [0, 1, minute, 59 * minute + 1, 60 * minute, 61 * minute, 120 * minute].map((ms) => durationInWords(ms).zh),
    ).toEqual(['0 分钟', '1 分钟', '1 分钟', '1 小时', '1 小时', '1 小时 1 分钟', '2 小时'])
    expect(durationInWords(61 * minute).en).toBe('1 h 1 min')
    expect([0, 120 * minute].map((ms) => durationInWords(ms).en)).toEqual(['0 min', '2 h'])
  })

  it('that has no working day left is due before the next one, and on its last day today', () => {
    const off = calendar.withOverlay({ id: 'x', name: { zh: '甲', en: 'x' }, off: [['2026-11-23', '2026-11-23']] })
    const place = { ...env, calendar: off, hours: createBusinessHours(off) }
    const kept = startClock(env, 'resolve', at('2026-11-19 10:00'), { workingDays: 2 }) // due Monday 23rd, announced
    expect(deadlineInWords(place, kept, at('2026-11-20 18:00')).zh).toMatch(/，下一个工作日前到期$/)
    expect(deadlineInWords(place, kept, at('2026-11-22 10:00')).en).toMatch(/; due before the next working day$/)
    expect(deadlineInWords(place, kept, at('2026-11-23 10:00')).en).toMatch(/; due today$/)
  })

  it('of natural days counts rest days', () => {
    const place = { ...env, policy: defineSlaPolicy({ lastDay: 'any-day' }) }
    const rated = startClock(place, 'rate', at('2026-11-20 10:00'), { naturalDays: 2 })
    expect(deadlineInWords(place, rated, at('2026-11-21 10:00')).zh).toMatch(/，还剩 1 个自然日$/)
  })

  it('is asked for at an instant, but for a clock that is paused', () => {
    expect(() => deadlineInWords(env, state, Number.NaN)).toThrow(/at now:/)
    const paused = pauseClock(state, at('2022-01-05 10:00'), 'hearing')
    expect(deadlineInWords(env, paused, at('2022-01-20 10:00'))).toEqual(
      deadlineInWords(env, paused, at('2022-01-06 10:00')),
    )
  })
})
