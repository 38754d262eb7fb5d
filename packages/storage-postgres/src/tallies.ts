import { type TallyQuery, type TallySum, tallyScans } from '@huiyin/core/contracts'
import { type Asked, conditionsOf } from './conditions.js'
import type { Database } from './database.js'
import type { SchemaLayout } from './options.js'
import { tallyBuckets } from './write.js'

const asked: readonly Asked[] = [
  ['measures', 'measure = ANY ($)'],
  ['from', 'day >= $'],
  ['to', 'day < $'],
  ['within', 'area_path >= $ AND area_path < $'],
  ['unit', 'unit = $'],
  ['category', 'category = $'],
  ['channel', 'channel = $'],
]
const dimensions = { area: 'area_path', unit: 'unit', category: 'category', channel: 'channel', day: 'day' } as const

/** Sums of tallies, read from the fewest rows: roll-ups for whole months, days for the rest. */
export function createTallies(db: Database, { schema, distributed }: SchemaLayout) {
  // One statement for all sums, so that they come from the same snapshot. Every reading has the bucket, so that nodes sum up what is theirs.
  async function tally(query: TallyQuery): Promise<readonly TallySum[]> {
    const key = query.by === undefined ? "''" : dimensions[query.by]
    const values: unknown[] = [tallyBuckets(distributed)]
    const readings = tallyScans(query).map((scan) => {
      const own = conditionsOf(scan.query, asked)
      const places = own.values.map((value) => values.push(value))
      const where = own.parts.join(' AND ').replace(/\$(\d+)/g, (_, n: string) => `$${places[Number(n) - 1]}`)
      return `SELECT bucket, measure, ${key} AS key, sum FROM ${schema}.tallies
              WHERE bucket = ANY ($1::smallint[]) AND grain = $${values.push(scan.grain)} AND ${where}`
    })
    return db.query<TallySum>(
      'tally',
      `SELECT measure, key, sum(sum)::bigint AS sum FROM (${readings.join(' UNION ALL ')}) AS rows GROUP BY 1, 2 HAVING sum(sum) <> 0`,
      values,
    )
  }
  return { tally }
}
