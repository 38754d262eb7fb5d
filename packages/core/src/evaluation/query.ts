import { type AreaLevel, areaLevels } from '../area/area.js'
import type { TallyDimension, TallyQuery } from '../contracts/queries.js'
import { type InputIssue, InvalidInputError } from '../errors.js'
import { type Period, periodIssues } from './period.js'

/** Over which period, grouped by what, of which cases. */
export interface MeasureOptions {
  readonly period: Period
  readonly by?: TallyDimension
  /** With `by: 'area'`: every area counts for the area of this level it lies in. A case above the level keeps its own path. */
  readonly level?: AreaLevel
  /** Only this area and those below it. */
  readonly within?: string
  readonly unit?: string
  readonly category?: string
  readonly channel?: string
}

/** What the evaluation asks of the area tree. */
export interface AreaLookup {
  /** `370281/370281001/…/`. Throws `NotFoundError` for an area that never was. */
  path(code: string): string
  level(code: string): AreaLevel | undefined
}

const dimensions: readonly string[] = ['area', 'unit', 'category', 'channel', 'day']
const known = new Set(['period', 'by', 'level', 'within', 'unit', 'category', 'channel'])

/** Throws `InvalidInputError` for a question that makes no sense, before anything is read. */
export function checkQuery(options: MeasureOptions): void {
  const issues: InputIssue[] = periodIssues(options?.period)
  const { by, level } = options ?? {}
  for (const key of Object.keys(options ?? {}))
    if (!known.has(key)) issues.push({ path: [key], message: `unknown; expected ${[...known].join(', ')}` })
  if (by !== undefined && !dimensions.includes(by))
    issues.push({ path: ['by'], message: `expected ${dimensions.join(', ')}, got ${JSON.stringify(by)}` })
  if (level !== undefined && !(areaLevels as readonly string[]).includes(level))
    issues.push({ path: ['level'], message: `expected ${areaLevels.join(', ')}, got ${JSON.stringify(level)}` })
  else if (level !== undefined && by !== 'area')
    issues.push({ path: ['level'], message: "a level groups areas: it goes with by: 'area'" })
  if (issues.length > 0) throw new InvalidInputError(issues, 'evaluation period')
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

/** From the key of a tally to the key of its group: area paths are cut after the area of the level. */
export function groupKey(by: TallyDimension | undefined, level: AreaLevel | undefined, areas: AreaLookup) {
  if (by !== 'area' || level === undefined) return (key: string): string => (by === undefined ? '' : key)
  const known = new Map<string, string>()
  return function rollUp(path: string): string {
    const found = known.get(path)
    if (found !== undefined) return found
    const codes = path.split('/').slice(0, -1)
    const position = codes.findIndex((code) => areas.level(code) === level)
    const key = position === -1 ? path : `${codes.slice(0, position + 1).join('/')}/`
    known.set(path, key)
    return key
  }
}
