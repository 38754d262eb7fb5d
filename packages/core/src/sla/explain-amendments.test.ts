import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { type ClockState, startClock } from './clock.js'
import { explainClock } from './explain.js'
import type { Limit } from './limit.js'
import { defaultSlaPolicy } from './policy.js'

const calendar = createWorkCalendar()
const env = { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

const started = (from: string, limit: Limit): ClockState => startClock(env, 'resolve', at(from), limit)
describe('a clock that holiday notices moved', () => {
  const state = started('2022-01-04 15:00', { workingDays: 2 })
  const amendment = {
    at: at('2022-01-05 09:00'),
    notices: ['甲1号', '甲2号'],
    before: { dueAt: at('2022-01-06 00:00'), dueDate: '2022-01-05' },
    after: state,
    days: [
      { date: '2022-01-05', working: false },
      { date: '2022-01-08', working: true },
    ],
    breachCleared: true,
  }

  it('is told by which notices, what days and dates they changed, and that a breach is cleared', () => {
    const { text, amendments } = explainClock(env, state, at('2022-01-05 10:00'), [amendment])
    expect(amendments).toEqual([amendment])
    expect(text.zh).toContain(
      '2022年1月5日（星期三）09:00依据甲1号、甲2号调整日历（2022-01-05 放假、2022-01-08 上班）：期限由2022年1月5日（星期三）24:00 前改为2022年1月6日（星期四）24:00 前，原期限的超期记录随之撤销。',
    )
    expect(text.en).toContain(
      'At 09:00 on Wednesday, 5 January 2022 the calendar was amended by 甲1号, 甲2号 (2022-01-05 is off, 2022-01-08 is worked): due by 24:00 on Wednesday, 5 January 2022 before, by 24:00 on Thursday, 6 January 2022 now; the breach of the old date is cleared.',
    )
  })

  it('has no more said where no days are known and nothing was late', () => {
    const quiet = { ...amendment, days: [], breachCleared: false }
    const { text } = explainClock(env, state, at('2022-01-05 10:00'), [quiet])
    expect(text.zh).toContain('调整日历：期限由')
    expect(text.zh).not.toContain('撤销')
    expect(text.en).toContain('amended by 甲1号, 甲2号: due')
    expect(text.en).not.toContain('cleared')
  })

  it('says so where the calendar it was counted by is gone, and gave another day', () => {
    const gone = { ...state, calendarVersion: 'CN-2021-1-00000000' }
    const said = (clock: ClockState) => explainClock(env, clock, at('2022-01-05 10:00')).text.zh
    expect(said(gone)).not.toContain('已不可得')
    const moved = { ...gone, dueAt: at('2022-01-08 00:00'), dueDate: '2022-01-07' }
    expect(said(moved)).toContain(
      `期限当时按日历 CN-2021-1-00000000 计算，该日历已不可得，以下各日按 ${calendar.version} 说明。`,
    )
    expect(said({ ...moved, calendarVersion: calendar.version })).not.toContain('已不可得')
  })
})
