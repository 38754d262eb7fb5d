/** A row and what was added up under its key. */
export interface KeyedSum<Row> {
  /** The first row that came with the key. */
  readonly row: Row
  /** The sum of all amounts under the key. */
  readonly sum: number
}

/** Amounts added up by the key of their row. */
export interface KeyedSums<Row> {
  /** Adds an amount, which may be negative, to the sum of the row's key. */
  add(row: Row, amount: number): void
  /** All sums, those that are 0 included, in the order in which their keys first came. Cheaper than `nonZero`. */
  all(): Iterable<KeyedSum<Row>>
  /** The sums that are not 0, in the order in which their keys first came. */
  nonZero(): KeyedSum<Row>[]
  /** The sums that are not 0, in the order of their keys: two writers that update rows in this order cannot deadlock. */
  inKeyOrder(): KeyedSum<Row>[]
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/**
 * Adds amounts up by key, so that a group of changes writes each row once.
 *
 * @example
 * ```ts
 * import { sumByKey, type TallyDelta } from '@huiyin/core/contracts'
 *
 * const place = { areaPath: '370281/', unit: '', category: 'heating', channel: 'hotline' }
 * const accepted: TallyDelta = { measure: 'accepted', day: '2022-03-05', ...place, delta: 1 }
 * const sums = sumByKey(({ measure, day }: TallyDelta) => `${measure} ${day}`)
 * for (const row of [accepted, accepted]) sums.add(row, row.delta)
 * sums.nonZero().map(({ sum }) => sum) // [2]
 * ```
 */
export function sumByKey<Row>(keyOf: (row: Row) => string): KeyedSums<Row> {
  const sums = new Map<string, { readonly row: Row; sum: number }>()
  return {
    add(row, amount) {
      const key = keyOf(row)
      const known = sums.get(key)
      if (known === undefined) sums.set(key, { row, sum: amount })
      else known.sum += amount
    },
    all: () => sums.values(),
    nonZero() {
      const found: KeyedSum<Row>[] = []
      for (const each of sums.values()) if (each.sum !== 0) found.push(each)
      return found
    },
    inKeyOrder() {
      const found: [string, KeyedSum<Row>][] = []
      for (const each of sums) if (each[1].sum !== 0) found.push(each)
      return found.sort(byKey).map(([, each]) => each)
    },
  }
}
