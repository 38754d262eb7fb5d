/** A Chinese character is two columns wide on a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const char of text) width += char > '\u2e7f' ? 2 : 1
  return width
}

/** Pads to a width in terminal columns, text on the left. */
export const left = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - widthOf(text)))
/** Pads to a width in terminal columns, text on the right. */
export const right = (text: string, columns: number): string => ' '.repeat(Math.max(0, columns - widthOf(text))) + text

/** Formats rows as a table; the columns from `numbersFrom` on are right-aligned. */
export function table(rows: readonly (readonly string[])[], numbersFrom = Number.POSITIVE_INFINITY): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column >= numbersFrom ? right(cell, widths[column] ?? 0) : left(cell, widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
