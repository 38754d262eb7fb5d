import type { AreaLevel } from '../../area/area.js'
import type { TallyDimension } from '../../contracts/queries.js'
import type { Bilingual } from '../../contracts/text.js'

/** A measure and what one case of it counts. A negative weight takes away what another measure counted. */
export interface Weighted {
  /** Name of a {@link Measure}. */
  readonly measure: string
  /** A decimal of at most nine digits, such as 1, 0.9 or -1. */
  readonly weight: number
}

/** Cases left out of numerator and denominator for one reason. They are counted, so that they can be shown beside the figure. */
export interface Exclusion {
  /** Short and stable: `withdrawn`, `overdueAppeal`. */
  readonly reason: string
  /** The reason as people read it. */
  readonly title: Bilingual
  /** What is counted as left out. It only shows a number: the two sums must not contain these cases. */
  readonly counts: readonly Weighted[]
}

interface Declared {
  /** Stable; what `measure` and plugins name it by. A plugin's begins with the plugin's id and a dot. */
  readonly name: string
  /** What people call it. */
  readonly title: Bilingual
  /** Which day a case falls on, in words. */
  readonly basis: Bilingual
  /** What else a reader must know, such as whom a case counts for; absent when there is nothing. */
  readonly note?: Bilingual
  /** Digits after the point of the percentage, 0 to 9; rounded half up (四舍五入). */
  readonly digits: number
  /** Which end of a league table is the good one; `higher` when absent. */
  readonly better?: 'higher' | 'lower'
}

/** A share: numerator ÷ denominator × 100. The declaration says everything that the figure depends on. */
export interface RatioIndicator extends Declared {
  /** What is added up above the line. */
  readonly numerator: readonly Weighted[]
  /** What is added up below the line. */
  readonly denominator: readonly Weighted[]
  /** Cases left out of both sums and counted, each with its reason; absent when there are none. */
  readonly exclusions?: readonly Exclusion[]
  /** Which cases are left out without being counted, in words; absent when there are none. */
  readonly leavesOut?: Bilingual
  /** With a smaller denominator the figure has no value. A whole number. */
  readonly minimumSample: number
  /** What a zero denominator gives: no value (when absent), or the percentage that some places fix for it. */
  readonly zeroDenominator?:
    | 'noValue'
    | {
        /** Percent, such as 100. */
        readonly value: number
      }
  /**
   * `pooled` (when absent): all cases in one sum. `{ over }`: the mean of the values of the groups, each group weighing the same;
   * groups without a value are left out and counted.
   */
  readonly averaging?:
    | 'pooled'
    | {
        /** The groups that the mean is taken over. */
        readonly over: TallyDimension
        /** With `over: 'area'`: areas of this level; the areas of the requests themselves when absent. */
        readonly level?: AreaLevel
      }
}

/** 综合成绩: a weighted sum of other indicators, in points of 100. The weights sum to exactly 1. */
export interface CompositeIndicator extends Declared {
  /** What is added up; at least one. When a part has no value, the composite has none. */
  readonly parts: readonly {
    /** A share; a composite cannot be a part. */
    readonly indicator: RatioIndicator
    /** Its share of the composite, a decimal from 0 to 1. */
    readonly weight: number
  }[]
  /** `once` (when absent): from the exact values, rounded at the end. `parts`: from the parts as they are printed. */
  readonly rounding?: 'once' | 'parts'
}

/** The whole definition of a figure, as data. */
export type Indicator = RatioIndicator | CompositeIndicator

/** Whether it is made of other indicators. */
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

/** One measure, each case of which counts once. */
export const one = (measure: string): readonly Weighted[] => [{ measure, weight: 1 }]

/** One measure without the cases of others. */
export const without = (measure: string, ...taken: readonly string[]): readonly Weighted[] => [
  { measure, weight: 1 },
  ...taken.map((each) => ({ measure: each, weight: -1 })),
]
