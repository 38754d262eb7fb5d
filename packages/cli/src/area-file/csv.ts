/**
 * Reads comma-separated values (RFC 4180): cells may be quoted, a quoted cell may hold commas, line breaks and doubled quotes. Lines with nothing
 * in them are left out, as spreadsheets write them at the end.
 *
 * @throws SyntaxError for a quote that is never closed, naming the line it opens in
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let line = 1
  let place = 0

  function endCell(): void {
    row.push(cell)
    cell = ''
  }
  function endRow(): void {
    endCell()
    if (row.some((each) => each.trim() !== '')) rows.push(row)
    row = []
  }
  function quoted(): void {
    const opened = line
    for (place++; ; place++) {
      const char = text[place]
      if (char === undefined) throw new SyntaxError(`the quote that opens in line ${opened} is never closed`)
      if (char === '"' && text[place + 1] === '"') place++
      else if (char === '"') return
      if (char === '\n') line++
      cell += char
    }
  }

  for (; place < text.length; place++) {
    const char = text[place] as string
    if (char === '"' && cell === '') quoted()
    else if (char === ',') endCell()
    else if (char === '\n') {
      endRow()
      line++
    } else if (char !== '\r') cell += char
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}
