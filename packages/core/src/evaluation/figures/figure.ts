import type { CompositeIndicator, RatioIndicator } from '../indicators/declaration.js'
import { equal, type Fraction, fractionOf, numberOf, over, plus, roundHalfUp, times, zero } from './fraction.js'

/** Why a figure has no value: nothing to divide by, fewer cases than `minimumSample`, an average without groups, a composite that lacks a part. */
export type NoValue = 'zero-denominator' | 'sample-too-small' | 'no-group-with-value' | 'part-without-value'

/** One figure with what it was made of: numerator ÷ denominator × 100. Either `value` or `noValue` is present. */
export interface Figure {
  /** The group: an area path, unit id, category code, channel or day; `''` for the whole. */
  readonly key: string
  /** Weighted sum of the cases that count; for a composite its points. */
  readonly numerator: number
  /** Weighted sum of the cases it is a share of; for a composite 100, or 0 when it has no value. */
  readonly denominator: number
  /** Percent, rounded half up (四舍五入) to the indicator's digits; absent when there is none. */
  readonly value?: number
  /** Why there is no value; absent when there is one. */
  readonly noValue?: NoValue
  /** Present when the denominator is zero and the value is the one that the indicator fixes for that. */
  readonly byZeroRule?: true
  /** Cases left out of both sums, by reason; absent when there are none. */
  readonly excluded?: readonly {
    /** Code of the exclusion, such as `withdrawn`; its title is in the indicator. */
    readonly reason: string
    /** Weighted sum of the cases left out. */
    readonly count: number
  }[]
  /** What an average was taken over; absent for a pooled figure. */
  readonly groups?: {
    /** How many groups have a value; each weighs the same. */
    readonly counted: number
    /** How many groups were left out because they have none. */
    readonly withoutValue: number
  }
  /** The parts of a composite, in the order of its declaration; absent for a share. */
  readonly parts?: readonly (Figure & {
    /** Name of the part's indicator. */
    readonly indicator: string
    /** Its share of the composite, between 0 and 1. */
    readonly weight: number
  })[]
}

/** Exact sums of one group. */
export interface Sums {
  readonly numerator: Fraction
  readonly denominator: Fraction
  readonly excluded?: readonly { readonly reason: string; readonly count: number }[]
}

/** A figure and its value before rounding. */
export interface ComputedFigure {
  readonly figure: Figure
  /** Absent when the figure has no value. */
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
export function computeRatio(indicator: RatioIndicator, key: string, sums: Sums): ComputedFigure {
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

/** The mean of the values of groups, each weighing the same. Its two sums are those of all groups together. */
export function computeMean(indicator: RatioIndicator, key: string, groups: ReadonlyMap<string, Sums>): ComputedFigure {
  const excluded = new Map<string, number>()
  let pooled: Sums = { numerator: zero, denominator: zero }
  for (const sums of groups.values()) {
    for (const { reason, count } of sums.excluded ?? []) excluded.set(reason, (excluded.get(reason) ?? 0) + count)
    const { numerator, denominator } = pooled
    pooled = { numerator: plus(numerator, sums.numerator), denominator: plus(denominator, sums.denominator) }
  }
  const values = [...groups].flatMap(([group, sums]) => computeRatio(indicator, group, sums).exact ?? [])
  const base = {
    ...baseOf(key, { ...pooled, excluded: [...excluded].map(([reason, count]) => ({ reason, count })) }),
    groups: { counted: values.length, withoutValue: groups.size - values.length },
  }
  if (values.length === 0) return { figure: { ...base, noValue: 'no-group-with-value' } }
  const exact = over(values.reduce(plus, zero), fractionOf(values.length))
  return { figure: { ...base, value: roundHalfUp(exact, indicator.digits) }, exact }
}

/** A composite from its parts, in their order. When one part has no value the composite has none: weights are never redistributed. */
export function computeComposite(
  indicator: CompositeIndicator,
  key: string,
  computed: readonly ComputedFigure[],
): ComputedFigure {
  let exact: Fraction | undefined = zero
  const parts = indicator.parts.map((part, position) => {
    const { figure, exact: whole } = computed[position] as ComputedFigure
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
 * The figure of two sums, by the indicator's own rules: zero rule, minimum sample, digits. Pure; averaging does not apply.
 *
 * @example
 * ```ts
 * import { completionRate, figureOf } from '@huiyin/core/evaluation'
 *
 * figureOf(completionRate, 3843, 4042).value // 95.08
 * ```
 */
export function figureOf(indicator: RatioIndicator, numerator: number, denominator: number, key = ''): Figure {
  return computeRatio(indicator, key, { numerator: fractionOf(numerator), denominator: fractionOf(denominator) }).figure
}

/**
 * A composite from the two sums of each part, in the order of the parts. Sums that are missing count as 0 ÷ 0. Pure.
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
    return computeRatio(part, key, { numerator: fractionOf(numerator), denominator: fractionOf(denominator) })
  })
  return computeComposite(indicator, key, parts).figure
}

/** Whether the weights of a composite sum to exactly 1, as decimals. */
export function weightsSumToOne(weights: readonly number[]): boolean {
  return equal(weights.map(fractionOf).reduce(plus, zero), fractionOf(1))
}
