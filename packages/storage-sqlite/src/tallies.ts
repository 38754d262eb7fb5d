import {
  type TallyDelta,
  type TallyQuery,
  type TallyRow,
  type TallySum,
  tallyRows,
  tallyScans,
} from '@huiyin/core/contracts'
import { conditionsOf } from './conditions.js'
import type { Database } from './database.js'

/**
 * Adds differences to the tallies and their roll-ups. They cover a whole group of changes: most roll-ups are the same few rows,
 * which are then written once.
 */
export function addTallies(db: Database, deltas: readonly TallyDelta[]): void {
  const rows = new Map<string, { row: TallyRow; sum: number }>()
  for (const delta of deltas)
    for (const row of tallyRows(delta)) {
      const { grain, measure, day, areaPath, unit, category, channel } = row
      const key = `${grain}\u0001${measure}\u0001${day}\u0001${areaPath}\u0001${unit}\u0001${category}\u0001${channel}`
      const known = rows.get(key)
      if (known === undefined) rows.set(key, { row, sum: row.delta })
      else known.sum += row.delta
    }
  for (const { row, sum } of rows.values()) {
    if (sum === 0) continue
    const { grain, measure, day, areaPath, unit, category, channel } = row
    db.run(
      `INSERT INTO tallies (grain, measure, day, area_path, unit, category, channel, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (grain, measure, day, area_path, unit, category, channel) DO UPDATE SET sum = sum + excluded.sum`,
      grain, measure, day, areaPath, unit, category, channel, sum,
    ) // biome-ignore format: one row
  }
}

const tallyColumns = [
  ['measures', 'measure IN (SELECT value FROM json_each(?))'],
  ['from', 'day >= ?'],
  ['to', 'day < ?'],
  ['within', 'area_path >= ? AND area_path < ?'],
  ['unit', 'unit = ?'],
  ['category', 'category = ?'],
  ['channel', 'channel = ?'],
] as const

const dimensions = { area: 'area_path', unit: 'unit', category: 'category', channel: 'channel', day: 'day' } as const

function scan(db: Database, grain: string, query: TallyQuery): TallySum[] {
  const { parts, values } = conditionsOf(query, tallyColumns)
  const key = query.by === undefined ? "''" : dimensions[query.by]
  return db.all<TallySum>(
    `SELECT measure, ${key} AS key, SUM(sum) AS sum FROM tallies WHERE grain = ? AND ${parts.join(' AND ')} GROUP BY 1, 2`,
    grain,
    ...values,
  )
}

export function readTallies(db: Database, asked: TallyQuery): TallySum[] {
  const sums = new Map<string, TallySum>()
  for (const { grain, query } of tallyScans(asked))
    for (const { measure, key, sum } of scan(db, grain, query)) {
      const at = `${measure}\u0001${key}`
      sums.set(at, { measure, key, sum: sum + (sums.get(at)?.sum ?? 0) })
    }
  return [...sums.values()].filter((each) => each.sum !== 0)
}
