import type { RecordRunner } from '../../record/record-kind.js'
import type { RequestFacts } from '../../request/facts.js'
import type { MeasureTable } from '../indicators/check-indicators.js'
import { measuresOf, type RatioIndicator, type Weighted } from '../indicators/declaration.js'
import { dayOf, unitsOf } from '../measures/measure.js'
import { periodInstants } from '../period.js'
import { type AreaLookup, groupKey, type MeasureOptions, tallyRange } from '../query.js'
import { fractionOf, numberOf, plus, zero } from './fraction.js'

/** Which side of a figure: one of its two sums, or what is left out of both. */
export type CaseSide = 'numerator' | 'denominator' | 'excluded'

/** One case behind a figure. The amounts of all cases of a side sum to that side of the figure. */
export interface Case {
  /** The request as it is now; no personal data. */
  readonly request: RequestFacts
  /** How much it counts: mostly 1; 0.9 for a basically satisfied resident. */
  readonly amount: number
  /** Code of the exclusion, such as `withdrawn`; absent on the sides that count. A request left out for two reasons is two cases. */
  readonly reason?: string
}

interface CaseQuery {
  readonly runner: RecordRunner
  readonly measures: MeasureTable
  readonly areas: AreaLookup
  readonly indicator: RatioIndicator
  readonly options: MeasureOptions
}

// How much a request counts in each of its groups: the same predicates and days as the tallies.
function amountsOf({ measures, areas, options }: CaseQuery) {
  const { period, by, level, unit: ofUnit } = options
  const keyOf = groupKey(by, level, areas)
  const place = (facts: RequestFacts, day: string, unit: string): string => {
    if (by === undefined) return ''
    if (by === 'day') return day
    if (by === 'area') return facts.areaPath
    return by === 'unit' ? unit : facts[by]
  }
  return function amountOf(facts: RequestFacts, counts: readonly Weighted[], key: string | undefined): number {
    let sum = zero
    for (const { measure: name, weight } of counts) {
      const measure = measures.get(name)
      if (measure === undefined) continue
      for (const instant of measure.at(facts)) {
        const day = dayOf(measure, instant)
        if (day < period.from || day >= period.to) continue
        for (const unit of unitsOf(measure, facts))
          if (
            (ofUnit === undefined || unit === ofUnit) &&
            (key === undefined || keyOf(place(facts, day, unit)) === key)
          )
            sum = plus(sum, fractionOf(weight))
      }
    }
    return numberOf(sum)
  }
}

/** Streams the cases behind one side of a figure, oldest first, page by page; `key` names the group, all groups when absent. */
export async function* casesOf(query: CaseQuery, side: CaseSide, key?: string): AsyncIterable<Case> {
  const { runner, measures, areas, indicator, options } = query
  const amountOf = amountsOf(query)
  // A measure may count for units that are no longer in charge of the request: then the unit in charge must not narrow the search.
  const elsewhere = measuresOf(indicator).some((name) => measures.get(name)?.units !== undefined)
  const { from: _from, to: _to, unit: ofUnit, ...place } = tallyRange(options, areas)
  const range = { ...place, ...(ofUnit !== undefined && !elsewhere && { unit: ofUnit }) }
  const sides: readonly { readonly reason?: string; readonly counts: readonly Weighted[] }[] =
    side === 'excluded' ? (indicator.exclusions ?? []) : [{ counts: indicator[side] }]
  // Nothing counts before it is submitted; a deadline counts one millisecond before it passes.
  const cutoffHour = Math.max(0, ...measuresOf(indicator).map((name) => measures.get(name)?.cutoffHour ?? 0))
  const to = periodInstants({ ...options.period, cutoffHour }).to + 1
  const narrowed =
    key !== undefined &&
    key !== '' &&
    ((options.by === 'unit' && !elsewhere) || options.by === 'category' || options.by === 'channel')
      ? { [options.by]: key }
      : options.by === 'area' && key
        ? // The group may be larger than the area of the query, or lie in it.
          { within: range.within !== undefined && range.within.length > key.length ? range.within : key }
        : {}
  for await (const { facts } of runner.each<RequestFacts>({ type: 'request' }, { ...range, ...narrowed, to })) {
    for (const { reason, counts } of sides) {
      const amount = amountOf(facts, counts, key)
      if (amount !== 0) yield { request: Object.freeze(facts), amount, ...(reason !== undefined && { reason }) }
    }
  }
}
