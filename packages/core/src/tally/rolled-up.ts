import type { TallyDelta } from '../contracts/rows.js'
import { type TallyRow, tallyRows } from './roll-ups.js'
import { type KeyedSums, sumByKey } from './sum-by-key.js'

// Flat strings: they are compared when sorted.
const placeKey = ({ measure, day, areaPath, unit, category, channel }: TallyDelta) =>
  [measure, day, areaPath, unit, category, channel].join('\u0001')
const rowKey = (row: TallyRow) => `${row.grain}\u0001${placeKey(row)}`

/**
 * The rows a storage adds a whole group of differences to: the tallies and their roll-ups, each once. Equal tallies are added up before they are rolled
 * up, so requests of one place that move together cost the roll-ups of one.
 *
 * @example
 * ```ts
 * import { rolledUp, type TallyDelta } from '@huiyin/core/contracts'
 *
 * const place = { areaPath: '370281/370281001/', unit: 'housing', category: 'heating', channel: 'hotline' }
 * const due: TallyDelta = { measure: 'due', day: '2022-03-05', ...place, delta: 1 }
 * const moved: TallyDelta[] = [{ ...due, delta: -1 }, { ...due, day: '2022-03-06' }]
 * rolledUp(moved).nonZero().map(({ row }) => row.grain) // ['', 'channel-day', '', 'channel-day']: the month is as it was
 * ```
 */
export function rolledUp(deltas: Iterable<TallyDelta>): KeyedSums<TallyRow> {
  const own = sumByKey(placeKey)
  for (const each of deltas) own.add(each, each.delta)
  const sums = sumByKey(rowKey)
  for (const { row, sum } of own.all()) if (sum !== 0) for (const each of tallyRows(row)) sums.add(each, sum)
  return sums
}
