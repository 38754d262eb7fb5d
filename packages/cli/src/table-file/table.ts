/** One cell. Spreadsheets keep numbers apart from texts: `number` is one as it is stored, such as `370281001` or `3.70281E+11`. */
export type Cell = string | { readonly number: string }

/** One row of a file that is not blank. */
export interface TableRow {
  /** Number of the row in its file, counted from 1: blank rows and the heading count too. */
  readonly number: number
  readonly cells: readonly Cell[]
}

/** A table as a file holds it, and how the file was read. */
export interface Table {
  readonly format: 'csv' | 'xlsx'
  /** Encoding of a text file, such as `gb18030`. */
  readonly encoding?: string
  /** What stands between the cells of a text file. */
  readonly separator?: string
  /** Name of the sheet of a spreadsheet that was read. */
  readonly sheet?: string
  /** Sheets that have rows too, and were not read. */
  readonly otherSheets?: readonly string[]
  readonly rows: readonly TableRow[]
}

/** What a person sees of a cell: full-width letters and digits made plain, nothing invisible, no blanks around it. */
export function cellText(cell: Cell | undefined): string {
  const text = cell === undefined ? '' : typeof cell === 'string' ? cell : cell.number
  return text.replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '').trim()
}

/** A text in a message: short, on one line. */
export function shortened(text: string, most = 60): string {
  const line = text.replace(/\s+/gu, ' ')
  return line.length > most ? `${line.slice(0, most)}…` : line
}

/** The bounds of a file. A list of all areas of a province fits; what does not is no such list, or was made to exhaust the memory. */
export const tableLimits = Object.freeze({
  /** Of the file, in bytes. */
  bytes: 64 * 1024 * 1024,
  /** Of a spreadsheet after unpacking, in bytes. */
  unpacked: 512 * 1024 * 1024,
  rows: 500_000,
  columns: 200,
})
