import type { CompositeIndicator, RatioIndicator } from '../indicators/declaration.js'
import { equal, type Fraction, fractionOf, numberOf, over, plus, roundHalfUp, times, zero } from './fraction.js'

/** Why a figure has no value. */
export type NoValue = 'zero-denominator' | 'sample-too-small' | 'no-group-with-value' | 'part-without-value'

/** One figure with what it was made of. `value` is absent when there is none, and `noValue` says why. */
export interface Figure {
  /** What was grouped by: an area path, unit, category, channel or day; `''` for the whole. */
  readonly key: string
  /** Weighted sum of the cases; points of a composite. */
  readonly numerator: number
  /** Weighted sum of the cases; 100 for a composite, 0 when it has no value. */
  readonly denominator: number
  /** Percent, rounded half up to the indicator's digits. */
  readonly value?: number
  readonly noValue?: NoValue
  /** The value is the one fixed for a zero denominator. */
  readonly byZeroRule?: true
  /** Cases left out of both, by reason; absent when there are none. */
  readonly excluded?: readonly { readonly reason: string; readonly count: number }[]
  /** For an average: over how many groups, and how many had no value. */
  readonly groups?: { readonly counted: number; readonly withoutValue: number }
  /** For a composite: its parts, in order. */
  readonly parts?: readonly (Figure & { readonly indicator: string; readonly weight: number })[]
}

/** Exact sums of one group. */
export interface Sums {
  readonly numerator: Fraction
  readonly denominator: Fraction
  readonly excluded?: readonly { readonly reason: string; readonly count: number }[]
}

/** A figure and its value before rounding. */
export interface Reckoned {
  readonly figure: Figure
  readonly exact?: Fraction
}

const hundred = fractionOf(100)

function baseOf(key: string, { numerator, denominator, excluded }: Sums) {
  return {
    key,
    numerator: numberOf(numerator),
    denominator: numberOf(denominator),
    ...(excluded !== undefined && excluded.length > 0 && { excluded }),
  }
}

/** A share from its two sums. */
export function reckonRatio(indicator: RatioIndicator, key: string, sums: Sums): Reckoned {
  const base = baseOf(key, sums)
  const { zeroDenominator = 'noValue', minimumSample, digits } = indicator
  if (sums.denominator.numerator === 0n) {
    if (zeroDenominator === 'noValue') return { figure: { ...base, noValue: 'zero-denominator' } }
    const exact = fractionOf(zeroDenominator.value)
    return { figure: { ...base, value: roundHalfUp(exact, digits), byZeroRule: true }, exact }
  }
  if (base.denominator < minimumSample) return { figure: { ...base, noValue: 'sample-too-small' } }
  const exact = times(over(sums.numerator, sums.denominator), hundred)
  return { figure: { ...base, value: roundHalfUp(exact, digits) }, exact }
}

/** The mean of the values of groups, each weighing the same. The pooled sums are shown beside it. */
export function reckonMean(indicator: RatioIndicator, key: string, groups: ReadonlyMap<string, Sums>): Reckoned {
  const excluded = new Map<string, number>()
  let pooled: Sums = { numerator: zero, denominator: zero }
  for (const sums of groups.values()) {
    for (const { reason, count } of sums.excluded ?? []) excluded.set(reason, (excluded.get(reason) ?? 0) + count)
    const { numerator, denominator } = pooled
    pooled = { numerator: plus(numerator, sums.numerator), denominator: plus(denominator, sums.denominator) }
  }
  const values = [...groups].flatMap(([group, sums]) => reckonRatio(indicator, group, sums).exact ?? [])
  const base = {
    ...baseOf(key, { ...pooled, excluded: [...excluded].map(([reason, count]) => ({ reason, count })) }),
    groups: { counted: values.length, withoutValue: groups.size - values.length },
  }
  if (values.length === 0) return { figure: { ...base, noValue: 'no-group-with-value' } }
  const exact = over(values.reduce(plus, zero), fractionOf(values.length))
  return { figure: { ...base, value: roundHalfUp(exact, indicator.digits) }, exact }
}

/** A composite from its parts, in their order. One part without a value leaves the whole without one: nothing is re-weighted. */
export function reckonComposite(indicator: CompositeIndicator, key: string, reckoned: readonly Reckoned[]): Reckoned {
  let exact: Fraction | undefined = zero
  const parts = indicator.parts.map((part, position) => {
    const { figure, exact: whole } = reckoned[position] as Reckoned
    const value = indicator.rounding === 'parts' && figure.value !== undefined ? fractionOf(figure.value) : whole
    exact = exact === undefined || value === undefined ? undefined : plus(exact, times(value, fractionOf(part.weight)))
    return { ...figure, indicator: part.indicator.name, weight: part.weight }
  })
  if (exact === undefined)
    return { figure: { key, numerator: 0, denominator: 0, noValue: 'part-without-value', parts } }
  const value = roundHalfUp(exact, indicator.digits)
  return { figure: { key, numerator: value, denominator: 100, value, parts }, exact }
}

/**
 * The figure of two sums, by an indicator's own rules: zero rule, minimum sample, digits. Pure.
 *
 * @example
 * ```ts
 * import { completionRate, figureOf } from '@huiyin/core/evaluation'
 *
 * figureOf(completionRate, 3843, 4042).value // 95.08
 * ```
 */
export function figureOf(indicator: RatioIndicator, numerator: number, denominator: number, key = ''): Figure {
  return reckonRatio(indicator, key, { numerator: fractionOf(numerator), denominator: fractionOf(denominator) }).figure
}

/**
 * The composite of two sums a part, in the order of the parts. Pure.
 *
 * @example
 * ```ts
 * import { compositeOf, threeRates } from '@huiyin/core/evaluation'
 *
 * compositeOf(threeRates().composite, [[96, 100], [90, 100], [92, 100]]).value // 91.4
 * ```
 */
export function compositeOf(
  indicator: CompositeIndicator,
  sums: readonly (readonly [numerator: number, denominator: number])[],
  key = '',
): Figure {
  const parts = indicator.parts.map(({ indicator: part }, position) => {
    const [numerator, denominator] = sums[position] ?? [0, 0]
    return reckonRatio(part, key, { numerator: fractionOf(numerator), denominator: fractionOf(denominator) })
  })
  return reckonComposite(indicator, key, parts).figure
}

/** Do the weights of a composite sum to exactly 1, as decimals? */
export function weightsSumToOne(weights: readonly number[]): boolean {
  return equal(weights.map(fractionOf).reduce(plus, zero), fractionOf(1))
}
