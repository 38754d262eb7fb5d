// In every copy of the package the same, as rows may be numbered by another.
const rowNumber = Symbol.for('huiyin.row')

/**
 * Gives a row the number that it has in its file, so that faults name it: blank rows and headings count there, and are not in the list that is
 * imported.
 *
 * @example
 * ```ts
 * import { atRow } from '@huiyin/core/contracts'
 *
 * const rows = [atRow({ code: '370281', name: '胶州市', level: 'county', parent: null }, 3)] // the third row of the sheet
 * ```
 */
export function atRow<Row>(row: Row, number: number): Row {
  return typeof row === 'object' && row !== null ? { ...row, [rowNumber]: number } : row
}

/** The number that a row has in its file; its place in the list, counted from 1, where it was given none. */
export function rowNumberOf(row: unknown, position: number): number {
  const given = (row as { readonly [rowNumber]?: unknown } | null | undefined)?.[rowNumber]
  return typeof given === 'number' && Number.isSafeInteger(given) ? given : position + 1
}
