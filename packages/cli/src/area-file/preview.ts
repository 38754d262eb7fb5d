import { type AreaRow, areaLevels } from '@huiyin/core'
import type { UnderstoodAreas } from './understood.js'

const rowsShown = 5
const separators: Readonly<Record<string, string>> = { ',': '逗号 comma', '\t': '制表符 tab', ';': '分号 semicolon' }

/** What was understood of a file, for `--preview`: how it was read, what its columns mean, its first areas and how many there are of each level. */
export function previewOf({ source, heading, rows, skipped }: UnderstoodAreas): {
  readonly result: object
  readonly lines: readonly string[]
} {
  const { format, encoding, separator, sheet, otherSheets = [] } = source
  const first = rows.slice(0, rowsShown)
  const levels = areaLevels.flatMap((level) => {
    const count = rows.filter(({ area }) => (area as Partial<AreaRow> | null)?.level === level).length
    return count > 0 ? [[level, count] as const] : []
  })
  const read = [
    format,
    ...(encoding === undefined ? [] : [`编码 encoding ${encoding}`]),
    ...(separator === undefined ? [] : [`分隔 separator ${separators[separator] ?? separator}`]),
    ...(sheet === undefined ? [] : [`工作表 sheet ${sheet}`]),
    ...(otherSheets.length > 0 ? [`未读 not read: ${otherSheets.join('、')}`] : []),
  ]
  const columns = heading?.columns.filter(({ words }) => words !== '') ?? []
  const unused = columns.filter(({ means }) => means === null).map(({ words }) => words)
  const lines = [
    `读取 read: ${read.join(' · ')}`,
    ...(heading === undefined
      ? []
      : [
          `表头 heading: 第 ${heading.row} 行 row ${heading.row}: ${columns
            .filter(({ means }) => means !== null)
            .map(({ words, means }) => (words === means ? words : `${words} = ${means}`))
            .join(', ')}`,
        ]),
    ...(unused.length > 0 ? [`未用的列 columns not used: ${unused.join('、')}`] : []),
    ...skipped.slice(0, rowsShown).map(({ row, text }) => `跳过 skipped: 第 ${row} 行 row ${row} ${text}`),
    `区划 areas: ${rows.length}（${levels.map(([level, count]) => `${level} ${count}`).join(', ')}）`,
    ...first.map(({ row, area }) => `  第 ${row} 行 row ${row} ${JSON.stringify(area)}`),
  ]
  const understood = {
    ...source,
    ...(heading !== undefined && { heading }),
    skipped,
    levels: Object.fromEntries(levels),
  }
  return { result: { understood, first }, lines }
}
