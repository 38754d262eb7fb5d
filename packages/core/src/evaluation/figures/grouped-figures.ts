import type { AreaLevel } from '../../area/area.js'
import type { TallyDimension, TallySum } from '../../contracts/queries.js'
import type { Storage } from '../../contracts/storage.js'
import { unfit } from '../../errors/input-issue.js'
import { InvalidInputError } from '../../errors.js'
import { measuresOf, type RatioIndicator, type Weighted } from '../indicators/declaration.js'
import { type AreaLookup, groupKey, type MeasureOptions, tallyRange } from '../query.js'
import { type ComputedFigure, computeMean, computeRatio, type Sums } from './figure.js'
import { type Fraction, fractionOf, numberOf, plus, times, zero } from './fraction.js'

interface Grouping {
  readonly by?: TallyDimension
  readonly level?: AreaLevel
}

// A tally row has one key, so the mean can only be taken over what the rows are grouped by.
function meanOver({ averaging = 'pooled' }: RatioIndicator, { by }: MeasureOptions): Grouping | undefined {
  if (averaging === 'pooled') return undefined
  const { over, level } = averaging
  if (by === undefined || by === over) return { by: over, ...(level !== undefined && { level }) }
  const zh = `对各 ${over} 的平均只能对整体或按 ${over} 计，不能按 ${by} 计`
  const en = `the mean over each ${over} can be taken for the whole or by ${over}, not by ${by}`
  throw new InvalidInputError([unfit(['by'], zh, en)], 'evaluation query')
}

function sumUp(counts: readonly Weighted[], sums: ReadonlyMap<string, number>): Fraction {
  return counts.reduce(
    (sum, { measure, weight }) => plus(sum, times(fractionOf(weight), fractionOf(sums.get(measure) ?? 0))),
    zero,
  )
}

function sumsOf(indicator: RatioIndicator, sums: ReadonlyMap<string, number>): Sums {
  const excluded = (indicator.exclusions ?? [])
    .map(({ reason, counts }) => ({ reason, count: numberOf(sumUp(counts, sums)) }))
    .filter((each) => each.count !== 0)
  return { numerator: sumUp(indicator.numerator, sums), denominator: sumUp(indicator.denominator, sums), excluded }
}

function grouped(rows: readonly TallySum[], keyOf: (key: string) => string): Map<string, Map<string, number>> {
  const groups = new Map<string, Map<string, number>>()
  for (const { key, measure, sum } of rows) {
    const at = keyOf(key)
    const group = groups.get(at) ?? new Map<string, number>()
    group.set(measure, (group.get(measure) ?? 0) + sum)
    groups.set(at, group)
  }
  return groups
}

/** The figures of a share by group, from tallies alone. Without `by` there is one group, `''`, also when nothing was counted. */
export async function groupedFigures(
  storage: Storage,
  areas: AreaLookup,
  indicator: RatioIndicator,
  options: MeasureOptions,
): Promise<Map<string, ComputedFigure>> {
  const { by, level } = options
  const mean = meanOver(indicator, options)
  const rowsBy = by ?? mean?.by
  const rows = await storage.tally({
    ...tallyRange(options, areas),
    measures: measuresOf(indicator),
    ...(rowsBy !== undefined && { by: rowsBy }),
  })
  const outer = groupKey(by, level, areas)
  if (mean === undefined) {
    const groups = grouped(rows, outer)
    if (by === undefined && groups.size === 0) groups.set('', new Map())
    return new Map([...groups].map(([key, sums]) => [key, computeRatio(indicator, key, sumsOf(indicator, sums))]))
  }
  const inner = groupKey(mean.by, mean.level, areas)
  const rowsOf = Map.groupBy(rows, (row) => outer(row.key))
  if (by === undefined && rowsOf.size === 0) rowsOf.set('', [])
  return new Map(
    [...rowsOf].map(([key, own]) => {
      const groups = [...grouped(own, inner)].map(([at, sums]) => [at, sumsOf(indicator, sums)] as const)
      return [key, computeMean(indicator, key, new Map(groups))]
    }),
  )
}
