import { describe, expect, it } from 'vitest'
import { seededRandom } from './seeded-random.js'

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.next())
}

describe('chance that follows from a seed', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(draw(20220507, 100)).toEqual(draw(20220507, 100))
    expect(draw(20220507, 100)).not.toEqual(draw(20220508, 100))
  })

  it('never leaves [0, 1) and is even over it', () => {
    const numbers = draw(1, 100_000)
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = numbers.filter((number) => Math.floor(number * 10) === tenth).length
      expect(Math.abs(count - 10_000)).toBeLessThan(500)
    }
  })

  it('draws whole numbers with both ends included', () => {
    const random = seededRandom(2)
    expect(new Set(Array.from({ length: 1000 }, () => random.int(3, 6)))).toEqual(new Set([3, 4, 5, 6]))
  })

  it('honours weights and never draws a value of weight zero', () => {
    const random = seededRandom(3)
    const drawn = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['never', 0],
        ['often', 3],
        ['seldom', 1],
        ['never', 0],
      ]),
    )
    expect(drawn).not.toContain('never')
    expect(drawn.filter((value) => value === 'often').length / drawn.length).toBeCloseTo(0.75, 1)
  })

  it('refuses to choose where there is nothing to choose from', () => {
    expect(() => seededRandom(4).pick([])).toThrow(RangeError)
    expect(() => seededRandom(4).weighted([['never', 0]])).toThrow(RangeError)
  })

  it('keeps the mean of waiting times and the median of durations', () => {
    const random = seededRandom(5)
    const waits = Array.from({ length: 20_000 }, () => random.exponential(6))
    expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(6, 0)
    const durations = Array.from({ length: 20_001 }, () => random.logNormal(12, 0.8)).sort((a, b) => a - b)
    expect(durations[10_000]).toBeGreaterThan(11.5)
    expect(durations[10_000]).toBeLessThan(12.5)
  })

  it('lets a named stream stand on its own, however much its parent has drawn', () => {
    const fresh = seededRandom(6)
    const used = seededRandom(6)
    used.next()
    expect(used.fork('teams').next()).toBe(fresh.fork('teams').next())
    expect(fresh.fork('teams').next()).not.toBe(fresh.fork('people').next())
  })

  it('gives streams whose names differ in one letter nothing in common', () => {
    const random = seededRandom(7)
    const hundredths = new Set(
      Array.from({ length: 99 }, (_, index) => random.fork(`3702810010${index + 10}`).int(0, 99)),
    )
    expect(hundredths.size).toBeGreaterThan(50)
  })
})
