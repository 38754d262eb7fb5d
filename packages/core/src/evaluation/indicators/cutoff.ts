import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { type Measure, measures } from '../measures/measures.js'
import { checkIndicator, measureTable } from './check-indicators.js'
import { type Indicator, isComposite, measuresOf, type RatioIndicator, ratiosOf, type Weighted } from './declaration.js'

/**
 * The same indicator over days that begin at another hour (noon to noon for 12), with the measures it needs. Tallies are kept by day, so another hour
 * is counted in measures of its own, from the day they are added. Give both to a plugin whose id is the prefix.
 *
 * @throws ConfigurationError without a prefix, for an hour outside 0 … 23, or for an indicator that counts a measure not in `from`
 *
 * @example
 * ```ts
 * import { atCutoff, completionRate, dayPeriod } from '@huiyin/core/evaluation'
 * import { createHuiyin, memoryStorage } from '@huiyin/core'
 * import { definePlugin } from '@huiyin/core/plugin'
 *
 * const noon = atCutoff(completionRate, { prefix: 'noon.', cutoffHour: 12 })
 * const plugin = definePlugin({ id: 'noon', measures: noon.measures, indicators: [noon.indicator], setup: () => ({}) })
 * const huiyin = createHuiyin({ storage: memoryStorage(), plugins: [plugin] })
 * await huiyin.start()
 * await huiyin.evaluation.measure('noon.completionRate', { period: dayPeriod('2022-03-01', { cutoffHour: 12 }) })
 * ```
 */
export function atCutoff<Declared extends Indicator>(
  indicator: Declared,
  options: {
    /** Put before the name of the indicator and of each measure: a plugin's id and a dot. */
    readonly prefix: string
    /** The hour at which a day begins, `0 … 23`. */
    readonly cutoffHour: number
    /** The measures that the indicator counts; core's when absent. */
    readonly from?: readonly Measure[]
  },
): {
  /** The indicator under its new name. */
  readonly indicator: Declared
  /** What it counts, under new names. */
  readonly measures: readonly Measure[]
} {
  const { prefix, cutoffHour, from = measures } = options
  if (typeof prefix !== 'string' || !Number.isInteger(cutoffHour) || cutoffHour < 0 || cutoffHour > 23)
    throw new ConfigurationError(
      inBoth(
        'atCutoff 需要 prefix 和 0 至 23 的 cutoffHour。',
        'atCutoff needs a prefix and a cutoffHour from 0 to 23.',
      ),
      { prefix, cutoffHour },
    )
  checkIndicator(indicator, measureTable(from))
  const names = new Set(ratiosOf(indicator).flatMap(measuresOf))
  const rename = (counts: readonly Weighted[]) =>
    counts.map((each) => ({ ...each, measure: `${prefix}${each.measure}` }))
  const shift = (ratio: RatioIndicator): RatioIndicator => ({
    ...ratio,
    name: `${prefix}${ratio.name}`,
    numerator: rename(ratio.numerator),
    denominator: rename(ratio.denominator),
    ...(ratio.exclusions !== undefined && {
      exclusions: ratio.exclusions.map((each) => ({ ...each, counts: rename(each.counts) })),
    }),
  })
  const shifted: Indicator = isComposite(indicator)
    ? {
        ...indicator,
        name: `${prefix}${indicator.name}`,
        parts: indicator.parts.map((part) => ({ ...part, indicator: shift(part.indicator) })),
      }
    : shift(indicator)
  return {
    indicator: shifted as Declared,
    measures: from
      .filter((each) => names.has(each.name))
      .map((each) => ({ ...each, name: `${prefix}${each.name}`, cutoffHour })),
  }
}
