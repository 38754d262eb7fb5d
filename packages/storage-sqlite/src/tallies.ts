import {
  sumByKey,
  type TallyDelta,
  type TallyGrain,
  type TallyQuery,
  type TallyRow,
  type TallySum,
  tallyRows,
  tallyScans,
} from '@huiyin/core/contracts'
import { startingWith, type Values } from './conditions.js'
import type { Database } from './database.js'

/** The series of a measure in one grain. */
interface Series {
  readonly series: number
  readonly ofMonth: boolean
}

/** What a process remembers of the numbers of cells and series. */
export interface Tallies {
  /** Adds differences to the tallies and their roll-ups, inside a transaction. Most roll-ups of a group are the same few rows, written once. */
  add(db: Database, deltas: readonly TallyDelta[]): void
  /** Forgets all numbers: some may be of a transaction that was rolled back. */
  forget(): void
}

const dayOf = (day: string): number => Number(day.replaceAll('-', ''))
// A day and a cell are added up under one whole number: 2 ** 25 days leave room for 2 ** 28 cells.
const daysBelow = 2 ** 25
const most = 50_000

function numberOf(db: Database, found: string, added: string, ...names: string[]): number {
  const known = db.get<{ number: number }>(found, ...names)
  return (known ?? (db.get<{ number: number }>(added, ...names) as { number: number })).number
}

const seriesOf = (db: Database, { grain, measure }: TallyRow): number =>
  numberOf(
    db,
    'SELECT series AS number FROM series WHERE grain = ? AND measure = ?',
    'INSERT INTO series (grain, measure) VALUES (?, ?) RETURNING series AS number',
    grain,
    measure,
  )

const cellOf = (db: Database, { areaPath, unit, category, channel }: TallyRow): number =>
  numberOf(
    db,
    'SELECT cell AS number FROM cells WHERE area_path = ? AND unit = ? AND category = ? AND channel = ?',
    'INSERT INTO cells (area_path, unit, category, channel) VALUES (?, ?, ?, ?) RETURNING cell AS number',
    areaPath,
    unit,
    category,
    channel,
  )

const isOfMonth = (grain: TallyGrain): boolean => grain.endsWith('-month')

const placeOf = ({ areaPath, unit, category, channel }: Omit<TallyDelta, 'measure'>): string =>
  `${areaPath}\u0001${unit}\u0001${category}\u0001${channel}`

/** The tallies of one open file. Numbers of cells and series are looked up once; the writer of a file is alone, so two never add the same one. */
export function createTallies(): Tallies {
  const series = new Map<string, readonly Series[]>()
  const cells = new Map<string, number>()
  // The cells of a place, in the order of its grains.
  const places = new Map<string, readonly number[]>()

  function forget(): void {
    for (const each of [series, cells, places]) each.clear()
  }

  function known<Value>(map: Map<string, Value>, key: string, find: () => Value): Value {
    const value = map.get(key)
    if (value !== undefined) return value
    if (map.size >= most) map.clear()
    const found = find()
    map.set(key, found)
    return found
  }

  const seriesOfMeasure = (db: Database, delta: TallyDelta) =>
    known(series, delta.measure, () =>
      tallyRows(delta).map((row) => ({ series: seriesOf(db, row), ofMonth: isOfMonth(row.grain) })),
    )
  const cellsOfPlace = (db: Database, delta: TallyDelta) =>
    known(places, placeOf(delta), () =>
      tallyRows(delta).map((row) => known(cells, placeOf(row), () => cellOf(db, row))),
    )

  function add(db: Database, deltas: readonly TallyDelta[]): void {
    const sums = new Map<number, Map<number, number>>()
    for (const delta of deltas) {
      const day = dayOf(delta.day)
      const month = day - (day % 100) + 1
      const numbers = cellsOfPlace(db, delta)
      for (const [grain, { series: at, ofMonth }] of seriesOfMeasure(db, delta).entries()) {
        const key = (numbers[grain] as number) * daysBelow + (ofMonth ? month : day)
        const own = sums.get(at) ?? new Map<number, number>()
        sums.set(at, own.set(key, (own.get(key) ?? 0) + delta.delta))
      }
    }
    for (const [at, own] of sums)
      for (const [key, sum] of own)
        if (sum !== 0)
          db.run(
            'INSERT INTO sums (series, day, cell, sum) VALUES (?, ?, ?, ?) ON CONFLICT (series, day, cell) DO UPDATE SET sum = sum + excluded.sum',
            at, key % daysBelow, Math.floor(key / daysBelow), sum,
          ) // biome-ignore format: one row
  }

  return { add, forget }
}

// The cells that are summed up.
function cellsIn({ within, unit, category, channel }: TallyQuery) {
  const parts: string[] = []
  const values: Values = []
  const ask = (part: string, ...each: readonly string[]) => {
    parts.push(part)
    values.push(...each)
  }
  if (within !== undefined) ask('area_path >= ? AND area_path < ?', ...startingWith(within))
  if (unit !== undefined) ask('unit = ?', unit)
  if (category !== undefined) ask('category = ?', category)
  if (channel !== undefined) ask('channel = ?', channel)
  return { parts, values }
}

const dimensions = {
  area: 'area_path',
  unit: 'unit',
  category: 'category',
  channel: 'channel',
  day: "substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7)",
} as const

function scan(db: Database, grain: string, query: TallyQuery): TallySum[] {
  const { parts, values } = cellsIn(query)
  const key = query.by === undefined ? "''" : dimensions[query.by]
  return db.all<TallySum>(
    `SELECT measure, ${key} AS key, SUM(sum) AS sum FROM series CROSS JOIN sums USING (series) CROSS JOIN cells USING (cell)
     WHERE grain = ? AND measure IN (SELECT value FROM json_each(?)) AND day >= ? AND day < ?
       ${parts.map((part) => `AND ${part}`).join(' ')} GROUP BY 1, 2`,
    grain,
    JSON.stringify(query.measures),
    dayOf(query.from),
    dayOf(query.to),
    ...values,
  )
}

/** Sums of tallies, read from the fewest rows: roll-ups for whole months, days for the rest. */
export function readTallies(db: Database, asked: TallyQuery): TallySum[] {
  const sums = sumByKey(({ measure, key }: TallySum) => `${measure}\u0001${key}`)
  for (const { grain, query } of tallyScans(asked)) for (const row of scan(db, grain, query)) sums.add(row, row.sum)
  return sums.nonZero().map(({ row, sum }) => ({ ...row, sum }))
}
