import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../../src/calendar/business-hours.js'
import { createWorkCalendar, type WorkCalendar, type WorkCalendarOptions } from '../../src/calendar/calendar.js'
import { defineSlaPolicy } from '../../src/sla/policy.js'

const made = (options: object | null) => () => createWorkCalendar(options as WorkCalendarOptions)
const hoursOf = (options: object) => () => createBusinessHours(createWorkCalendar(), options)
const code = (code: string) => expect.objectContaining({ code })

// A misspelt option that is passed over in silence moves deadlines.
describe('options of the calendar and of business hours that cannot be meant', () => {
  it.each([
    ['a region that is not carried', { region: 'TW' }],
    ['an unknown word for unpublished', { unpublished: 'guess' }],
    ['an unknown option', { overlay: [] }],
  ])('refuses %s', (_what, options) => expect(made(options)).toThrow(code('configuration')))

  it.each([
    ['overlays that are not a list', { overlays: 'typhoon' }],
    ['an overlay that is none', { overlays: [null] }],
    [
      'days off that are not a list',
      { overlays: [{ id: 'x', name: { zh: '台风', en: 'typhoon' }, off: '2026-08-01' }] },
    ],
    ['a day off that is none', { overlays: [{ id: 'x', name: { zh: '台风', en: 'typhoon' }, off: [null] }] }],
    ['hours that are none', { overlays: [{ id: 'x', name: { zh: '台风', en: 'typhoon' }, hours: [null] }] }],
  ])('refuses %s', (_what, options) => expect(made(options)).toThrow(code('invalid-input')))

  it.each([
    ['an unknown option', { window: [] }, 'configuration'],
    ['seasons that are not a list', { seasons: 'summer' }, 'configuration'],
    ['windows that are not a list', { windows: '09:00' }, 'invalid-input'],
    ['a window that is none', { windows: [{ from: '09:00' }] }, 'invalid-input'],
  ])('refuses, of hours, %s', (_what, options, kind) => expect(hoursOf(options)).toThrow(code(kind)))

  it('refuses hours without a calendar, no length of time, and no policy', () => {
    expect(() => createBusinessHours(null as unknown as WorkCalendar)).toThrow(code('configuration'))
    const hours = createBusinessHours(createWorkCalendar())
    expect(() => hours.addWorkingTime(Date.UTC(2026, 0, 5), null as never)).toThrow(code('invalid-input'))
    expect(() => defineSlaPolicy(null as never)).toThrow(code('invalid-input'))
  })
})
