import type { AreaRowError } from '@huiyin/core'

type Maker<Details extends object> = (row: number, path: readonly string[], details: Details) => AreaRowError

function fault<Details extends object>(
  code: string,
  zh: (details: Details) => string,
  en: (details: Details) => string,
): Maker<Details> {
  return (row, path, details) => ({ row, path, code, details, message: { zh: zh(details), en: en(details) } })
}

/** What is wrong with a row of a file, before it is a row of areas. */
export const rowFaults = {
  digits: fault<{ text: string }>(
    'code-digits-lost',
    (d) => `编码“${d.text}”已被表格软件转为数字，末尾数字已丢失；请把该列设为文本格式后重新填写。`,
    (d) =>
      `The code ${d.text} was made a number and lost its last digits; format the column as text and fill it in again.`,
  ),
  cells: fault<{ cells: number; columns: number }>(
    'row-too-long',
    (d) => `本行有 ${d.cells} 格，表头只有 ${d.columns} 列。`,
    (d) => `The row has ${d.cells} cells, the heading ${d.columns} columns.`,
  ),
  level: fault<{ level: string }>(
    'level-unknown',
    (d) => `层级“${d.level}”不认识；可用：省、市、区县、街道、社区、网格、楼栋。`,
    (d) => `The level ${d.level} is not known; known: province, city, county, town, community, grid, building.`,
  ),
  levelMissing: fault<{ code: string }>(
    'level-missing',
    (d) => `编码 ${d.code} 看不出层级，请加“层级”一列。`,
    (d) => `The level cannot be told from the code ${d.code}; add a column level.`,
  ),
  differs: fault<{ code: string; name: string; otherRow: number; otherName: string }>(
    'area-named-differently',
    (d) => `编码 ${d.code} 在第 ${d.otherRow} 行名为“${d.otherName}”，本行为“${d.name}”。`,
    (d) => `Code ${d.code} is called ${d.otherName} in row ${d.otherRow}, and ${d.name} in this one.`,
  ),
  noCode: fault<{ name: string }>(
    'code-missing',
    (d) => `“${d.name}”没有编码。`,
    (d) => `${d.name} has no code.`,
  ),
} as const
