import { extname } from 'node:path'
import { wrongUse } from '../command-failure.js'
import { causeOf, readNamedFile } from '../record/read-file.js'
import { decodeText, type Encoding } from '../table-file/decode-text.js'
import { shortened, tableLimits } from '../table-file/table.js'
import { understandTable } from './understand-table.js'
import type { ReadRow, UnderstoodAreas } from './understood.js'

/** How a file is to be read, where it does not say so itself. */
export interface ReadOptions {
  readonly encoding?: Encoding
  /** Name of the sheet of a spreadsheet. */
  readonly sheet?: string
}

type Reader = (path: string, bytes: Buffer, options: ReadOptions) => UnderstoodAreas | Promise<UnderstoodAreas>

const nothingElse = { skipped: [], faults: [] } as const

// Loaded when a file needs it: most commands read none.
const readText: Reader = async (path, bytes, { encoding: told }) => {
  const { readCsv } = await import('../table-file/read-csv.js')
  const { text, encoding } = decodeText(path, bytes, told)
  return understandTable({ format: 'csv', encoding, ...readCsv(text) })
}

const readSheet: Reader = async (_, bytes, { sheet }) => {
  const { readXlsx } = await import('../table-file/read-xlsx.js')
  return understandTable({ format: 'xlsx', ...(await readXlsx(bytes, sheet)) })
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SyntaxError(`${place} 不是 JSON ${place} is not JSON`)
  }
}

const readJson: Reader = (path, bytes, { encoding: told }) => {
  const { text, encoding } = decodeText(path, bytes, told)
  const value = parsed(text.replace(/^\ufeff/, ''), 'file')
  if (!Array.isArray(value)) throw new SyntaxError('应为各行的列表 a list of rows is expected')
  return {
    source: { format: 'json', encoding },
    rows: value.map((area: unknown, position) => ({ row: position + 1, area })),
    ...nothingElse,
  }
}

const readLines: Reader = (path, bytes, { encoding: told }) => {
  const { text, encoding } = decodeText(path, bytes, told)
  const rows = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .flatMap((line, position): ReadRow[] => {
      const row = position + 1
      return line.trim() === '' ? [] : [{ row, area: parsed(line, `第 ${row} 行 row ${row}`) }]
    })
  return { source: { format: 'jsonl', encoding }, rows, ...nothingElse }
}

const readers: Readonly<Record<string, Reader>> = {
  '.csv': readText,
  '.txt': readText,
  '.tsv': readText,
  '.xlsx': readSheet,
  '.json': readJson,
  '.jsonl': readLines,
}

/**
 * Reads a file of areas by its extension: `.csv`, `.txt` and `.tsv` with a heading, the first sheet of an `.xlsx`, `.json` with a list, `.jsonl` with one row a
 * line. The import validates the rows.
 *
 * @throws CommandFailure (wrong use) for a file that cannot be read or is not of that form; it quotes some words of the file at most
 */
export async function readAreaRows(path: string, options: ReadOptions = {}): Promise<UnderstoodAreas> {
  const read = readers[extname(path).toLowerCase()]
  const known = Object.keys(readers)
  if (read === undefined)
    throw wrongUse(
      `${path}：区划文件须为 ${known.join('、')}。`,
      `${path}: a file of areas ends in ${known.join(', ')}.`,
      {
        file: path,
      },
    )
  const bytes = readNamedFile(path)
  if (bytes.byteLength > tableLimits.bytes)
    throw wrongUse(`${path} 大于 ${tableLimits.bytes} 字节。`, `${path} is larger than ${tableLimits.bytes} bytes.`, {
      file: path,
    })
  try {
    return await read(path, bytes, options)
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'CommandFailure') throw error
    const cause = shortened(causeOf(error), 300)
    throw wrongUse(`${path} 格式有误：${cause}`, `${path} cannot be understood: ${cause}`, { file: path }, error)
  }
}
