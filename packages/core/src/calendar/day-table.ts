import { type CalendarDate, dayNumberOf, fromDayNumber, weekdayOfDay } from './date.js'

/** What a day is. A make-up working day (调休上班) is a Saturday or Sunday worked in return for a day off. */
export type DayType = 'workday' | 'weekend' | 'holiday' | 'make-up-workday'

/** The text of each kind, by the number kept in `DayTable.kinds`. */
export const dayTypes: readonly DayType[] = ['workday', 'weekend', 'holiday', 'make-up-workday']

/** Positions in `dayTypes`; 1 and 2 are days off. */
export const kindOf = { workday: 0, weekend: 1, holiday: 2, makeUp: 3 } as const

/**
 * All days from `first` to `last` as tables: `rank[i]` is the number of working days before day i, `select[k]` the k-th
 * working day. Adding N working days and counting between two days are one look-up each, whatever N is. `first` and `last`
 * are day numbers, `texts` the dates written so far.
 */
export interface DayTable {
  readonly first: number
  readonly last: number
  readonly kinds: Uint8Array
  readonly rank: Uint16Array
  readonly select: Uint16Array
  readonly texts: (CalendarDate | undefined)[]
}

/** Fills the week; holidays are written into `kinds` afterwards, then `rankDays` closes the table. */
export function weekKinds(firstYear: number, lastYear: number): { first: number; last: number; kinds: Uint8Array } {
  const first = dayNumberOf(firstYear, 1, 1)
  const last = dayNumberOf(lastYear, 12, 31)
  const kinds = new Uint8Array(last - first + 1)
  let weekday = weekdayOfDay(first)
  for (let i = 0; i < kinds.length; i++) {
    if (weekday === 0 || weekday === 6) kinds[i] = kindOf.weekend
    weekday = weekday === 6 ? 0 : weekday + 1
  }
  return { first, last, kinds }
}

/** Closes a table: counts the working days of `kinds`, whose first day has the day number `first`. */
export function rankDays(first: number, kinds: Uint8Array): DayTable {
  const rank = new Uint16Array(kinds.length + 1)
  const select = new Uint16Array(kinds.length)
  let count = 0
  for (let i = 0; i < kinds.length; i++) {
    rank[i] = count
    const kind = kinds[i]
    if (kind === kindOf.workday || kind === kindOf.makeUp) select[count++] = i
  }
  rank[kinds.length] = count
  return {
    first,
    last: first + kinds.length - 1,
    kinds,
    rank,
    select: select.slice(0, count),
    texts: new Array(kinds.length),
  }
}

/** The date at an index, `'YYYY-MM-DD'`; written once, then kept. */
export function textOf(table: DayTable, index: number): CalendarDate {
  const text = table.texts[index]
  if (text !== undefined) return text
  const made = fromDayNumber(table.first + index)
  table.texts[index] = made
  return made
}

/**
 * Index of the n-th working day after (n > 0) or before (n < 0) day `index`; the day itself for 0.
 * -1 when it lies before the table, `undefined` when it lies after it.
 */
export function nthWorkingDay(table: DayTable, index: number, n: number): number | undefined {
  if (n === 0) return index
  const k = n > 0 ? (table.rank[index + 1] as number) + n - 1 : (table.rank[index] as number) + n
  return k < 0 ? -1 : table.select[k]
}

/** Whether the day at an index is worked; false outside the table. */
export function isWorkingIndex(table: DayTable, index: number): boolean {
  const kind = table.kinds[index]
  return kind === kindOf.workday || kind === kindOf.makeUp
}

/** 32-bit FNV-1a over bytes and text, as eight hex digits: tells versions of data apart and is not a protection. */
export function contentHash(kinds: Uint8Array, text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < kinds.length; i++) hash = Math.imul(hash ^ (kinds[i] as number), 0x01000193)
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
