import type { AreaLevel } from '@huiyin/core'
import { type Cell, cellText } from '../table-file/table.js'
import { levelOf } from './levels.js'

/** What a column says: a field of an area, or the name or code of the area of one level that the row lies in. */
export type Column =
  | 'code'
  | 'name'
  | 'level'
  | 'parent'
  | 'kind'
  | { readonly level: AreaLevel; readonly part: 'name' | 'code' }

/** The fields of a row, by the headings they have besides their own name. */
const headings: Readonly<Record<'code' | 'name' | 'level' | 'parent' | 'kind', readonly string[]>> = {
  code: [
    '编码',
    '代码',
    '编号',
    '区划编码',
    '区划代码',
    '行政区划代码',
    '行政区划编码',
    '统计用区划代码',
    '地区编码',
    '地区代码',
  ],
  name: ['名称', '区划名称', '行政区划名称', '地区名称', '统计用区划名称'],
  level: ['层级', '级别', '区划级别', '区划层级'],
  parent: [
    '上级',
    '上级编码',
    '上级代码',
    '上级编号',
    '上级区划',
    '上级区划编码',
    '上级区划代码',
    '父级',
    '父级编码',
    '父级代码',
  ],
  kind: ['类型', '网格类型', '网格类别'],
}

const fields = new Map(
  Object.entries(headings).flatMap(([field, also]) => [field, ...also].map((each) => [each, field])),
)

/** What a heading means; `undefined` for one that is not known. Full-width letters, blanks and what stands in brackets make no difference. */
export function columnOf(heading: string): Column | undefined {
  const plain = heading
    .normalize('NFKC')
    .replace(/\s|[（(].*?[)）]/gu, '')
    .toLowerCase()
  const field = fields.get(plain)
  if (field !== undefined) return field as Column
  const [, base = '', part = ''] = /^(.+?)(名称|名|编码|代码|编号)?$/u.exec(plain) ?? []
  const level = levelOf(base)
  return level === undefined ? undefined : { level, part: /码|编号/u.test(part) ? 'code' : 'name' }
}

/** The heading of a table: where it stands, and what its columns say. */
export interface Heading {
  /** Its number in the file. */
  readonly row: number
  /** What each column says; `undefined` where it says nothing about areas. */
  readonly columns: readonly (Column | undefined)[]
  /** The words of each column. */
  readonly words: readonly string[]
}

/** Columns as one text, to find two that say the same. */
export const columnName = (column: Column): string =>
  typeof column === 'string' ? column : `${column.level}.${column.part}`

/** A row as a heading, if it is one: it says where to find codes, and names or levels. Titles above a heading do not. */
export function headingIn(number: number, cells: readonly Cell[]): Heading | undefined {
  const words = cells.map(cellText)
  const columns = words.map((word) => (word === '' ? undefined : columnOf(word)))
  const found = columns.filter((column) => column !== undefined)
  const hasCode = found.some((column) => column === 'code' || (typeof column === 'object' && column.part === 'code'))
  const hasName = found.some((column) => column === 'name' || (typeof column === 'object' && column.part === 'name'))
  return hasCode && hasName ? { row: number, columns, words } : undefined
}
