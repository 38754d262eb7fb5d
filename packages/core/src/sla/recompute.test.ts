import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar, type WorkCalendar } from '../calendar/calendar.js'
import { pauseClock, resumeClock, startClock } from './clock.js'
import { defaultSlaPolicy } from './policy.js'
import { recomputeDeadlines } from './recompute.js'

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const envOf = (calendar: WorkCalendar) => ({ calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy })

const before = createWorkCalendar({ asOf: '2020-01-25' })
const after = createWorkCalendar({ asOf: '2020-12-31' })

describe('a notice that changes days while clocks run', () => {
  const state = startClock(envOf(before), 'resolve', at('2020-01-22 10:00')) // due Saturday 1 February, a make-up day then

  it('moves the deadlines and says which days changed, by which notice', () => {
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(after), { previous: before })
    expect(change).toMatchObject({
      id: 'a',
      before: { dueDate: '2020-02-01' },
      after: { dueDate: '2020-02-04' },
      moved: 'later',
      applied: true,
      state: { dueDate: '2020-02-04' },
    })
    expect(change?.reason.zh).toContain('2020-01-31 春节放假（国办发明电〔2020〕1号）')
    expect(change?.reason.en).toContain('2020-02-01')
  })

  it('is followed where the rule is to keep the later date, and not where it is to keep dates', () => {
    const by = (onAmendment: 'keepLater' | 'keep') =>
      recomputeDeadlines([{ id: 'a', state }], envOf(after), { onAmendment })[0]
    expect(by('keepLater')).toMatchObject({ moved: 'later', applied: true, state: { dueDate: '2020-02-04' } })
    expect(by('keep')).toMatchObject({ moved: 'later', applied: false, state: { dueDate: '2020-02-01' } })
    const early = startClock(envOf(before), 'resolve', at('2020-01-06 10:00'))
    expect(recomputeDeadlines([{ id: 'a', state: early }], envOf(after), { onAmendment: 'keepLater' })).toMatchObject([
      { moved: 'unchanged', applied: true, state: { calendarVersion: after.version } },
    ])
  })

  it('leaves out clocks that were counted on the same calendar', () => {
    expect(recomputeDeadlines([{ id: 'a', state }], envOf(before))).toEqual([])
  })

  it('keeps the pauses and extensions of a clock', () => {
    const paused = resumeClock(
      envOf(before),
      pauseClock(state, at('2020-01-23 10:00'), 'hearing'),
      at('2020-01-31 10:00'),
    )
    expect(paused.dueDate).toBe('2020-02-03')
    const [change] = recomputeDeadlines([{ id: 'a', state: paused }], envOf(after))
    expect(change?.state).toMatchObject({ dueDate: '2020-02-04', pauses: paused.pauses })
  })
})

describe('the reason of a change', () => {
  const overlay = (id: string, ...days: readonly string[]) =>
    before.withOverlay({ id, name: { zh: id, en: id }, off: days.map((day) => [day, day] as const) })
  const reasonBy = (calendar: WorkCalendar, previous?: WorkCalendar) => {
    const state = startClock(envOf(before), 'resolve', at('2020-03-02 10:00')) // due Thursday 5 March
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(calendar), previous && { previous })
    return change?.reason.zh
  }

  it('names the days from the start to the later of the two dates, and none outside', () => {
    const days = ['2020-02-28', '2020-03-02', '2020-03-04', '2020-03-05', '2020-03-09', '2020-03-11']
    const reason = reasonBy(overlay('x', ...days), before)
    expect(reason?.match(/2020-\d\d-\d\d/g)).toEqual(['2020-03-02', '2020-03-04', '2020-03-05', '2020-03-09'])
  })

  it('names the last day of the later date, too, where that is worked now', () => {
    const worked = before.withOverlay({
      id: 'x',
      name: { zh: 'x', en: 'x' },
      off: [['2020-03-05', '2020-03-06']],
      work: ['2020-03-07'],
    })
    expect(reasonBy(worked, before)?.match(/2020-\d\d-\d\d/g)).toEqual(['2020-03-05', '2020-03-06', '2020-03-07'])
  })

  it('names the two calendars only, where no day of the clock changed or the one before is not given', () => {
    const later = overlay('x', '2020-06-01')
    const versions = `日历由 ${before.version} 更新为 ${later.version}`
    expect(reasonBy(later, before)).toBe(versions)
    expect(reasonBy(later)).toBe(versions)
    expect(reasonBy(overlay('x', '2020-03-04'))).not.toContain('2020-03-04')
  })

  it('reaches no further than the days that both calendars know', () => {
    const [previous, calendar] = [
      createWorkCalendar({ asOf: '2019-12-31' }),
      createWorkCalendar({ asOf: '2021-12-31' }),
    ]
    const state = startClock(envOf(previous), 'resolve', at('2020-12-31 23:00'), { urgentHours: 2 })
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(calendar), { previous })
    expect(change).toMatchObject({ moved: 'unchanged', applied: true, after: { dueDate: '2021-01-01' } })
  })
})

describe('a calendar that makes a deadline earlier', () => {
  const calendar = createWorkCalendar()
  const worked = calendar.withOverlay({
    id: 'flood',
    name: { zh: '抗洪加班', en: 'flood' },
    work: ['2026-11-21', '2026-11-22'],
  })
  const state = startClock(envOf(calendar), 'resolve', at('2026-11-19 10:00'))

  it('shows it in the list and never does it silently', () => {
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(worked))
    expect(change).toMatchObject({
      moved: 'earlier',
      applied: true,
      before: { dueDate: '2026-11-24' },
      after: { dueDate: '2026-11-22' },
    })
    expect(change?.reason.en).toContain(worked.version)
  })

  it('names the days up to the date that it was', () => {
    const other = worked.withOverlay({
      id: 'x',
      name: { zh: '休息', en: 'rest' },
      off: [
        ['2026-11-24', '2026-11-24'],
        ['2026-11-25', '2026-11-25'],
      ],
    })
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(other), { previous: calendar })
    expect(change?.after.dueDate).toBe('2026-11-22')
    expect(change?.reason.en.match(/2026-11-\d\d(?= )/g)).toEqual(['2026-11-21', '2026-11-22', '2026-11-24'])
  })

  it('is not followed where the rule is to keep the later date', () => {
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(worked), { onAmendment: 'keepLater' })
    expect(change).toMatchObject({
      moved: 'earlier',
      applied: false,
      state: { dueDate: '2026-11-24', calendarVersion: worked.version },
    })
  })

  it('changes nothing where the rule is to keep dates', () => {
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(worked), { onAmendment: 'keep' })
    expect(change?.applied).toBe(false)
    expect(change?.state).toBe(state)
  })
})

describe('a notice published at last', () => {
  it('makes provisional deadlines definite', () => {
    const provisional = createWorkCalendar({ unpublished: 'provisional', asOf: '2025-10-01' })
    const state = startClock(envOf(provisional), 'resolve', at('2026-02-12 10:00'))
    expect(state).toMatchObject({ provisional: true, dueDate: '2026-02-23' })
    const [change] = recomputeDeadlines([{ id: 'a', state }], envOf(createWorkCalendar()))
    expect(change).toMatchObject({
      before: { provisional: true },
      after: { provisional: false, dueDate: '2026-02-24' },
    })
  })
})
