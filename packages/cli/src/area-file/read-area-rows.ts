import { extname } from 'node:path'
import { wrongUse } from '../command-failure.js'
import { causeOf, readNamedFile } from '../record/read-file.js'
import { parseCsv } from './csv.js'

const columns = ['code', 'name', 'level', 'parent', 'kind']

// Spreadsheets in China save CSV as GB 18030 by default, so a file that is not UTF-8 is read as that.
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

// An empty cell means absent: the root has no parent, and most areas have no kind.
function rowOf(head: readonly string[], cells: readonly string[]): object {
  const entries = head.map((name, column): [string, string] => [name, cells[column]?.trim() ?? ''])
  const said = entries.filter(([name, cell]) => cell !== '' || name === 'code' || name === 'name' || name === 'level')
  const extra = cells.slice(head.length).filter((cell) => cell.trim() !== '')
  return { parent: null, ...Object.fromEntries(said), ...(extra.length > 0 && { extra }) }
}

function fromCsv(text: string): unknown[] {
  const [first, ...rest] = parseCsv(text)
  const head = first?.map((name) => name.trim()) ?? []
  const unknown = head.filter((name) => !columns.includes(name))
  if (unknown.length > 0 || !head.includes('code'))
    throw new SyntaxError(
      `the first line must name the columns ${columns.join(',')}; it says ${first?.join(',') ?? 'nothing'}`,
    )
  return rest.map((cells) => rowOf(head, cells))
}

function fromJson(text: string): unknown[] {
  const value: unknown = JSON.parse(text)
  if (Array.isArray(value)) return value
  throw new SyntaxError('a list of rows is expected')
}

const fromLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown)

const forms: Readonly<Record<string, (text: string) => unknown[]>> = {
  '.csv': fromCsv,
  '.json': fromJson,
  '.jsonl': fromLines,
}

/**
 * Reads the rows of a file of areas by its extension: `.csv` with a line of column names, `.json` with a list, `.jsonl` with one row per line. The
 * import validates the rows.
 *
 * @throws CommandFailure (wrong use) for a file that cannot be read or is not of that form
 */
export function readAreaRows(path: string): unknown[] {
  const read = forms[extname(path).toLowerCase()]
  if (read === undefined)
    throw wrongUse(
      `${path}：区划文件须为 .csv、.json 或 .jsonl。`,
      `${path}: a file of areas ends in .csv, .json or .jsonl.`,
      {
        file: path,
      },
    )
  const bytes = readNamedFile(path)
  try {
    return read(textOf(bytes))
  } catch (error) {
    throw wrongUse(
      `${path} 格式有误：${causeOf(error)}`,
      `${path} cannot be understood: ${causeOf(error)}`,
      { file: path },
      error,
    )
  }
}
