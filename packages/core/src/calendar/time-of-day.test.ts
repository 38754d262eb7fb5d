import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../errors.js'
import { endMinuteOf, hourOf, minuteOf, timeOf } from './time-of-day.js'

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

describe('the time of day in Beijing', () => {
  it('is written to the minute, seconds cut off', () => {
    expect(minuteOf(at('2022-01-06 17:30:59'))).toBe('2022-01-06 17:30')
    expect(minuteOf(at('2022-01-06 00:00:00'))).toBe('2022-01-06 00:00')
    expect(timeOf(at('2022-01-06 09:05:00'))).toBe('09:05')
  })

  it('is an hour from 0 to 23', () => {
    expect(hourOf(at('2022-01-06 00:00:00'))).toBe(0)
    expect(hourOf(at('2022-01-06 23:59:59'))).toBe(23)
  })

  it('ends a day at 24:00, not at 00:00 of the next, also in the seconds after midnight', () => {
    expect(endMinuteOf(at('2022-01-07 00:00:00'))).toBe('2022-01-06 24:00')
    expect(endMinuteOf(at('2022-01-07 00:00:30'))).toBe('2022-01-06 24:00')
    expect(endMinuteOf(at('2022-01-07 00:01:00'))).toBe('2022-01-07 00:01')
    expect(endMinuteOf(at('2022-01-06 17:30:00'))).toBe('2022-01-06 17:30')
  })

  it('is refused for what is not an instant, and for the years of summer time', () => {
    for (const write of [hourOf, timeOf, minuteOf, endMinuteOf])
      for (const wrong of [Number.NaN, 0]) expect(() => write(wrong)).toThrow(InvalidInputError)
  })
})
