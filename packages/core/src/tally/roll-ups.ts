import type { TallyQuery } from '../contracts/queries.js'
import type { TallyDelta } from '../contracts/rows.js'

/**
 * The roll-ups that are stored beside the tallies. Each leaves out part of the place, and sums days or months, so that a figure over a year reads as
 * many rows with ten million requests as with ten thousand. The empty grain is the tally itself.
 */
export type TallyGrain = '' | 'channel-day' | 'unit-month' | 'category-month' | 'area-month' | 'town-month'

/** A tally row of one grain: what the grain leaves out is `''`, a month is written as its first day. */
export interface TallyRow extends TallyDelta {
  /** Which roll-up the row belongs to; part of its key. */
  readonly grain: TallyGrain
}

/** One read of one grain. The answer to a query is the sums of all its scans, added up by measure and key. */
export interface TallyScan {
  /** Which roll-up to read. */
  readonly grain: TallyGrain
  /** What to read of it; its days are whole months where the grain sums months. */
  readonly query: TallyQuery
}

const nowhere = { areaPath: '', unit: '', category: '', channel: '' }
const monthOf = (day: string) => `${day.slice(0, 7)}-01`

// The first two codes of a path: in a county-level city the city and its towns.
function townPath(areaPath: string): string {
  const second = areaPath.indexOf('/', areaPath.indexOf('/') + 1)
  return second === -1 ? areaPath : areaPath.slice(0, second + 1)
}

/**
 * The rows a storage adds one difference to: the tally itself and its roll-ups.
 *
 * @example
 * ```ts
 * import { tallyRows } from '@huiyin/core/contracts'
 *
 * const place = { areaPath: '370281/370281001/', unit: 'housing', category: 'heating', channel: 'hotline' }
 * const rows = tallyRows({ measure: 'accepted', day: '2022-03-05', ...place, delta: 1 })
 * rows.map((row) => `${row.grain} ${row.day} ${row.unit}`) // ' 2022-03-05 housing', 'channel-day 2022-03-05 ', …
 * ```
 */
export function tallyRows(one: TallyDelta): readonly TallyRow[] {
  const { measure, day, areaPath, unit, category, channel, delta } = one
  const month = { measure, day: monthOf(day), delta, ...nowhere }
  return [
    { ...one, grain: '' },
    { measure, day, delta, ...nowhere, channel, grain: 'channel-day' },
    { ...month, unit, grain: 'unit-month' },
    { ...month, category, grain: 'category-month' },
    { ...month, areaPath, grain: 'area-month' },
    { ...month, areaPath: townPath(areaPath), unit, category, channel, grain: 'town-month' },
  ]
}

// Whether nothing below the first two codes is asked for: then the roll-up by town can answer.
const ofTowns = (within: string) => townPath(within) === within || !townPath(within).endsWith('/')

/** The grain of whole months that can answer, if any can. Queries by day are answered by the tally itself, or by the channels. */
function monthGrain(query: TallyQuery): TallyGrain | undefined {
  if (query.by === 'day') return undefined
  const asked = (['unit', 'category', 'channel'] as const).filter(
    (name) => query[name] !== undefined || query.by === name,
  )
  if (query.by === 'area' || (query.within !== undefined && asked.length === 0))
    return asked.length === 0 ? 'area-month' : undefined
  if (query.within !== undefined) return ofTowns(query.within) ? 'town-month' : undefined
  if (asked.length === 1 && asked[0] === 'unit') return 'unit-month'
  if (asked.length === 1 && asked[0] === 'category') return 'category-month'
  return 'town-month'
}

const ofChannels = ({ by, within, unit, category }: TallyQuery) =>
  within === undefined &&
  unit === undefined &&
  category === undefined &&
  (by === undefined || by === 'channel' || by === 'day')

function nextMonth(day: string): string {
  if (day.endsWith('-01')) return day
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  const next = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}-01`
}

/**
 * How to answer a query from the fewest rows: whole months from the roll-up that holds what is asked, the days at both ends from the tally.
 *
 * @example
 * ```ts
 * import { tallyScans } from '@huiyin/core/contracts'
 *
 * tallyScans({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01', by: 'unit' }) // one reading of 'unit-month'
 * ```
 */
export function tallyScans(query: TallyQuery): readonly TallyScan[] {
  if (ofChannels(query)) return [{ grain: 'channel-day', query }]
  const grain = monthGrain(query)
  const [from, to] = [nextMonth(query.from), monthOf(query.to)]
  if (grain === undefined || from >= to) return [{ grain: '', query }]
  const scans: TallyScan[] = [{ grain, query: { ...query, from, to } }]
  if (query.from < from) scans.push({ grain: '', query: { ...query, to: from } })
  if (to < query.to) scans.push({ grain: '', query: { ...query, from: to } })
  return scans
}
