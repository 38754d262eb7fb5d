import { type AreaLevel, areaLevels } from '../area/area.js'
import type { TallyDimension, TallyQuery } from '../contracts/queries.js'
import { inputIssue, unfit } from '../errors/input-issue.js'
import { type InputIssue, InvalidInputError } from '../errors.js'
import { type Period, periodIssues } from './period.js'

/** A query of the evaluation: over which period, grouped by what, of which cases. Every filter that is given must hold. */
export interface MeasureOptions {
  /** The days that count, by the basis day of each measure. */
  readonly period: Period
  /** What to group by: `area`, `unit`, `category`, `channel` or `day`; one figure for the whole when absent. */
  readonly by?: TallyDimension
  /** With `by: 'area'`: every case counts for the area of this level that it lies in. A case above the level keeps its own path. */
  readonly level?: AreaLevel
  /** Code of an area: only cases in it or below it. */
  readonly within?: string
  /** Id of a unit: only cases that count for it, see the measure. */
  readonly unit?: string
  /** Code of a category: only its own cases, without the categories below it. */
  readonly category?: string
  /** Only cases that came in there, such as `hotline`. */
  readonly channel?: string
}

/** What the evaluation asks of the area tree. */
export interface AreaLookup {
  /**
   * Codes from the root down to the area, each followed by a slash.
   *
   * @throws NotFoundError for an area that never was
   */
  path(code: string): string
  /** The level of an area; `undefined` for one that is not known. */
  level(code: string): AreaLevel | undefined
}

const dimensions: readonly string[] = ['area', 'unit', 'category', 'channel', 'day']
const fields = new Set(['period', 'by', 'level', 'within', 'unit', 'category', 'channel'])

/**
 * Checks a query before anything is read.
 *
 * @throws InvalidInputError with every issue
 */
export function checkQuery(options: MeasureOptions): void {
  const issues: InputIssue[] = periodIssues(options?.period)
  const { by, level } = options ?? {}
  for (const key of Object.keys(options ?? {}))
    if (!fields.has(key)) issues.push(inputIssue('unknown-field', [key], { known: [...fields] }))
  if (by !== undefined && !dimensions.includes(by))
    issues.push(inputIssue('not-one-of', ['by'], { allowed: dimensions }))
  if (level !== undefined && !(areaLevels as readonly string[]).includes(level))
    issues.push(inputIssue('not-one-of', ['level'], { allowed: areaLevels }))
  else if (level !== undefined && by !== 'area')
    issues.push(unfit(['level'], "层级只用于 by: 'area'", "a level needs by: 'area'"))
  if (issues.length > 0) throw new InvalidInputError(issues, 'evaluation query')
}

/** The part of a tally query that says which cases, and when. */
export function tallyRange(
  { period, within, unit, category, channel }: MeasureOptions,
  areas: AreaLookup,
): Omit<TallyQuery, 'measures' | 'by'> {
  return {
    from: period.from,
    to: period.to,
    ...(within !== undefined && { within: areas.path(within) }),
    ...(unit !== undefined && { unit }),
    ...(category !== undefined && { category }),
    ...(channel !== undefined && { channel }),
  }
}

/** Maps the key of a tally to the key of its group: area paths are cut after the area of the level. */
export function groupKey(by: TallyDimension | undefined, level: AreaLevel | undefined, areas: AreaLookup) {
  if (level === undefined) return (key: string): string => (by === undefined ? '' : key)
  const known = new Map<string, string>()
  return function rollUp(path: string): string {
    const found = known.get(path)
    if (found !== undefined) return found
    const codes = path.split('/')
    const position = codes.findIndex((code) => areas.level(code) === level)
    const key = position === -1 ? path : `${codes.slice(0, position + 1).join('/')}/`
    known.set(path, key)
    return key
  }
}
