import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from '../calendar/calendar.js'
import type { QuietHours, TimeOfDaySpan } from '../contracts/directory.js'
import { coversWholeDay, quietUntil } from './quiet-hours.js'

const calendar = createWorkCalendar()
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const nights: QuietHours = { workingDays: [['22:00', '07:00']], restDays: [['21:00', '10:00']] }
const until = (text: string, quiet: QuietHours = nights) => {
  const instant = quietUntil({ quiet }, at(text), calendar)
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16)
}

describe('quiet hours', () => {
  it('hold a message back until they end, and nothing outside of them', () => {
    expect(until('2022-01-05T12:00')).toBe('2022-01-05T12:00')
    expect(until('2022-01-05T21:59')).toBe('2022-01-05T21:59')
    expect(until('2022-01-05T22:00')).toBe('2022-01-06T07:00')
    expect(until('2022-01-06T06:59')).toBe('2022-01-06T07:00')
    expect(until('2022-01-06T07:00')).toBe('2022-01-06T07:00')
  })

  it('are those of the day itself: the night before a rest day ends as rest days do, the one before a working day as working days do', () => {
    // Friday 7 January to Monday 10 January 2022.
    expect(until('2022-01-07T23:00')).toBe('2022-01-08T10:00')
    expect(until('2022-01-09T21:00')).toBe('2022-01-10T07:00')
  })

  it('know holidays and make-up workdays, not weekdays', () => {
    // Monday 3 January 2022 is a holiday; Saturday 29 January is worked for the Spring Festival.
    expect(until('2022-01-03T09:00')).toBe('2022-01-03T10:00')
    expect(until('2022-01-29T09:00')).toBe('2022-01-29T09:00')
    const onRestDays: QuietHours = { restDays: [['00:00', '24:00']] }
    expect(until('2022-01-31T00:00', onRestDays)).toBe('2022-02-07T00:00')
  })

  it('hold nothing back that is urgent, and nothing for somebody who has none', () => {
    const night = at('2022-01-05T23:00')
    expect(quietUntil({ quiet: nights }, night, calendar, { urgent: true })).toBe(night)
    expect(quietUntil({}, night, calendar)).toBe(night)
    expect(quietUntil(undefined, night, calendar)).toBe(night)
    expect(until('2022-01-05T23:00', {})).toBe('2022-01-05T23:00')
  })

  it('go by weekends in a year whose holidays nobody knows', () => {
    // Saturday 7 January 2090.
    expect(until('2090-01-07T09:00')).toBe('2090-01-07T10:00')
    expect(until('2090-01-09T09:00')).toBe('2090-01-09T09:00')
  })

  it('that touch and overlap are one', () => {
    const quiet: QuietHours = { workingDays: [['12:00', '13:00'], ['12:30', '14:00'], ['14:00', '15:00']] } // biome-ignore format: one line
    expect(until('2022-01-05T12:10', quiet)).toBe('2022-01-05T15:00')
    expect(coversWholeDay([['00:00', '12:00'], ['11:00', '00:00']])).toBe(true) // biome-ignore format: one line
    expect(coversWholeDay([['00:00', '12:00'], ['12:01', '00:00']])).toBe(false) // biome-ignore format: one line
  })
})

// By the minute, and told apart from the code by what it does: it looks at one minute after the other.
function isQuiet({ workingDays = [], restDays = [] }: QuietHours, instant: number): boolean {
  const local = new Date(instant + 8 * 3_600_000).toISOString()
  const time = local.slice(11, 16)
  const spans = calendar.isWorkingDay(local.slice(0, 10)) ? workingDays : restDays
  return spans.some(([from, to]) => (from < to ? from <= time && time < to : time < to || from <= time))
}

const minute = 60_000
const two = (n: number) => String(n).padStart(2, '0')
const timeOfDay = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`)
const span = fc.tuple(timeOfDay, timeOfDay).filter(([from, to]) => from !== to) as fc.Arbitrary<TimeOfDaySpan>
const spans = fc.array(span, { maxLength: 3 })
const quietHours = fc
  .record({ workingDays: spans, restDays: spans })
  .filter(({ workingDays, restDays }) => !coversWholeDay(workingDays) || !coversWholeDay(restDays))
const first = at('2022-01-01T00:00')
const instants = fc.integer({ min: 0, max: 365 * 24 * 60 * minute }).map((after) => first + after)

describe('whatever somebody declares', () => {
  it('the answer is not before the instant, not quiet, and everything up to it is', () => {
    fc.assert(
      fc.property(quietHours, instants, (quiet, instant) => {
        const free = quietUntil({ quiet }, instant, calendar)
        expect(free).toBeGreaterThanOrEqual(instant)
        expect(isQuiet(quiet, free)).toBe(false)
        // All edges lie on quarters: the instant, and every quarter after it.
        const quarter = 15 * minute
        for (let each = instant; each < free; each = (Math.floor(each / quarter) + 1) * quarter)
          expect(isQuiet(quiet, each)).toBe(true)
      }),
    )
  })

  it('asking again at the answer changes nothing, and the later of two instants is not told first', () => {
    fc.assert(
      fc.property(quietHours, instants, instants, (quiet, one, other) => {
        const free = (instant: number) => quietUntil({ quiet }, instant, calendar)
        expect(free(free(one))).toBe(free(one))
        const [earlier, later] = one < other ? [one, other] : [other, one]
        expect(free(earlier)).toBeLessThanOrEqual(free(later))
      }),
    )
  })

  it('what is urgent is told at once', () => {
    fc.assert(
      fc.property(quietHours, instants, (quiet, instant) => {
        expect(quietUntil({ quiet }, instant, calendar, { urgent: true })).toBe(instant)
      }),
    )
  })
})
