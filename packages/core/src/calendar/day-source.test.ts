import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from './calendar.js'
import { weekdayName } from './day-source.js'

const national = createWorkCalendar()
const projected = createWorkCalendar({ unpublished: 'provisional', asOf: '2026-06-30' })

describe('the source of a day', () => {
  it('is the week where nothing else decides', () => {
    expect(national.sourceOf('2026-11-23')).toEqual({
      date: '2026-11-23',
      kind: 'workday',
      name: { zh: '星期一', en: 'Monday' },
      notice: '《国务院关于职工工作时间的规定》第七条',
      provisional: false,
      text: { zh: '星期一，工作日', en: 'Monday, working day' },
    })
    expect(national.sourceOf('2026-11-22').text).toEqual({ zh: '星期日，周休息日', en: 'Sunday, weekly rest day' })
    expect([0, 3, 6].map((day) => weekdayName(day).zh)).toEqual(['星期日', '星期三', '星期六'])
  })

  it('of a day off is the holiday and its notice', () => {
    expect(national.sourceOf('2026-10-01')).toMatchObject({
      kind: 'holiday',
      text: { zh: '国庆节放假（国办发明电〔2025〕7号）', en: 'day off for National Day (国办发明电〔2025〕7号)' },
    })
  })

  it('of a day that an overlay decides is its basis, or its name where it has none', () => {
    const flood = { zh: '抗洪', en: 'flood' }
    const off = [['2026-07-21', '2026-07-21']] as const
    const named = national.withOverlay({ id: 'flood', name: flood, off }).sourceOf('2026-07-21')
    expect(named).toMatchObject({ notice: '抗洪', overlay: 'flood', text: { zh: '抗洪放假（抗洪）' } })
    expect(named).not.toHaveProperty('url')
    const based = national.withOverlay({ id: 'flood', name: flood, basis: '防汛令', off })
    expect(based.sourceOf('2026-07-21').notice).toBe('防汛令')
  })

  it('of a day of a year without a notice is the law, and is said to be provisional', () => {
    expect(projected.sourceOf('2027-10-01')).toMatchObject({
      kind: 'holiday',
      notice: '《全国年节及纪念日放假办法》',
      provisional: true,
      text: { zh: '国庆节放假（《全国年节及纪念日放假办法》）；暂定，放假通知尚未发布' },
    })
    expect(projected.sourceOf('2027-10-01').text.en).toMatch(/; provisional, no notice published yet$/)
  })
})
