import type { AreaLevel } from '../../area/area.js'
import type { TallyDimension } from '../../contracts/queries.js'
import type { Bilingual } from '../../contracts/text.js'

/** A measure and what one case of it counts. Less than nothing takes away what another measure counted. */
export interface Weighted {
  /** Name of a {@link Measure}. */
  readonly measure: string
  readonly weight: number
}

/** Cases left out of numerator and denominator, for one reason. Counted, so that they can be shown beside the figure. */
export interface Exclusion {
  /** Short and stable: `withdrawn`, `overdueAppeal`. */
  readonly reason: string
  readonly title: Bilingual
  readonly counts: readonly Weighted[]
}

interface Declared {
  readonly name: string
  readonly title: Bilingual
  /** Which day a case falls on, in words. */
  readonly basis: Bilingual
  /** What else a reader must know. */
  readonly note?: Bilingual
  /** Digits after the point of the percentage, rounded half up (四舍五入). */
  readonly digits: number
  /** Which end of a league table is the good one; `higher` when absent. */
  readonly better?: 'higher' | 'lower'
}

/** A share: numerator ÷ denominator × 100. A figure that declares everything about itself. */
export interface RatioIndicator extends Declared {
  readonly numerator: readonly Weighted[]
  readonly denominator: readonly Weighted[]
  /** Cases left out that are counted, each with its reason. */
  readonly exclusions?: readonly Exclusion[]
  /** What else is outside, in words. */
  readonly leavesOut?: Bilingual
  /** A smaller denominator gives no value. */
  readonly minimumSample: number
  /** What a zero denominator gives: no value (when absent), or a fixed percentage some places grant. */
  readonly zeroDenominator?: 'noValue' | { readonly value: number }
  /**
   * `pooled` (when absent): all cases in one sum. `{ over }`: the mean of the values of the groups, each group weighing the same;
   * groups without a value are left out and counted.
   */
  readonly averaging?: 'pooled' | { readonly over: TallyDimension; readonly level?: AreaLevel }
}

/** 综合成绩: a weighted sum of other indicators, in points of 100. The weights sum to exactly 1. */
export interface CompositeIndicator extends Declared {
  readonly parts: readonly { readonly indicator: RatioIndicator; readonly weight: number }[]
  /** `once` (when absent): from the exact values, rounded at the end. `parts`: from the parts as they are printed. */
  readonly rounding?: 'once' | 'parts'
}

/** A figure's whole definition, as data. */
export type Indicator = RatioIndicator | CompositeIndicator

/** Is it made of other indicators? */
export function isComposite(indicator: Indicator): indicator is CompositeIndicator {
  return 'parts' in indicator
}

/** The shares an indicator is made of: itself, or its parts. */
export function ratiosOf(indicator: Indicator): readonly RatioIndicator[] {
  return isComposite(indicator) ? indicator.parts.map((part) => part.indicator) : [indicator]
}

/** Names of every measure a share counts, each once. */
export function measuresOf(indicator: RatioIndicator): string[] {
  const exclusions = (indicator.exclusions ?? []).flatMap((each) => each.counts)
  return [...new Set([...indicator.numerator, ...indicator.denominator, ...exclusions].map((each) => each.measure))]
}

/** One measure, each case counting once. */
export const one = (measure: string): readonly Weighted[] => [{ measure, weight: 1 }]

/** One measure without the cases of others. */
export const without = (measure: string, ...taken: readonly string[]): readonly Weighted[] => [
  { measure, weight: 1 },
  ...taken.map((each) => ({ measure: each, weight: -1 })),
]
