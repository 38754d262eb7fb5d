import { expect, it } from 'vitest'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { type CalendarHistory, countedWith } from './calendar-history.js'
import { addLimit, extendClock, pauseClock, relimitClock, resumeClock, startClock } from './clock.js'
import { defaultSlaPolicy, defineSlaPolicy } from './policy.js'

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const envOf = (asOf: string) => {
  const calendar = createWorkCalendar({ asOf })
  return { calendar, hours: createBusinessHours(calendar), policy: defaultSlaPolicy }
}
const earlier = defineSlaPolicy({ version: '2019', resolve: { workingDays: 5 } })
const [before, inForce] = [envOf('2020-01-25'), envOf('2020-12-31')]
const calendars = (known = true): CalendarHistory => ({
  revision: 1,
  inForce,
  of: () => (known ? before : undefined),
  changedSince: () => [],
  policyOf: (version) => (version === earlier.version ? earlier : undefined),
  noticesFor: () => [],
})
const moved = startClock(before, 'resolve', at('2020-01-22 10:00')) // the notice of 26 January moves its deadline
const same = startClock(before, 'resolve', at('2020-01-06 10:00'))

it('a clock is explained by the calendar it was counted on, by the one in force when that gives the same day', () => {
  expect(countedWith(calendars(), startClock(inForce, 'resolve', at('2020-01-22 10:00')))).toBe(inForce)
  expect(countedWith(calendars(), moved)).toBe(before)
  expect(countedWith(calendars(), same)).toBe(inForce)
  expect(countedWith(calendars(), { ...same, stoppedAt: same.startedAt })).toBe(before)
  expect(countedWith(calendars(false), moved)).toBe(inForce)
})

it('a clock is explained by the limits it was counted with, as far as they are recorded', () => {
  const old = startClock({ ...inForce, policy: earlier }, 'resolve', at('2020-01-22 10:00'))
  expect(countedWith(calendars(), old).policy).toBe(earlier)
  expect(countedWith(calendars(), { ...old, policyVersion: 'of nobody' }).policy).toBe(defaultSlaPolicy)
})

it('no clock takes what is no instant or no limit', () => {
  const paused = pauseClock(same, at('2020-01-07 10:00'), 'hearing')
  const refused = expect.objectContaining({ code: 'invalid-input' })
  for (const call of [
    () => pauseClock(same, Number.NaN, 'hearing'),
    () => resumeClock(before, paused, Number.NaN),
    () => extendClock(before, same, Number.NaN, { workingDays: 1 }),
    () => relimitClock(before, same, Number.NaN),
    () => relimitClock(before, same, at('2020-01-07 10:00'), { workingDays: 0 }),
  ])
    expect(call).toThrow(refused)
  expect(() => addLimit({ ...before, calendar: inForce.calendar }, same.startedAt, { workingDays: 1 })).toThrow(
    /business hours rest on calendar/,
  )
})
