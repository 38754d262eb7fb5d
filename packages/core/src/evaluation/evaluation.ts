import type { Storage, TallyDimension, TallySum } from '../contracts/storage.js'
import { ConfigurationError, type InputIssue, InvalidInputError } from '../errors.js'
import { readDayNumber } from '../sla/date.js'
import type { Indicator } from './indicators.js'

/** Half-open: `from` counts, `to` does not. Calendar dates in Asia/Shanghai. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** Over which period, grouped by what, within which area. */
export interface MeasureOptions {
  readonly period: Period
  readonly by?: TallyDimension
  /** Only this area and those below it. */
  readonly within?: string
}

/** One figure with what it was made of. `value` is absent when there is none: nothing to divide by, or too few cases. */
export interface Figure {
  /** What was grouped by: an area path, unit, category, channel or day; `''` for the whole. */
  readonly key: string
  readonly numerator: number
  readonly denominator: number
  /** Percent, rounded half up to the indicator's digits. */
  readonly value?: number
  readonly noValue?: 'zero-denominator' | 'sample-too-small'
}

/** An indicator measured: its declaration, the period, the figures. */
export interface Measured {
  readonly indicator: Indicator
  readonly period: Period
  readonly figures: readonly Figure[]
}

function percent(numerator: number, denominator: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round((numerator * 100 * scale) / denominator + Number.EPSILON) / scale
}

/** A figure from its two sums. */
export function figureOf(indicator: Indicator, key: string, numerator: number, denominator: number): Figure {
  if (denominator === 0) return { key, numerator, denominator, noValue: 'zero-denominator' }
  if (denominator < indicator.minimumSample) return { key, numerator, denominator, noValue: 'sample-too-small' }
  return { key, numerator, denominator, value: percent(numerator, denominator, indicator.digits) }
}

function sums(parts: Indicator['numerator'], rows: readonly TallySum[]): Map<string, number> {
  const byKey = new Map<string, number>()
  for (const { measure, weight } of parts) {
    for (const row of rows)
      if (row.measure === measure) byKey.set(row.key, (byKey.get(row.key) ?? 0) + weight * row.sum)
  }
  return byKey
}

function periodIssues({ period }: MeasureOptions): InputIssue[] {
  const issues = (['from', 'to'] as const).flatMap((end): InputIssue[] =>
    !Number.isNaN(readDayNumber(period?.[end]))
      ? []
      : [
          {
            path: ['period', end],
            message: `expected a calendar date 'YYYY-MM-DD', got ${JSON.stringify(period?.[end])}`,
          },
        ],
  )
  if (issues.length === 0 && period.from > period.to)
    issues.push({ path: ['period'], message: `ends (${period.to}) before it begins (${period.from})` })
  return issues
}

/** Evaluation over tallies: the cost follows days and areas, not the number of requests. */
export function createEvaluation(
  storage: Storage,
  known: ReadonlyMap<string, Indicator>,
  areaPath: (code: string) => string,
) {
  /**
   * Measures an indicator over a period.
   *
   * @param indicator a name (`completionRate`, `onTimeRate`, `satisfactionRate`, `rectificationRate`, or a plugin's), or an indicator of your own.
   */
  async function measure(indicator: string | Indicator, options: MeasureOptions): Promise<Measured> {
    const issues = periodIssues(options)
    if (issues.length > 0) throw new InvalidInputError(issues, 'evaluation period')
    const definition = typeof indicator === 'string' ? known.get(indicator) : indicator
    if (definition === undefined)
      throw new ConfigurationError(
        `No indicator ${JSON.stringify(indicator)}; known: ${[...known.keys()].join(', ')}.`,
        { indicator },
      )
    const rows = await storage.tally({
      measures: [...new Set([...definition.numerator, ...definition.denominator].map((each) => each.measure))],
      ...options.period,
      ...(options.within !== undefined && { within: areaPath(options.within) }),
      ...(options.by !== undefined && { by: options.by }),
    })
    const over = sums(definition.numerator, rows)
    const under = sums(definition.denominator, rows)
    const keys = options.by === undefined ? [''] : [...new Set([...under.keys(), ...over.keys()])].sort()
    return {
      indicator: definition,
      period: options.period,
      figures: keys.map((key) => figureOf(definition, key, over.get(key) ?? 0, under.get(key) ?? 0)),
    }
  }

  /** Plain sums of measures over a period, for reports: `{ accepted: 4042, … }`. */
  async function count(
    measures: readonly string[],
    options: MeasureOptions,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
    const issues = periodIssues(options)
    if (issues.length > 0) throw new InvalidInputError(issues, 'evaluation period')
    const rows = await storage.tally({
      measures,
      ...options.period,
      ...(options.within !== undefined && { within: areaPath(options.within) }),
      ...(options.by !== undefined && { by: options.by }),
    })
    const byKey = new Map<string, Record<string, number>>()
    for (const row of rows) {
      const entry = byKey.get(row.key) ?? Object.fromEntries(measures.map((name) => [name, 0]))
      entry[row.measure] = row.sum
      byKey.set(row.key, entry)
    }
    return byKey
  }

  return Object.freeze({ measure, count })
}

/** Figures over periods and areas. */
export type Evaluation = ReturnType<typeof createEvaluation>
