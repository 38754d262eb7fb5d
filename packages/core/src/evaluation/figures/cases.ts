import type { TallyDelta } from '../../contracts/rows.js'
import type { RecordRunner } from '../../record/record-kind.js'
import type { RequestFacts } from '../../request/facts.js'
import type { MeasureTable } from '../indicators/check-indicators.js'
import { measuresOf, type RatioIndicator, type Weighted } from '../indicators/declaration.js'
import { requestType } from '../measures/tallied.js'
import { periodInstants } from '../period.js'
import { type AreaLookup, groupKey, type MeasureOptions, tallyRange } from '../query.js'
import { fractionOf, numberOf, plus, times, zero } from './fraction.js'

/** Which side of a figure: one of its two sums, or what is left out of both. */
export type CaseSide = 'numerator' | 'denominator' | 'excluded'

/** One case behind a figure. The amounts of all cases of a side sum to that side of the figure. */
export interface Case {
  /** What counts: a request, or a record of a plugin. */
  readonly record: {
    /** `request`, or the type of a record of a plugin. */
    readonly type: string
    /** Unique among the records of its type. */
    readonly id: string
  }
  /** The record as it is now; no personal data. */
  readonly facts: object
  /** The same for a request; absent for a record of a plugin. */
  readonly request?: RequestFacts
  /** How much it counts: mostly 1; 0.9 for a basically satisfied resident. */
  readonly amount: number
  /** Code of the exclusion, such as `withdrawn`; absent on the sides that count. A record left out for two reasons is two cases. */
  readonly reason?: string
}

interface CaseQuery {
  readonly runner: RecordRunner
  readonly measures: MeasureTable
  readonly areas: AreaLookup
  readonly indicator: RatioIndicator
  readonly options: MeasureOptions
}

// How much a record counts in each of its groups: the same predicates and days as the tallies.
function amountsOf({ measures, areas, options }: CaseQuery) {
  const { period, by, level, within, ...place } = options
  const keyOf = groupKey(by, level, areas)
  const path = within === undefined ? '' : areas.path(within)
  const keyIn = (row: TallyDelta): string => {
    if (by === undefined) return ''
    return by === 'area' ? row.areaPath : row[by]
  }
  const isAsked = (row: TallyDelta) =>
    row.day >= period.from &&
    row.day < period.to &&
    row.areaPath.startsWith(path) &&
    (['unit', 'category', 'channel'] as const).every((name) => place[name] === undefined || row[name] === place[name])
  return function amountOf(type: string, facts: object, counts: readonly Weighted[], key: string | undefined): number {
    let sum = zero
    for (const { measure: name, weight } of counts) {
      const measure = measures.get(name)
      if (measure?.of !== type) continue
      for (const row of measure.tallies(facts))
        if (isAsked(row) && (key === undefined || keyOf(keyIn(row)) === key))
          sum = plus(sum, times(fractionOf(weight), fractionOf(row.delta)))
    }
    return numberOf(sum)
  }
}

/** Streams the cases behind one side of a figure, oldest first, page by page; `key` names the group, all groups when absent. */
export async function* casesOf(query: CaseQuery, side: CaseSide, key?: string): AsyncIterable<Case> {
  const { runner, measures, areas, indicator, options } = query
  const amountOf = amountsOf(query)
  // A measure may count for units that are no longer in charge of the request: then the unit in charge must not narrow the search.
  const counted = measuresOf(indicator).flatMap((name) => measures.get(name) ?? [])
  const elsewhere = counted.some((each) => each.elsewhere === 'unit')
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
  for (const type of new Set(counted.map((each) => each.of))) {
    // A record of a plugin may count elsewhere than where it is found.
    const anywhere = counted.some((each) => each.of === type && each.elsewhere === 'anywhere')
    const search = anywhere ? { to } : { ...range, ...narrowed, to }
    for await (const { id, facts } of runner.each<object>({ type }, search))
      for (const { reason, counts } of sides) {
        const amount = amountOf(type, facts, counts, key)
        if (amount === 0) continue
        const request = type === requestType && { request: Object.freeze(facts) as RequestFacts }
        yield { record: { type, id }, facts, ...request, amount, ...(reason !== undefined && { reason }) }
      }
  }
}
