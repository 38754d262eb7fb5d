import { type TallyQuery, type TallySum, tallyScans } from '@huiyin/core/contracts'
import { type Asked, conditionsOf } from './conditions.js'
import type { Database } from './database.js'
import { grains, shownDay } from './lean-rows.js'
import type { SchemaLayout } from './options.js'
import { tallyBuckets } from './placement.js'

const asked: readonly Asked[] = [
  ['within', 'area_path >= $ AND area_path < $'],
  ['unit', 'unit = $'],
  ['category', 'category = $'],
  ['channel', 'channel = $'],
]
const dimensions = {
  area: 'c.area_path',
  unit: 'c.unit',
  category: 'c.category',
  channel: 'c.channel',
  day: shownDay('s.day'),
} as const
const dayOf = (day: string): number => Number(day.replaceAll('-', ''))

/** Sums of tallies, read from the fewest rows: roll-ups for whole months, days for the rest. */
export function createTallies(db: Database, { schema, distributed }: SchemaLayout) {
  // One statement for all sums, so that they come from the same snapshot. Every reading has the bucket and takes its measures apart itself, so that nodes sum
  // up what is theirs: a function joined to several readings is one that a cluster does not send to them.
  async function tally(query: TallyQuery): Promise<readonly TallySum[]> {
    const key = query.by === undefined ? "''" : dimensions[query.by]
    const values: unknown[] = [tallyBuckets(distributed), query.measures]
    const readings = tallyScans(query).map((scan) => {
      const own = conditionsOf(scan.query, asked)
      const places = own.values.map((value) => values.push(value))
      const parts = own.parts.map(
        (part) => `AND ${part.replace(/\$(\d+)/g, (_, n: string) => `$${places[Number(n) - 1]}`)}`,
      )
      const place = values.push(grains.indexOf(scan.grain), dayOf(scan.query.from), dayOf(scan.query.to))
      return `SELECT s.bucket, unnest(c.measures) AS measure, ${key} AS key, s.sum FROM ${schema}.sums s JOIN ${schema}.cells c ON c.bucket = s.bucket AND c.cell = s.cell
              WHERE s.bucket = ANY ($1::smallint[]) AND s.grain = $${place - 2} AND s.day >= $${place - 1} AND s.day < $${place}
                AND c.measures && $2::text[] ${parts.join(' ')}`
    })
    return db.query<TallySum>(
      'tally',
      `SELECT measure, key, sum(sum)::bigint AS sum FROM (${readings.join(' UNION ALL ')}) AS rows
       WHERE measure = ANY ($2::text[]) GROUP BY 1, 2 HAVING sum(sum) <> 0`,
      values,
    )
  }
  return { tally }
}
