import { type AreaLevel, type AreaRowError, areaLevels } from '@huiyin/core'
import { cellText, type TableRow } from '../table-file/table.js'
import { codeIn } from './code-cell.js'
import type { Heading } from './columns.js'
import { codeOfLevel, codesAbove, shortCode } from './levels.js'
import { rowFaults } from './row-faults.js'
import type { ReadRow, UnderstoodAreas } from './understood.js'

interface Named {
  readonly level: AreaLevel
  readonly name: string
  readonly code: string
}

const roots: readonly AreaLevel[] = ['province', 'city', 'county']

/**
 * Reads a table with one column a level, such as 街道, 社区, 网格, 网格编码: each row names the areas it lies in, the last of them is its own. The codes above
 * are those that its code begins with. A cell left empty below a merged one goes on with what stands above it.
 */
export function wideRows(rows: readonly TableRow[], heading: Heading): Pick<UnderstoodAreas, 'rows' | 'faults'> {
  const faults: AreaRowError[] = []
  const read: ReadRow[] = []
  const seen = new Map<string, { readonly name: string; readonly row: number; own: boolean }>()
  const nameAt = namesOf(heading)

  for (const { number, cells } of rows) {
    const names = nameAt(cells)
    const chain = chainOf({ number, cells }, heading, names, faults)
    for (const [position, { level, name, code }] of chain.entries()) {
      const own = position === chain.length - 1
      const known = seen.get(code)
      if (known !== undefined && known.name !== name)
        faults.push(rowFaults.differs(number, ['code'], { code, name, otherRow: known.row, otherName: known.name }))
      else if (known === undefined || (own && known.own)) {
        const parent = chain[position - 1]?.code ?? (roots.includes(level) ? null : (codesAbove(code)[0] ?? null))
        const kind = own ? cellText(cells[heading.columns.indexOf('kind')]) : ''
        read.push({ row: number, area: { code, name, level, parent, ...(kind !== '' && { kind }) } })
        seen.set(code, { name, row: number, own })
      } else if (own) known.own = true
    }
  }
  return { rows: read, faults }
}

function placeOf({ columns }: Heading, level: AreaLevel, part: 'name' | 'code'): number {
  return columns.findIndex((each) => typeof each === 'object' && each.level === level && each.part === part)
}

/** The names in a row by level, from the top. Where the row of a lowest area leaves an upper one empty, it is that of the rows above. */
function namesOf(heading: Heading) {
  const levels = areaLevels.filter((level) => placeOf(heading, level, 'name') >= 0)
  const above = new Map<AreaLevel, string>()
  return (cells: TableRow['cells']): ReadonlyMap<AreaLevel, string> => {
    const filled = new Map(levels.map((level) => [level, cellText(cells[placeOf(heading, level, 'name')])]))
    const isLowest = filled.get(levels.at(-1) as AreaLevel) !== ''
    const names = new Map<AreaLevel, string>()
    for (const [position, level] of levels.entries()) {
      const own = filled.get(level) as string
      if (own !== '' && own !== above.get(level)) for (const lower of levels.slice(position + 1)) above.delete(lower)
      const name = own !== '' ? own : isLowest ? above.get(level) : undefined
      if (name === undefined) continue
      names.set(level, name)
      above.set(level, name)
    }
    return names
  }
}

/** The areas that a row names, from the top, with their codes: those it gives, or those its own begins with. */
function chainOf(
  { number, cells }: TableRow,
  heading: Heading,
  names: ReadonlyMap<AreaLevel, string>,
  faults: AreaRowError[],
): Named[] {
  const own = [...names.keys()].at(-1)
  if (own === undefined) return []
  const codeCell = (level: AreaLevel) => cells[placeOf(heading, level, 'code')]
  const cell = cellText(codeCell(own)) === '' ? cells[heading.columns.indexOf('code')] : codeCell(own)
  const read = codeIn(cell)
  const code = 'code' in read ? shortCode(read.code, own) : undefined
  if (code === undefined) faults.push(rowFaults.digits(number, ['code'], { text: cellText(cell) }))
  if (code === '') faults.push(rowFaults.noCode(number, ['code'], { name: names.get(own) as string }))
  if (code === undefined || code === '') return []
  return [...names].flatMap(([level, name]): Named[] => {
    if (level === own) return [{ level, name, code }]
    const told = codeIn(codeCell(level))
    const given = 'code' in told && told.code !== '' ? shortCode(told.code, level) : undefined
    const found = given ?? codeOfLevel(code, level)
    return found === undefined ? [] : [{ level, name, code: found }]
  })
}
