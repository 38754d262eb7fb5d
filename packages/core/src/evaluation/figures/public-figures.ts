import type { ReadOptions } from '../../contracts/command.js'
import type { Bilingual } from '../../contracts/text.js'
import type { Evaluation } from '../evaluation.js'
import type { MeasureOptions } from '../query.js'

/** One unit in the public figures. */
export interface PublicLine {
  /** Name of the unit. */
  readonly unit: Bilingual
  /** Requests accepted in the period; the denominator of its completion rate. */
  readonly accepted: number
  /** Those of them completed by now. */
  readonly completed: number
}

/**
 * 公开数据: what a city shows everybody. Totals, rates, and the units with enough requests to be named. The type has no place for a request, a resident
 * or a grid.
 */
export interface PublicFigures {
  /** The days that count. */
  readonly period: MeasureOptions['period']
  /** Requests accepted in the period, less those that ended without being handled. */
  readonly accepted: number
  /** Those of them completed by now. */
  readonly completed: number
  /** 办结率: completed ÷ accepted, in percent; absent when nothing was accepted. */
  readonly completionRate?: number
  /** 按期办结率: completed within the deadline ÷ completed, in percent; absent when nothing was completed. */
  readonly onTimeRate?: number
  /** 满意率: satisfied + 0.9 × basically satisfied ÷ rated, in percent; absent when nobody rated. */
  readonly satisfactionRate?: number
  /** Units with ten requests or more, in the order of their ids. */
  readonly units: readonly PublicLine[]
  /** The sums of all other units, which are not named: with few requests a line could point at a person. What has no unit yet is among them. */
  readonly others: Omit<PublicLine, 'unit'>
}

/** Fewer requests than this could point at a person. */
const fewest = 10

/** Builds the public figures of a period. `reader` is the city itself: what it reads for everybody, nobody need be let read. */
export async function publicFigures(
  evaluation: Pick<Evaluation, 'measure'>,
  unitName: (id: string) => Bilingual,
  options: Pick<MeasureOptions, 'period' | 'within'>,
  reader: ReadOptions,
): Promise<PublicFigures> {
  const rate = async (name: string) => (await evaluation.measure(name, options, reader)).figures[0]
  const [completion, onTime, satisfaction] = [
    await rate('completionRate'),
    await rate('onTimeRate'),
    await rate('satisfactionRate'),
  ]
  const byUnit = (await evaluation.measure('completionRate', { ...options, by: 'unit' }, reader)).figures
  // What no unit has yet is not the work of one.
  const rest = byUnit.filter(({ key, denominator }) => key === '' || denominator < fewest)
  const smallestFirst = byUnit
    .filter((figure) => !rest.includes(figure))
    .toSorted((a, b) => a.denominator - b.denominator)
  const sum = (of: 'numerator' | 'denominator') => rest.reduce((total, figure) => total + figure[of], 0)
  // The unnamed units together must have enough as well: otherwise the total less the named ones would reveal them.
  for (const next of smallestFirst) if (sum('denominator') > 0 && sum('denominator') < fewest) rest.push(next)
  const named = byUnit.filter((figure) => !rest.includes(figure))
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
