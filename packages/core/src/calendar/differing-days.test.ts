import { expect, it } from 'vitest'
import { createWorkCalendar } from './calendar.js'
import { differingDays } from './differing-days.js'

const before = createWorkCalendar({ asOf: '2020-01-25' })
const after = createWorkCalendar({ asOf: '2020-12-31' })

it('the days on which two calendars do not agree are told in order, with what the later one says', () => {
  const extended = differingDays(before, createWorkCalendar({ asOf: '2020-01-31' }))
  expect(extended).toEqual([
    { date: '2020-01-31', working: false },
    { date: '2020-02-01', working: false },
  ])
  expect(differingDays(createWorkCalendar({ asOf: '2020-01-31' }), before)).toEqual([
    { date: '2020-01-31', working: true },
    { date: '2020-02-01', working: true },
  ])
})

it('a calendar differs from itself in nothing, and days that only one of them knows are left out', () => {
  expect(differingDays(after, after)).toEqual([])
  expect(differingDays(after, createWorkCalendar())).toEqual(
    differingDays(after, createWorkCalendar()).filter(({ date }) => date <= after.coverage.to),
  )
})

it('the first and the last day that both know are compared', () => {
  const { from, to } = before.coverage
  const other = before.withOverlay({ id: 'x', name: { zh: '甲', en: 'x' }, work: [from], off: [[to, to]] })
  expect(differingDays(before, other)).toEqual([
    { date: from, working: true },
    { date: to, working: false },
  ])
})
