import type { Bilingual } from '../../contracts/text.js'
import type { Evaluation } from '../evaluation.js'
import type { MeasureOptions } from '../query.js'

/** One unit in the public figures. */
export interface PublicLine {
  readonly unit: Bilingual
  readonly accepted: number
  readonly completed: number
}

/**
 * What a city shows everybody: totals, rates, and units with enough matters to be told. A type of its own: it has no place for a request,
 * a resident or a grid.
 */
export interface PublicFigures {
  readonly period: MeasureOptions['period']
  readonly accepted: number
  readonly completed: number
  /** Percent; absent when there is nothing to divide by. */
  readonly completionRate?: number
  readonly onTimeRate?: number
  readonly satisfactionRate?: number
  readonly units: readonly PublicLine[]
  /** Units with too few matters to be named: what they have done together. */
  readonly others: Omit<PublicLine, 'unit'>
}

/** Fewer matters than this could point at a person. */
const fewest = 10

/** Builds the public figures of a period. */
export async function publicFigures(
  evaluation: Evaluation,
  unitName: (id: string) => Bilingual,
  options: Pick<MeasureOptions, 'period' | 'within'>,
): Promise<PublicFigures> {
  const rate = async (name: string) => (await evaluation.measure(name, options)).figures[0]
  const [completion, onTime, satisfaction] = [
    await rate('completionRate'),
    await rate('onTimeRate'),
    await rate('satisfactionRate'),
  ]
  const byUnit = (await evaluation.measure('completionRate', { ...options, by: 'unit' })).figures
  const bySize = byUnit.toSorted((a, b) => a.denominator - b.denominator)
  // Those with too few together must be enough too: otherwise the total less the named ones would tell of them.
  let few = bySize.filter((figure) => figure.denominator < fewest).length
  const total = (count: number) => bySize.slice(0, count).reduce((sum, figure) => sum + figure.denominator, 0)
  while (few > 0 && few < bySize.length && total(few) < fewest) few++
  const rest = bySize.slice(0, few)
  const named = byUnit.filter((figure) => !rest.includes(figure))
  const sum = (of: 'numerator' | 'denominator') => rest.reduce((total, figure) => total + figure[of], 0)
  return {
    period: options.period,
    accepted: completion?.denominator ?? 0,
    completed: completion?.numerator ?? 0,
    ...(completion?.value !== undefined && { completionRate: completion.value }),
    ...(onTime?.value !== undefined && { onTimeRate: onTime.value }),
    ...(satisfaction?.value !== undefined && { satisfactionRate: satisfaction.value }),
    units: named.map(({ key, denominator, numerator }) => ({
      unit: unitName(key),
      accepted: denominator,
      completed: numerator,
    })),
    others: { accepted: sum('denominator'), completed: sum('numerator') },
  }
}
