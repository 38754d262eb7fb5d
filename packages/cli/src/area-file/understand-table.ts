import { type Cell, cellText, shortened, type Table, type TableRow } from '../table-file/table.js'
import { columnName, type Heading, headingIn } from './columns.js'
import { readLongRow } from './long-row.js'
import type { ReadRow, UnderstoodAreas } from './understood.js'
import { wideRows } from './wide-rows.js'

/** Headings stand at the top, below a title and some remarks at most. */
const mostAboveHeading = 20

const total = /^(?:合计|总计|小计|共计|总数|汇总|total)/iu
const note = /^(?:注|备注|说明|填表|制表|单位[:：]|数据来源)/u

function findHeading(rows: readonly TableRow[]): Heading {
  for (const { number, cells } of rows.slice(0, mostAboveHeading)) {
    const heading = headingIn(number, cells)
    if (heading !== undefined) return heading
  }
  const first = shortened(rows[0]?.cells.map(cellText).join(' | ') ?? '', 120)
  throw new SyntaxError(
    `没有表头：须有一行写明“编码”“名称”等列名，首行为：${first} no heading: one of the first rows must name the columns code, name, level, parent, kind; the first says: ${first}`,
  )
}

/** Refuses two columns that say the same, and misspelt English ones: the last would win, or a column would be lost without a word. */
function checkColumns({ columns, words }: Heading): void {
  const first = new Map<string, number>()
  for (const [place, column] of columns.entries()) {
    const word = words[place] as string
    if (column === undefined) {
      if (/^[a-z]+$/i.test(word))
        throw new SyntaxError(
          `不认识的列“${shortened(word)}” unknown column ${shortened(word)}; known: code, name, level, parent, kind`,
        )
      continue
    }
    const other = first.get(columnName(column))
    if (other !== undefined)
      throw new SyntaxError(
        `列“${words[other]}”与“${word}”重复，都表示 ${columnName(column)} the columns ${words[other]} and ${word} both mean ${columnName(column)}`,
      )
    first.set(columnName(column), place)
  }
}

/** A row that is no area: a total, or a remark that fills one cell. */
function isNoArea(cells: readonly Cell[]): boolean {
  const filled = cells.map(cellText).filter((text) => text !== '')
  return filled.some((text) => total.test(text)) && filled.length <= 4
    ? !filled.some((text) => /^\d{6,}$/.test(text))
    : filled.length === 1 && note.test(filled[0] as string)
}

/**
 * The areas of a table with a heading, one a row (code and name, with level and parent or without) or one column a level (街道, 社区, 网格). What the columns
 * do not say is read from the codes.
 *
 * @throws SyntaxError when there is no heading, or two columns say the same
 */
export function understandTable({ rows: all, ...source }: Table): UnderstoodAreas {
  const heading = findHeading(all)
  checkColumns(heading)
  const below = all.filter(({ number }) => number > heading.row)
  const skipped = below.filter(({ cells }) => isNoArea(cells))
  const rows = below.filter((row) => !skipped.includes(row))
  const isWide = !heading.columns.includes('name')
  const read = isWide ? wideRows(rows, heading) : longRows(rows, heading)
  const used = (place: number) => {
    const column = heading.columns[place]
    return column === undefined || (!isWide && typeof column === 'object') ? null : columnName(column)
  }
  return {
    source,
    heading: {
      row: heading.row,
      columns: heading.words.map((words, place) => ({ words, means: used(place) })),
    },
    ...read,
    skipped: skipped.map(({ number, cells }) => ({
      row: number,
      text: shortened(
        cells
          .map(cellText)
          .filter((text) => text !== '')
          .join(' '),
      ),
    })),
  }
}

function longRows(rows: readonly TableRow[], heading: Heading): Pick<UnderstoodAreas, 'rows' | 'faults'> {
  const codes = new Set<string>()
  const read = rows.map((row) => readLongRow(row, heading))
  for (const { area } of read) if (typeof area?.code === 'string') codes.add(area.code)
  return {
    rows: read.flatMap(({ row, area }): ReadRow[] => (area === undefined ? [] : [{ row, area: area.within(codes) }])),
    faults: read.flatMap(({ faults }) => faults),
  }
}
