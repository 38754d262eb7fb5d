import type { TallyQuery, TallySum } from '../contracts/queries.js'
import type { TallyDelta } from '../contracts/rows.js'
import { sumByKey } from '../tally/sum-by-key.js'
import { keyFrom } from './key.js'

/** Sums of differences, by measure, day, area, unit, category and channel. */
export function createTallies() {
  const cells = sumByKey(({ measure, day, areaPath, unit, category, channel }: TallyDelta) =>
    keyFrom(measure, day, areaPath, unit, category, channel),
  )

  function query({ measures, from, to, within, unit, category, channel, by }: TallyQuery): TallySum[] {
    const sums = sumByKey(({ measure, key }: Omit<TallySum, 'sum'>) => keyFrom(measure, key))
    for (const { row: cell, sum } of cells.all()) {
      if (!measures.includes(cell.measure) || cell.day < from || cell.day >= to) continue
      if (within !== undefined && !cell.areaPath.startsWith(within)) continue
      if (unit !== undefined && cell.unit !== unit) continue
      if (category !== undefined && cell.category !== category) continue
      if (channel !== undefined && cell.channel !== channel) continue
      const key = by === undefined ? '' : by === 'area' ? cell.areaPath : cell[by]
      sums.add({ measure: cell.measure, key }, sum)
    }
    return sums.nonZero().map(({ row, sum }) => ({ ...row, sum }))
  }

  return { add: (delta: TallyDelta) => cells.add({ ...delta }, delta.delta), query }
}
