/** An exact number `numerator / denominator` with a positive denominator. Figures are computed with these, never in floating point. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** The number 0. */
export const zero: Fraction = { numerator: 0n, denominator: 1n }

/** The decimal that a number is written as: `0.9` is nine tenths, not the nearest binary number. */
export function fractionOf(value: number): Fraction {
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n }
  const match = /(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?/.exec(String(value))
  if (match === null) throw new TypeError(`${value} is not a finite number`)
  const [, sign, whole = '0', part = '', exponent = '0'] = match
  const digits = BigInt(`${sign}${whole}${part}`)
  const power = Number(exponent) - part.length
  return {
    numerator: digits * 10n ** BigInt(Math.max(power, 0)),
    denominator: 10n ** BigInt(Math.max(-power, 0)),
  }
}

/** The sum of two. */
export function plus(a: Fraction, b: Fraction): Fraction {
  return a.denominator === b.denominator
    ? { numerator: a.numerator + b.numerator, denominator: a.denominator }
    : {
        numerator: a.numerator * b.denominator + b.numerator * a.denominator,
        denominator: a.denominator * b.denominator,
      }
}

/** The product of two. */
export function times(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

/** `a ÷ b`; `b` is not zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  const sign = b.numerator < 0n ? -1n : 1n
  return { numerator: sign * a.numerator * b.denominator, denominator: sign * a.denominator * b.numerator }
}

/** Whether both are the same number. */
export function equal(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator === b.numerator * a.denominator
}

/** 四舍五入: rounded to so many digits after the point, a half upwards. Exact. */
export function roundHalfUp({ numerator, denominator }: Fraction, digits: number): number {
  const scaled = 2n * numerator * 10n ** BigInt(digits) + denominator
  const floor = scaled / (2n * denominator) - (scaled % (2n * denominator) < 0n ? 1n : 0n)
  const text = floor
    .toString()
    .replace('-', '')
    .padStart(digits + 1, '0')
  const point = text.length - digits
  // A decimal text is read as the nearest number, the same as a literal in a program.
  return Number(`${floor < 0n ? '-' : ''}${text.slice(0, point)}.${text.slice(point) || '0'}`)
}

/** As a number, to twelve digits after the point. */
export function numberOf(fraction: Fraction): number {
  return fraction.denominator === 1n ? Number(fraction.numerator) : roundHalfUp(fraction, 12)
}
