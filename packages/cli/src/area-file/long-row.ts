import type { AreaRowError } from '@huiyin/core'
import { cellText, type TableRow } from '../table-file/table.js'
import { codeIn } from './code-cell.js'
import type { Heading } from './columns.js'
import { codesAbove, levelOf, levelOfCode, shortCode } from './levels.js'
import { rowFaults } from './row-faults.js'

interface LongRow {
  readonly row: number
  readonly faults: readonly AreaRowError[]
  /** Absent when the row has no code that could be read. */
  readonly area?: {
    readonly code: string
    /** The area, its parent found among these codes of the file where the row names none. */
    readonly within: (codes: ReadonlySet<string>) => object
  }
}

/** Reads a row that names one area: its code and name, and level, parent and kind where the table has them. */
export function readLongRow({ number, cells }: TableRow, { columns }: Heading): LongRow {
  const faults: AreaRowError[] = []
  const cellOf = (field: string) => cells[columns.indexOf(field as never)]
  const has = (field: string) => columns.includes(field as never)
  const text = (field: string) => (has(field) ? cellText(cellOf(field)) : '')
  const extra = cells.slice(columns.length).filter((cell) => cellText(cell) !== '')
  if (extra.length > 0) faults.push(rowFaults.cells(number, [], { cells: cells.length, columns: columns.length }))
  const codeOf = (field: string): string | undefined => {
    const read = codeIn(cellOf(field))
    if ('code' in read) return read.code
    faults.push(rowFaults.digits(number, [field], { text: text(field) }))
    return undefined
  }

  const raw = codeOf('code')
  const word = text('level')
  const level = word === '' ? (raw === undefined ? undefined : levelOfCode(raw)) : levelOf(word)
  if (word !== '' && level === undefined) faults.push(rowFaults.level(number, ['level'], { level: word }))
  if (word === '' && level === undefined && raw !== undefined && raw !== '')
    faults.push(rowFaults.levelMissing(number, ['level'], { code: raw }))
  const parentCell = has('parent') ? codeOf('parent') : undefined
  if (raw === undefined || faults.length > 0) return { row: number, faults }

  const code = shortCode(raw, level)
  const named = parentCell === undefined || parentCell === '' ? undefined : shortCode(parentCell)
  const kind = text('kind')
  const within = (codes: ReadonlySet<string>) => ({
    code,
    name: text('name'),
    level,
    parent: named ?? parentOf(code, level, codes, has('parent')),
    ...(kind !== '' && { kind }),
  })
  return { row: number, faults, area: { code, within } }
}

/** The area above by the digits of the code: of those in the file the nearest; below the county the nearest at all. */
function parentOf(code: string, level: string | undefined, codes: ReadonlySet<string>, named: boolean): string | null {
  const above = codesAbove(code)
  const listed = above.find((each) => codes.has(each))
  if (listed !== undefined && !named) return listed
  const isRoot = level === undefined || ['province', 'city', 'county'].includes(level)
  return named || isRoot ? null : (above[0] ?? null)
}
