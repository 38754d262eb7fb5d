import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { type ClockState, extendClock, pauseClock, resumeClock, startClock } from './clock.js'
import { explainClock } from './explain.js'
import type { Limit } from './limit.js'
import { defaultSlaPolicy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

const started = (from: string, limit: Limit): ClockState => startClock(env, 'resolve', at(from), limit)
describe('a limit in hours', () => {
  const sum = (days: readonly { readonly hours?: number }[]) => days.reduce((all, { hours = 0 }) => all + hours, 0)

  it('tells the hours of each day, so that the due time can be added up', () => {
    const clock = startClock(env, 'claim', at('2026-03-27 16:00'))
    const { days } = explainClock(env, clock, at('2026-03-27 16:00'))
    expect(sum(days)).toBe(4)
    expect(days.at(-1)?.reason.zh).toMatch(/，计入 \d/)
  })

  it('counts a day on which the clock was paused for a part, in each part it ran', () => {
    const started = startClock(env, 'claim', at('2026-03-27 09:00'))
    const clock = resumeClock(env, pauseClock(started, at('2026-03-27 09:00'), 'season'), at('2026-03-27 11:00'))
    const { days, dueAt } = explainClock(env, clock, at('2026-03-27 12:00'))
    expect(dueAt).toBe(at('2026-03-27 16:30'))
    expect(days).toMatchObject([{ date: '2026-03-27', counted: true, hours: 4 }])
  })

  it('says of a start after closing that office hours were over, not that it was a working day', () => {
    const { days } = explainClock(env, startClock(env, 'claim', at('2026-03-27 18:00')), at('2026-03-27 18:00'))
    expect(days[0]).toMatchObject({ counted: false, reason: { zh: '起算时已过办公时间' } })
  })
})

it('natural days that end on a holiday run on; the text says by how many days, and of none that they do not count', () => {
  const clock = startClock(env, 'rate', at('2026-10-01 10:00'), { naturalDays: 1 })
  const { text, days } = explainClock(env, clock, at('2026-10-01 10:00'))
  expect(days.filter(({ counted }) => counted).map(({ date }) => date)).toEqual(['2026-10-02'])
  expect(text.zh).toContain('期间的最后一日是休息日，顺延 6 天。')
  expect(text.zh).not.toContain('不计入。')
})

describe('days that do not count', () => {
  const closedOn = (...days: readonly string[]) => {
    const hours = days.map((day) => ({ from: day, to: day, windows: [] }))
    const other = calendar.withOverlay({ id: 'x', name: { zh: '停电', en: 'blackout' }, hours })
    return { ...env, calendar: other, hours: createBusinessHours(other) }
  }

  it('holidays in between are told, not the one that the clock started on', () => {
    const { text } = explainClock(env, started('2026-10-01 10:00', { workingDays: 1 }), at('2026-10-01 10:00'))
    expect(text.zh).toContain('其间有 6 天节假日不计入。')
  })

  it('a working day on which offices stay closed has no hours', () => {
    const place = closedOn('2026-03-30')
    const makeUp = closedOn('2026-10-10')
    const afterHoliday = startClock(makeUp, 'claim', at('2026-10-09 16:00'))
    expect(explainClock(makeUp, afterHoliday, afterHoliday.startedAt).days[1]).toMatchObject({
      type: 'make-up-workday',
      reason: { zh: '计时的时段内没有办公时间' },
    })
    const clock = startClock(place, 'claim', at('2026-03-27 16:00'))
    const { days, notices } = explainClock(place, clock, clock.startedAt)
    expect(days.map(({ date, hours }) => [date, hours])).toEqual([
      ['2026-03-27', 1.5],
      ['2026-03-28', undefined],
      ['2026-03-29', undefined],
      ['2026-03-30', undefined],
      ['2026-03-31', 2.5],
    ])
    expect(days[3]?.reason.zh).toBe('计时的时段内没有办公时间')
    expect(days[1]).toMatchObject({ type: 'weekend', reason: { zh: '星期六，周休息日' } })
    expect(notices).toEqual([])
  })

  it('a working day on which offices stay closed is no day of a pause that comes after it', () => {
    const place = closedOn('2026-03-30')
    const begun = startClock(place, 'claim', at('2026-03-27 16:00'))
    const clock = resumeClock(place, pauseClock(begun, at('2026-03-31 10:00'), 'season'), at('2026-03-31 11:00'))
    const { days } = explainClock(place, clock, at('2026-03-31 11:00'))
    expect(days[3]).toMatchObject({ date: '2026-03-30', reason: { zh: '计时的时段内没有办公时间' } })
  })

  it('a day resumed after closing was paused, also where the limit is in hours', () => {
    const begun = startClock(env, 'claim', at('2026-03-27 16:00'))
    const clock = resumeClock(env, pauseClock(begun, at('2026-03-27 17:00'), 'season'), at('2026-03-30 18:00'))
    const { days } = explainClock(env, clock, at('2026-03-30 18:00'))
    expect(days.map(({ date, hours, reason }) => [date, hours, reason.zh])).toEqual([
      ['2026-03-27', 1, '星期五，工作日，计入 1 小时；其余时间计时暂停：受季节、天气条件限制'],
      ['2026-03-28', undefined, '计时暂停：受季节、天气条件限制'],
      ['2026-03-29', undefined, '计时暂停：受季节、天气条件限制'],
      ['2026-03-30', undefined, '计时暂停：受季节、天气条件限制'],
      ['2026-03-31', 3, '星期二，工作日，计入 3 小时'],
    ])
  })

  it('the days of a date that was announced before an earlier one was found are kept', () => {
    const worked = calendar.withOverlay({ id: 'x', name: { zh: '甲', en: 'x' }, work: ['2026-11-21', '2026-11-22'] })
    const place = { ...env, calendar: worked, hours: createBusinessHours(worked) }
    const clock = extendClock(place, started('2026-11-19 10:00', { workingDays: 1 }), at('2026-11-19 11:00'), {
      workingDays: 1,
    })
    expect(clock.dueDate).toBe('2026-11-21')
    const kept = resumeClock(
      place,
      pauseClock({ ...clock, dueAt: at('2026-11-24 00:00'), dueDate: '2026-11-23' }, at('2026-11-19 12:00'), 'season'),
      at('2026-11-19 12:00'),
    )
    const { days } = explainClock(place, kept, at('2026-11-19 12:00'))
    expect(days.slice(2).map(({ date, counted, reason }) => [date, counted, reason.zh])).toEqual([
      ['2026-11-21', true, '星期六，甲调休上班（甲）'],
      ['2026-11-22', false, '期限已告知，不缩短'],
      ['2026-11-23', false, '期限已告知，不缩短'],
    ])
  })

  it('a pause for a reason that the policy does not know is told by its code, one of the lifecycle by its name', () => {
    const pausedFor = (reason: string) => {
      const begun = started('2026-03-27 16:00', { workingDays: 2 })
      const clock = resumeClock(env, pauseClock(begun, at('2026-03-30 10:00'), reason), at('2026-03-31 10:00'))
      return explainClock(env, clock, at('2026-03-31 10:00')).days.at(4)
    }
    expect(pausedFor('flood')).toMatchObject({ date: '2026-03-31', reason: { zh: '计时暂停：flood' } })
    expect(pausedFor('flood')).not.toHaveProperty('source')
    expect(pausedFor('preClosingCheck')?.reason.zh).toBe('计时暂停：结案前核查')
  })
})

describe('a clock resumed at midnight', () => {
  it('was paused for whole days, and for no part of the day it runs on', () => {
    const clock = resumeClock(
      env,
      pauseClock(started('2026-11-23 20:00', { urgentHours: 8 }), at('2026-11-24 00:00'), 'season'),
      at('2026-11-26 00:00'),
    )
    const { days, dueAt } = explainClock(env, clock, at('2026-11-26 01:00'))
    expect(dueAt).toBe(at('2026-11-26 04:00'))
    expect(days.map(({ date, hours, reason }) => [date, hours, reason.zh])).toEqual([
      ['2026-11-23', 4, '星期一，工作日，计入 4 小时'],
      ['2026-11-24', undefined, '计时暂停：受季节、天气条件限制'],
      ['2026-11-25', undefined, '计时暂停：受季节、天气条件限制'],
      ['2026-11-26', 4, '星期四，工作日，计入 4 小时'],
    ])
  })

  it('in days does not count the day of the resumption, and says why', () => {
    const clock = resumeClock(
      env,
      pauseClock(started('2026-11-23 20:00', { workingDays: 2 }), at('2026-11-24 00:00'), 'season'),
      at('2026-11-26 00:00'),
    )
    const { days } = explainClock(env, clock, at('2026-11-26 01:00'))
    expect(days.map(({ date, n, reason }) => [date, n, reason.zh.slice(0, 4)])).toEqual([
      ['2026-11-23', undefined, '开始的当'],
      ['2026-11-24', 1, '星期二，'],
      ['2026-11-25', undefined, '计时暂停'],
      ['2026-11-26', undefined, '计时暂停'],
      ['2026-11-27', 2, '星期五，'],
    ])
  })
})

describe('a pause for a part of a day', () => {
  it('is told on that day and on none before or after', () => {
    const begun = startClock(env, 'claim', at('2026-03-26 17:00'))
    const clock = resumeClock(env, pauseClock(begun, at('2026-03-27 10:00'), 'season'), at('2026-03-27 17:00'))
    const { days } = explainClock(env, clock, at('2026-03-27 17:00'))
    expect(days.map(({ hours, reason }) => [hours, /暂停/.test(reason.zh), /paused/.test(reason.en)])).toEqual([
      [0.5, false, false],
      [1.5, true, true],
      [undefined, false, false],
      [undefined, false, false],
      [2, false, false],
    ])
  })
})

describe('working days and then natural days', () => {
  it('are counted each by their own limit, rest days among the natural ones', () => {
    const clock = extendClock(env, started('2026-11-23 10:00', { workingDays: 2 }), at('2026-11-24 10:00'), {
      naturalDays: 5,
    })
    const { days } = explainClock(env, clock, clock.startedAt)
    expect(days.map(({ date, n, reason }) => [date, n, reason.zh])).toEqual([
      ['2026-11-23', undefined, '开始的当日不计入（《民法典》第二百零一条）'],
      ['2026-11-24', 1, '星期二，工作日'],
      ['2026-11-25', 2, '星期三，工作日'],
      ['2026-11-26', 3, '星期四，工作日'],
      ['2026-11-27', 4, '星期五，工作日'],
      ['2026-11-28', 5, '自然日计入；星期六，周休息日'],
      ['2026-11-29', 6, '自然日计入；星期日，周休息日'],
      ['2026-11-30', 7, '星期一，工作日'],
    ])
    expect(days[1]).toEqual({
      date: '2026-11-24',
      counted: true,
      n: 1,
      type: 'workday',
      reason: { zh: '星期二，工作日', en: 'Tuesday, working day' },
      source: '《国务院关于职工工作时间的规定》第七条',
    })
    expect(days[1]).not.toHaveProperty('hours')
  })
})

describe('the days after the last notice', () => {
  it('are told by the day of the week, where urgent hours reach them', () => {
    const clock = started('2026-12-31 12:00', { urgentHours: 60 })
    const { days, notices } = explainClock(env, clock, clock.startedAt)
    expect(days[0]).toMatchObject({ date: '2026-12-31', source: '《国务院关于职工工作时间的规定》第七条' })
    expect(days.slice(1).map(({ date, hours, type, source }) => [date, hours, type, source])).toEqual([
      ['2027-01-01', 24, 'workday', ''],
      ['2027-01-02', 24, 'weekend', ''],
    ])
    expect(notices).toEqual([])
  })
})

describe('what is cited', () => {
  it('is each notice and rule once, of the days off and of the make-up days', () => {
    const { notices } = explainClock(env, started('2026-09-30 10:00', { workingDays: 3 }), at('2026-09-30 10:00'))
    expect(notices).toEqual(['国办发明电〔2025〕7号'])
    const festival = started('2026-06-18 10:00', { workingDays: 6 })
    const { notices: ofFestival, text } = explainClock(env, festival, festival.startedAt)
    expect(ofFestival).toEqual(['国办发明电〔2025〕7号'])
    expect(text.zh).toContain('其间有 3 天节假日不计入。')
    const makeUp = started('2026-02-13 10:00', { workingDays: 1 })
    expect(explainClock(env, makeUp, makeUp.startedAt).notices).toEqual(['国办发明电〔2025〕7号'])
    const begun = started('2026-06-17 10:00', { workingDays: 3 })
    const waited = resumeClock(env, pauseClock(begun, at('2026-06-18 10:00'), 'season'), at('2026-06-22 10:00'))
    expect(explainClock(env, waited, waited.startedAt).notices).toEqual([])
    const weekend = started('2026-11-20 10:00', { workingDays: 1 })
    expect(explainClock(env, weekend, weekend.startedAt).notices).toEqual([])
  })
})
