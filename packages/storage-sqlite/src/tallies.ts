import { rolledUp, sumByKey, type TallyDelta, type TallyQuery, type TallySum, tallyScans } from '@huiyin/core/contracts'
import { conditionsOf } from './conditions.js'
import type { Database } from './database.js'

/**
 * Adds differences to the tallies and their roll-ups. They cover a whole group of changes: most roll-ups are the same few rows,
 * which are then written once.
 */
export function addTallies(db: Database, deltas: readonly TallyDelta[]): void {
  for (const { row, sum } of rolledUp(deltas).all()) {
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

/** Sums of tallies, read from the fewest rows: roll-ups for whole months, days for the rest. */
export function readTallies(db: Database, asked: TallyQuery): TallySum[] {
  const sums = sumByKey(({ measure, key }: TallySum) => `${measure}\u0001${key}`)
  for (const { grain, query } of tallyScans(asked)) for (const row of scan(db, grain, query)) sums.add(row, row.sum)
  return sums.nonZero().map(({ row, sum }) => ({ ...row, sum }))
}
