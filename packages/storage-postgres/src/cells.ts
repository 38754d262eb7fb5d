import { createHash } from 'node:crypto'
import { type TallyDelta, tallyRows } from '@huiyin/core/contracts'
import { grains } from './lean-rows.js'

/** What a sum is of: measures that always move together, and a place. Its number is a digest of these names, so every process knows it without asking. */
export interface Cell {
  readonly cell: Buffer
  readonly names: {
    readonly cell: string
    readonly measures: readonly string[]
    readonly area_path: string
    readonly unit: string
    readonly category: string
    readonly channel: string
  }
}

/** One row to add to. */
export interface CellSum {
  readonly grain: number
  readonly day: number
  readonly cell: Cell
  sum: number
}

const dayOf = (day: string): number => Number(day.replaceAll('-', ''))
const most = 20_000

function cellOf(measures: readonly string[], row: Omit<TallyDelta, 'measure' | 'day' | 'delta'>): Cell {
  const { areaPath: area_path, unit, category, channel } = row
  const named = JSON.stringify([measures, area_path, unit, category, channel])
  const cell = createHash('sha256').update(named).digest().subarray(0, 16)
  return { cell, names: { cell: cell.toString('hex'), measures, area_path, unit, category, channel } }
}

/** The six cells of each set of measures at a place, in the order of the grains. */
function createCells() {
  const known = new Map<string, readonly Cell[]>()
  return function cellsOf(measures: readonly string[], delta: TallyDelta): readonly Cell[] {
    const key = `${measures.join('\u0001')}\u0002${placeOf(delta)}`
    const kept = known.get(key)
    if (kept !== undefined) return kept
    if (known.size >= most) known.clear()
    const found = tallyRows(delta).map((row) => cellOf(measures, row))
    known.set(key, found)
    return found
  }
}

const placeOf = ({ areaPath, unit, category, channel }: TallyDelta): string =>
  `${areaPath}\u0001${unit}\u0001${category}\u0001${channel}`

/** Differences of one change that are equal but for the measure: one day, one place, one amount. */
interface Together {
  readonly first: TallyDelta
  readonly measures: readonly string[]
  readonly amount: number
}

function togetherIn(tallies: readonly TallyDelta[]): Together[] {
  const found: Together[] = []
  for (const own of Map.groupBy(tallies, (one) => `${one.day}\u0001${placeOf(one)}`).values()) {
    const amounts = new Map<string, number>()
    for (const { measure, delta } of own) amounts.set(measure, (amounts.get(measure) ?? 0) + delta)
    for (const [amount, named] of Map.groupBy(amounts, ([, each]) => each))
      if (amount !== 0)
        found.push({ first: own[0] as TallyDelta, measures: named.map(([name]) => name).sort(), amount })
  }
  return found
}

const isOfMonth = grains.map((grain) => grain.endsWith('-month'))

/**
 * Sums of groups of changes, ready to be added. Measures that one change moves by the same amount, on the same day and at the same place, are one row and not
 * as many as there are of them.
 */
export function createSums() {
  const cellsOf = createCells()
  /** In the order of their keys, so that two groups that update the same rows cannot deadlock. */
  return function sumsOf(changes: readonly { readonly tallies: readonly TallyDelta[] }[]): CellSum[] {
    const sums = new Map<string, CellSum>()
    for (const { first, measures, amount } of changes.flatMap(({ tallies }) => togetherIn(tallies))) {
      const day = dayOf(first.day)
      const month = day - (day % 100) + 1
      for (const [grain, cell] of cellsOf(measures, first).entries()) {
        const at = isOfMonth[grain] ? month : day
        const key = `${grain}${at}${cell.names.cell}`
        const sum = sums.get(key)
        if (sum === undefined) sums.set(key, { grain, day: at, cell, sum: amount })
        else sum.sum += amount
      }
    }
    const inOrder = [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
    return inOrder.flatMap(([, sum]) => (sum.sum === 0 ? [] : [sum]))
  }
}
