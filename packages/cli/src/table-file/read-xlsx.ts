import { strFromU8, type Unzipped, unzipSync, zipSync } from 'fflate'
import readExcelFile from 'read-excel-file/node'
import { type Cell, type Table, type TableRow, tableLimits } from './table.js'

const { bytes: mostBytes, unpacked, rows: mostRows, columns: mostColumns } = tableLimits

/** The number of a column written in letters: A is 1, AA is 27. */
const columnOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

/** A sheet is made as wide and as high as its last cell, so one cell far away would fill the memory. */
function checkExtent(name: string, xml: string): void {
  for (const [, letters = '', row = ''] of xml.matchAll(/<(?:\w+:)?(?:c|row)\s[^>]*?\br="([A-Z]{0,3})(\d{1,10})"/g))
    if (Number(row) > mostRows || columnOf(letters) > mostColumns)
      throw new SyntaxError(
        `${name} 超过 ${mostRows} 行或 ${mostColumns} 列 ${name} has more than ${mostRows} rows or ${mostColumns} columns`,
      )
}

/** What is in the file, unpacked within bounds: an archive of some kilobytes may claim, or hold, any number of gigabytes. */
function unpack(file: Uint8Array): Unzipped {
  let total = 0
  const entries = unzipSync(file, {
    filter: ({ originalSize }) => {
      total += originalSize
      if (total > unpacked) throw new SyntaxError(`展开后超过 ${unpacked} 字节 more than ${unpacked} bytes unpacked`)
      return true
    },
  })
  for (const [name, content] of Object.entries(entries))
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) checkExtent(name, strFromU8(content))
  return entries
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'object' ? (value as Cell) : String(value)
}

/**
 * Reads a sheet of an .xlsx file: the one named, or the first that has rows. Numbers are taken as they are stored.
 *
 * @throws SyntaxError for a file that is no spreadsheet, or exceeds the bounds
 */
export async function readXlsx(file: Uint8Array, wanted?: string): Promise<Omit<Table, 'format'>> {
  if (file.byteLength > mostBytes) throw new SyntaxError(`大于 ${mostBytes} 字节 larger than ${mostBytes} bytes`)
  // Packed again without compression, so that the reader cannot meet more than was unpacked here.
  const plain = Buffer.from(zipSync(unpack(file), { level: 0 }))
  const sheets = await readExcelFile(plain, { parseNumber: (number: string): object => ({ number }), trim: false })
  const filled = sheets
    .map(({ sheet, data }) => ({ sheet, rows: rowsOf(data) }))
    .filter(({ sheet, rows }) => rows.length > 0 || sheet === wanted)
  const found = wanted === undefined ? filled[0] : filled.find(({ sheet }) => sheet === wanted)
  if (found === undefined)
    throw new SyntaxError(
      wanted === undefined
        ? '没有内容 it is empty'
        : `没有工作表“${wanted}” it has no sheet ${wanted}: ${sheets.map(({ sheet }) => sheet).join(', ')}`,
    )
  const otherSheets = filled.map(({ sheet }) => sheet).filter((sheet) => sheet !== found.sheet)
  return { sheet: found.sheet, ...(otherSheets.length > 0 && { otherSheets }), rows: found.rows }
}

function rowsOf(data: readonly (readonly unknown[])[]): TableRow[] {
  return data.flatMap((values, position) => {
    const cells = values.map(cellOf)
    return cells.every((cell) => cell === '') ? [] : [{ number: position + 1, cells }]
  })
}
