import type { Bilingual } from '../contracts/text.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'
import type { AreaLevel, AreaRow } from './area.js'

/** Says what is wrong with the code of a row, to follow `The grid code … is wrong:`; `undefined` when it is right. `parent` is absent for a root. */
export type CodeRule = (row: AreaRow, parent: AreaRow | undefined) => Bilingual | undefined

// GB/T 2260: 6 digits down to the county, also written without the zeros at the end. GB/T 10114: 3 more for the town, 3 more for the community.
const lengths: Readonly<Record<Exclude<AreaLevel, 'grid' | 'building'>, readonly number[]>> = {
  province: [2, 6],
  city: [4, 6],
  county: [6],
  town: [9],
  community: [12],
}

// At these levels a code begins with the code of its parent.
const nested: ReadonlySet<AreaLevel> = new Set(['town', 'community', 'grid'])

/**
 * A rule that gives grids these numbers of digits: 15 (three for the sequence), 16 (four), 20 (professional grids).
 *
 * @throws ConfigurationError for an empty list, or a number of digits that is not a whole number from 1 to 32
 */
export function codeRule(gridLengths: readonly number[]): CodeRule {
  if (
    !Array.isArray(gridLengths) ||
    gridLengths.length === 0 ||
    gridLengths.some((each) => !Number.isInteger(each) || each < 1 || each > 32)
  )
    throw new ConfigurationError(
      inBoth(
        '网格编码至少需要一种位数，每种为 1 至 32。',
        'Grid codes need at least one number of digits, each from 1 to 32.',
      ),
      { gridLengths },
    )
  return (row, parent) => {
    if (row.level === 'building') return undefined
    const allowed = row.level === 'grid' ? gridLengths : lengths[row.level]
    if (!/^\d+$/.test(row.code) || !allowed.includes(row.code.length)) {
      const digits = allowed.join(' / ')
      return { zh: `应为 ${digits} 位数字`, en: `expected ${digits} digits` }
    }
    const parentCounts = parent !== undefined && (parent.level === 'county' || nested.has(parent.level))
    if (!parentCounts || !nested.has(row.level) || row.code.startsWith(parent.code)) return undefined
    return { zh: `应以上级编码 ${parent.code} 开头`, en: `expected to begin with its parent's code ${parent.code}` }
  }
}

/** Grids of 15 digits: community and a sequence of three. */
export const codeRule15 = codeRule([15])
/** Grids of 16 digits: community and a sequence of four. */
export const codeRule16 = codeRule([16])
/** Grids of 20 digits, as some professional grids have. */
export const codeRule20 = codeRule([20])
/** Grids of 15, 16 or 20 digits, whichever a place uses. The default. */
export const anyCodeRule = codeRule([15, 16, 20])
