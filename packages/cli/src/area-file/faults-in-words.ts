import type { AreaRowError } from '@huiyin/core'

const mostShown = 50

/** Faults of rows for people, one a line: the first of them, and how many more there are. */
export function faultsInWords(file: string, faults: readonly AreaRowError[]): string[] {
  const lines = faults
    .slice(0, mostShown)
    .map(
      ({ row, path, message }) =>
        `  ✗ ${file} 第 ${row} 行 row ${row}${path.length > 0 ? ` ${path.join('.')}` : ''}: ${message.zh} ${message.en}`,
    )
  const more = faults.length - lines.length
  return more > 0 ? [...lines, `  … 另有 ${more} 处 and ${more} more (--json)`] : lines
}
