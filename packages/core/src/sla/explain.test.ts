import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { type ClockState, extendClock, pauseClock, relimitClock, resumeClock, startClock } from './clock.js'
import { explainClock } from './explain.js'
import type { Limit } from './limit.js'
import { defaultSlaPolicy, defineSlaPolicy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

const started = (from: string, limit: Limit): ClockState => startClock(env, 'resolve', at(from), limit)
/** `09-30 ·`, `10-08 1`: day and its number in the count. */
const rows = (state: ClockState): string[] =>
  explainClock(env, state, state.startedAt).days.map(
    ({ date, counted, n }) => `${date.slice(5)} ${counted ? (n ?? '+') : '·'}`,
  )

describe('an explanation', () => {
  it('lists every day from the start to the due date, numbering those that count', () => {
    expect(rows(started('2026-09-30 10:00', { workingDays: 3 }))).toEqual([
      '09-30 ·',
      '10-01 ·',
      '10-02 ·',
      '10-03 ·',
      '10-04 ·',
      '10-05 ·',
      '10-06 ·',
      '10-07 ·',
      '10-08 1',
      '10-09 2',
      '10-10 3',
    ])
  })

  it('names the law, the notice or the rule behind every day', () => {
    const { days } = explainClock(env, started('2026-09-30 10:00', { workingDays: 3 }), at('2026-09-30 10:00'))
    expect(days[0]).toEqual({
      date: '2026-09-30',
      counted: false,
      type: 'workday',
      reason: {
        zh: '开始的当日不计入（《民法典》第二百零一条）',
        en: 'the day of the start is not counted (Civil Code art. 201)',
      },
    })
    expect(days[1]).toMatchObject({ counted: false, type: 'holiday', source: '国办发明电〔2025〕7号' })
    expect(days[10]).toMatchObject({
      date: '2026-10-10',
      counted: true,
      n: 3,
      type: 'make-up-workday',
      source: '国办发明电〔2025〕7号',
    })
  })

  it('says that business was over where the day of the start would have counted', () => {
    const policy = defineSlaPolicy({ startDay: 'same-day', cutoff: 'close-of-business', resolve: { workingDays: 1 } })
    const place = { ...env, policy }
    const state = startClock(place, 'resolve', at('2022-01-04 20:00'))
    const { days } = explainClock(place, state, state.startedAt)
    expect(days.map(({ date, counted, reason }) => [date, counted, reason.zh])).toEqual([
      ['2022-01-04', false, '起算时已过办公时间'],
      ['2022-01-05', true, '星期三，工作日'],
    ])
  })

  it('lets natural days end on a rest day, where the place says so', () => {
    const place = { ...env, policy: defineSlaPolicy({ lastDay: 'any-day', resolve: { naturalDays: 1 } }) }
    const state = startClock(place, 'resolve', at('2026-10-01 10:00'))
    const { days, text } = explainClock(place, state, state.startedAt)
    expect(days.map(({ date, counted }) => [date, counted])).toEqual([
      ['2026-10-01', false],
      ['2026-10-02', true],
    ])
    expect(text.zh).not.toContain('顺延')
  })

  it('shows the days of a pause, with the reason and its legal basis', () => {
    const state = resumeClock(
      env,
      pauseClock(started('2026-02-12 10:00', { workingDays: 5 }), at('2026-02-13 10:00'), 'inspection'),
      at('2026-02-24 10:00'),
    )
    expect(rows(state)).toEqual([
      '02-12 ·',
      '02-13 1',
      '02-14 ·',
      '02-15 ·',
      '02-16 ·',
      '02-17 ·',
      '02-18 ·',
      '02-19 ·',
      '02-20 ·',
      '02-21 ·',
      '02-22 ·',
      '02-23 ·',
      '02-24 ·',
      '02-25 2',
      '02-26 3',
      '02-27 4',
      '02-28 5',
    ])
    const { days, pauses, text } = explainClock(env, state, at('2026-02-25 09:00'))
    expect(days[2]).toMatchObject({ reason: { zh: '计时暂停：检验、检测、鉴定' }, source: '《行政许可法》第四十五条' })
    expect(pauses).toHaveLength(1)
    expect(text.zh).toContain('2026年2月13日（星期五）10:00至2026年2月24日（星期二）10:00计时暂停：检验、检测、鉴定。')
  })

  it('gives the day of the resumption as the last when no day was left, without counting it', () => {
    const state = resumeClock(
      env,
      pauseClock(started('2026-11-23 10:00', { workingDays: 1 }), at('2026-11-24 10:00'), 'hearing'),
      at('2026-11-28 10:00'),
    )
    expect(rows(state)).toEqual([
      '11-23 ·',
      '11-24 1',
      '11-25 ·',
      '11-26 ·',
      '11-27 ·',
      '11-28 ·',
      '11-29 ·',
      '11-30 ·',
    ])
    expect(explainClock(env, state, at('2026-11-30 10:00')).days.at(-1)?.reason.en).toContain('no day was left')
  })

  it('counts natural days to the end of the period and shows how it rolls over a holiday', () => {
    const state = started('2026-09-28 10:00', { naturalDays: 5 })
    expect(rows(state)).toEqual([
      '09-28 ·',
      '09-29 1',
      '09-30 2',
      '10-01 3',
      '10-02 4',
      '10-03 5',
      '10-04 ·',
      '10-05 ·',
      '10-06 ·',
      '10-07 ·',
      '10-08 ·',
    ])
    const { days } = explainClock(env, state, state.startedAt)
    expect(days[4]?.reason.zh).toMatch(/^自然日计入/)
    expect(days.at(-1)?.reason.en).toContain('art. 203')
  })

  it('marks the days with working time for a limit in hours', () => {
    expect(rows(started('2026-09-30 16:00', { workingHours: 4 }))).toEqual([
      '09-30 +',
      '10-01 ·',
      '10-02 ·',
      '10-03 ·',
      '10-04 ·',
      '10-05 ·',
      '10-06 ·',
      '10-07 ·',
      '10-08 +',
    ])
  })

  it('follows urgent hours past the last published year, where no calendar is needed', () => {
    const state = started('2026-12-31 23:00', { urgentHours: 2 })
    expect(state).toMatchObject({ dueDate: '2027-01-01', provisional: false })
    expect(rows(state)).toEqual(['12-31 +', '01-01 +'])
  })

  it('tells an extension and how things stand, in both languages', () => {
    const state = extendClock(env, started('2022-01-04 15:00', { workingDays: 2 }), at('2022-01-05 09:00'), {
      workingDays: 1,
    })
    const { text, limit } = explainClock(env, state, at('2022-01-05 10:00'))
    expect(limit).toEqual({ zh: '2 个工作日', en: '2 working days' })
    expect(text.zh).toBe(
      '期限 2 个工作日，自2022年1月4日（星期二）15:00起算，至2022年1月7日（星期五）24:00 前。2022年1月5日（星期三）09:00延期 1 个工作日。现状：2022年1月7日（星期五）24:00 前，还剩 2 个工作日。',
    )
    expect(text.en).toBe(
      'Limit 2 working days, started at 15:00 on Tuesday, 4 January 2022, due by 24:00 on Friday, 7 January 2022. Extended by 1 working day at 09:00 on Wednesday, 5 January 2022. Now: by 24:00 on Friday, 7 January 2022; 2 working days left.',
    )
  })

  it('names the make-up days it counted', () => {
    const { text } = explainClock(env, started('2026-09-30 10:00', { workingDays: 3 }), at('2026-09-30 10:00'))
    expect(text.en).toContain('7 days of public holidays in between do not count.')
    expect(text.zh).toContain('2026年10月10日（星期六）为调休上班日，计入（国办发明电〔2025〕7号）。')
  })
})

describe('a paused clock', () => {
  const paused = pauseClock(startClock(env, 'resolve', at('2026-03-27 16:00')), at('2026-03-30 18:00'), 'inspection')

  it('has counted the days up to the pause; each day since is shown as paused, and no due date is given', () => {
    const { days, text } = explainClock(env, paused, at('2026-04-02 09:00'))
    expect(days.map(({ date, counted, n }) => [date, counted, n])).toEqual([
      ['2026-03-27', false, undefined],
      ['2026-03-28', false, undefined],
      ['2026-03-29', false, undefined],
      ['2026-03-30', true, 1],
      ['2026-03-31', false, undefined],
      ['2026-04-01', false, undefined],
      ['2026-04-02', false, undefined],
    ])
    for (const { reason } of days.slice(4)) expect(reason.zh).toBe('计时暂停：检验、检测、鉴定')
    expect(text.zh).toContain('自2026年3月27日（星期五）16:00起算。')
    expect(text.zh).toContain('暂停时还剩 2 个工作日')
    expect(text.zh).not.toContain('至2026年')
  })

  it('has counted the hours up to the pause, and none of the time since', () => {
    const clock = pauseClock(startClock(env, 'claim', at('2026-03-27 16:00')), at('2026-03-27 17:00'), 'inspection')
    const { days } = explainClock(env, clock, at('2026-03-31 12:00'))
    expect(days.map(({ date, counted, hours }) => [date, counted, hours])).toEqual([
      ['2026-03-27', true, 1],
      ['2026-03-28', false, undefined],
      ['2026-03-29', false, undefined],
      ['2026-03-30', false, undefined],
      ['2026-03-31', false, undefined],
    ])
    expect(days[0]?.reason.zh).toBe('星期五，工作日，计入 1 小时；其余时间计时暂停：检验、检测、鉴定')
  })
})

describe('a clock that was stopped', () => {
  it('is told as it stood then', () => {
    const stoppedAt = at('2022-01-05 10:00')
    const { text } = explainClock(
      env,
      { ...started('2022-01-04 15:00', { workingDays: 2 }), stoppedAt },
      at('2022-01-20 10:00'),
    )
    expect(text.zh).toMatch(/已于2022年1月5日（星期三）10:00停止计时，当时：.*还剩 1 个工作日。$/)
    expect(text.en).not.toContain('Now:')
  })
})

describe('a clock with another limit than it began with', () => {
  const begun = started('2026-11-02 10:00', { workingDays: 10 })

  it('is told from when it is counted, where that is not the start', () => {
    const shorter = relimitClock(env, begun, at('2026-11-09 10:00'), { workingDays: 2 })
    const { text, days } = explainClock(env, shorter, at('2026-11-09 10:00'))
    expect(text.zh).toContain('2026年11月9日（星期一）10:00变更期限；')
    expect(text.en).toContain('The limit was changed at 10:00 on Monday, 9 November 2026;')
    expect(days.map(({ date }) => date)).toEqual(['2026-11-09', '2026-11-10', '2026-11-11'])
    expect(explainClock(env, begun, at('2026-11-09 10:00')).text.zh).not.toContain('变更期限')
  })

  it('is explained also at the very moment when it was paused and changed', () => {
    const waiting = pauseClock(begun, at('2026-11-09 10:00'), 'season')
    const shorter = relimitClock(env, waiting, at('2026-11-10 10:00'), { workingDays: 2 })
    expect(shorter.countedFrom).toBe(at('2026-11-09 10:00'))
    expect(explainClock(env, shorter, at('2026-11-09 10:00')).days.map(({ date }) => date)).toEqual(['2026-11-09'])
    expect(explainClock(env, shorter, at('2026-11-10 10:00')).days).toHaveLength(2)
  })
})
