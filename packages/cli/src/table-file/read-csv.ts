import { CsvError, parse } from 'csv-parse/sync'
import type { Table, TableRow } from './table.js'
import { tableLimits } from './table.js'

const separators = [',', '\t', ';', '，', '；', '|'] as const

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** Rows of a text, with the line each begins in. Lines may end in any way, also in several. */
function parseWith(text: string, delimiter: string, most?: number): Parsed[] {
  return parse(text, {
    bom: true,
    delimiter,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    ...(most !== undefined && { to: most }),
  }) as unknown as Parsed[]
}

function rowsOf(parsed: readonly Parsed[]): TableRow[] {
  let before = 0
  return parsed.flatMap(({ record, info }) => {
    const number = before + 1
    before = info.lines
    return record.some((cell) => cell.trim() !== '') ? [{ number, cells: record }] : []
  })
}

// The first lines tell: what stands between most cells of a line is the separator.
function separatorOf(text: string): string {
  const head = text
    .split(/\r\n|\r|\n/, 20)
    .join('\n')
    .replace(/"(?:[^"]|"")*"/g, '""')
  const counts = separators.map((each) => [each, head.split(each).length - 1] as const)
  const [best] = counts.toSorted(([, a], [, b]) => b - a)
  return best !== undefined && best[1] > 0 ? best[0] : ','
}

const faults: Readonly<Record<string, (line: number) => string>> = {
  CSV_QUOTE_NOT_CLOSED: () => '引号没有结束 a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: (line) => `第 ${line} 行的引号之后还有内容 there is more after a quote in line ${line}`,
}

/**
 * Reads separated values (RFC 4180, also with tabs or semicolons): cells may be quoted, and a quoted cell may hold separators, line breaks and doubled
 * quotes.
 *
 * @throws SyntaxError for quotes that do not fit; it does not quote the text
 */
export function readCsv(text: string): Pick<Table, 'separator' | 'rows'> {
  const separator = separatorOf(text)
  try {
    const rows = rowsOf(parseWith(text, separator, tableLimits.rows + 1))
    if (rows.length > tableLimits.rows)
      throw new SyntaxError(`多于 ${tableLimits.rows} 行 more than ${tableLimits.rows} rows`)
    return { separator, rows }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number((error as { lines?: unknown }).lines)
    throw new SyntaxError(faults[error.code]?.(line) ?? `第 ${line} 行格式有误 line ${line} has the wrong form`)
  }
}
