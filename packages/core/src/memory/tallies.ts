import type { TallyQuery, TallySum } from '../contracts/queries.js'
import type { TallyDelta } from '../contracts/rows.js'
import { keyFrom } from './key.js'

/** Sums of differences, by measure, day, area, unit, category and channel. */
export function createTallies() {
  const cells = new Map<string, { cell: TallyDelta; sum: number }>()

  function add(delta: TallyDelta): void {
    const { measure, day, areaPath, unit, category, channel } = delta
    const key = keyFrom(measure, day, areaPath, unit, category, channel)
    const found = cells.get(key)
    if (found === undefined) cells.set(key, { cell: { ...delta }, sum: delta.delta })
    else found.sum += delta.delta
  }

  function query({ measures, from, to, within, unit, category, channel, by }: TallyQuery): TallySum[] {
    const sums = new Map<string, TallySum>()
    for (const { cell, sum } of cells.values()) {
      if (!measures.includes(cell.measure) || cell.day < from || cell.day >= to) continue
      if (within !== undefined && !cell.areaPath.startsWith(within)) continue
      if (unit !== undefined && cell.unit !== unit) continue
      if (category !== undefined && cell.category !== category) continue
      if (channel !== undefined && cell.channel !== channel) continue
      const key = by === undefined ? '' : by === 'area' ? cell.areaPath : cell[by]
      const at = keyFrom(cell.measure, key)
      sums.set(at, { measure: cell.measure, key, sum: (sums.get(at)?.sum ?? 0) + sum })
    }
    return [...sums.values()].filter((each) => each.sum !== 0)
  }

  return { add, query }
}
