// A sample of a file for an estimate of its score.
const length = 15

/**
 * One stretch of lines in `every`, as ranges that the mutation runner understands; the whole file for 1. Files begin with different stretches.
 *
 * @returns {{ file: string, from?: number, to?: number }[]}
 */
export function stretches(file, lines, every) {
  if (every === 1) return [{ file }]
  /** @type {{ file: string, from?: number, to?: number }[]} */
  const ranges = []
  for (let from = 1 + length * (file.length % every); from <= lines; from += length * every)
    ranges.push({ file, from, to: Math.min(lines, from + length - 1) })
  return ranges
}
