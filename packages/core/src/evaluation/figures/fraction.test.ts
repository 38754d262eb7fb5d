import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../../test/runs.js'
import { fractionOf, numberOf, over, plus, roundHalfUp, times } from './fraction.js'

// Schoolbook: the digits by long division, one more than asked for, and a carry when that one is 5 or more.
function byLongDivision(numerator: bigint, denominator: bigint, digits: number): string {
  let text = (numerator / denominator).toString()
  let rest = numerator % denominator
  for (let n = 0; n <= digits; n++) {
    rest *= 10n
    text += (rest / denominator).toString()
    rest %= denominator
  }
  const up = Number(text.at(-1)) >= 5 ? 1n : 0n
  const rounded = (BigInt(text.slice(0, -1)) + up).toString().padStart(digits + 1, '0')
  return digits === 0 ? rounded : `${rounded.slice(0, -digits)}.${rounded.slice(-digits)}`
}

describe('rounding half up', () => {
  it('equals long division, for any counts and digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(1n, 10n ** 9n),
        fc.integer({ min: 0, max: 6 }),
        (numerator, denominator, digits) => {
          expect(roundHalfUp({ numerator, denominator }, digits)).toBe(
            Number(byLongDivision(numerator, denominator, digits)),
          )
        },
      ),
      { numRuns: runs(5000) },
    )
  })
  it('sends every half up, where floating point sends some down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => {
        expect(roundHalfUp({ numerator: BigInt(10 * n + 5), denominator: 1000n }, 2)).toBe(Number(`${n + 1}e-2`))
      }),
      { numRuns: runs(2000) },
    )
    expect(Math.round(1.005 * 100) / 100).toBe(1)
    expect(roundHalfUp(fractionOf(1.005), 2)).toBe(1.01)
    expect(roundHalfUp(fractionOf(8.345), 2)).toBe(8.35)
  })
  it('sends a half below zero up too', () => {
    expect(roundHalfUp(fractionOf(-1.5), 0)).toBe(-1)
    expect(roundHalfUp(fractionOf(-1.51), 0)).toBe(-2)
    expect(roundHalfUp(fractionOf(-1), 0)).toBe(-1)
  })
})

describe('a fraction', () => {
  it('is the decimal a number is written as', () => {
    expect(fractionOf(0.9)).toEqual({ numerator: 9n, denominator: 10n })
    expect(fractionOf(1e-7)).toEqual({ numerator: 1n, denominator: 10_000_000n })
    expect(fractionOf(2.5e21)).toEqual({ numerator: 2_500_000_000_000_000_000_000n, denominator: 1n })
    expect(() => fractionOf(Number.NaN)).toThrow(TypeError)
  })
  it('adds and multiplies weights without a remainder', () => {
    expect(0.1 + 0.2).not.toBe(0.3)
    expect(numberOf(plus(fractionOf(0.1), fractionOf(0.2)))).toBe(0.3)
    expect(numberOf(times(fractionOf(0.9), fractionOf(7)))).toBe(6.3)
    expect(numberOf(over(fractionOf(1), fractionOf(-4)))).toBe(-0.25)
  })
})
