import { dateOf, instantOf } from '@huiyin/core/calendar'
import { describe, expect, it } from 'vitest'
import { endOfSeason, inSeason, weekdayAt } from './shanghai.ts'

describe('a day of the week', () => {
  it('is that of Shanghai, whatever zone the process runs in', () => {
    expect(weekdayAt(instantOf('2022-05-07'))).toBe(6)
    expect(weekdayAt(instantOf('2022-05-07') - 1)).toBe(5)
  })
})

describe('a season across the new year', () => {
  const heating = { from: '11-16', until: '04-06' }

  it('holds on both sides of it, its first day included and its end excluded', () => {
    const inside = ['2021-11-16', '2021-12-31', '2022-01-01', '2022-04-05'].map((date) => inSeason(date, heating))
    const outside = ['2021-11-15', '2022-04-06', '2022-07-01'].map((date) => inSeason(date, heating))
    expect([inside, outside]).toEqual([new Array(4).fill(true), new Array(3).fill(false)])
  })

  it('ends in the spring that follows', () => {
    expect(dateOf(endOfSeason('2021-12-01', heating))).toBe('2022-04-06')
    expect(dateOf(endOfSeason('2022-02-01', heating))).toBe('2022-04-06')
  })
})
