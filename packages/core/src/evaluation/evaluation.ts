import type { Instant } from '../calendar/date.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import type { Storage } from '../contracts/storage.js'
import { ConfigurationError, InvalidInputError } from '../errors.js'
import type { RecordRunner } from '../record/record-kind.js'
import { type Case, type CaseSide, casesOf } from './figures/cases.js'
import { type Figure, type Reckoned, reckonComposite, reckonRatio } from './figures/figure.js'
import { zero } from './figures/fraction.js'
import { groupedFigures } from './figures/grouped-figures.js'
import { type Ranking, rank } from './figures/league.js'
import { type Recount, type RecountOptions, recount } from './figures/recount.js'
import { createFrozen, type FreezeResult, type FrozenFigures } from './frozen/frozen.js'
import { checkIndicator, indicatorTable, measureTable } from './indicators/check-indicators.js'
import { type Indicator, isComposite, measuresOf, type RatioIndicator, ratiosOf } from './indicators/declaration.js'
import type { Measure } from './measures/measure.js'
import type { Period } from './period.js'
import { type AreaLookup, checkQuery, groupKey, type MeasureOptions, tallyRange } from './query.js'

/** An indicator measured: the declaration it was computed by, the period, the figures, and the cases behind them. */
export interface Measured {
  readonly indicator: Indicator
  readonly period: Period
  readonly options: MeasureOptions
  /** Requests submitted before this instant are not in the figures: a measure they need was added then. Absent when nothing is missing. */
  readonly countsSince?: Instant
  /** In the order of their keys. Without `by` one figure, with the key `''`. */
  readonly figures: readonly Figure[]
  /**
   * Streams exactly the requests behind one side of the figures, oldest first: of one group with `key`, of all without. Read from the
   * requests as they are now. A composite has no cases of its own: `part` names the indicator whose cases are meant.
   */
  cases(side: CaseSide, key?: string, part?: string): AsyncIterable<Case>
}

/** A league table with the declaration it was computed by. */
export interface League extends Ranking {
  readonly indicator: Indicator
  readonly period: Period
}

/** Figures over periods and areas, from tallies alone: no request is read to compute one, and the cost follows the rows of the tallies. */
export interface Evaluation {
  /** Every indicator that can be measured by name. */
  readonly indicators: ReadonlyMap<string, Indicator>
  /** Measures an indicator over a period: one by name (core's or a plugin's), or one of your own. */
  measure(indicator: string | Indicator, options: MeasureOptions): Promise<Measured>
  /** Ranks the groups of a figure: equal values share a rank; who has no value, or too few cases, is listed apart with the reason. */
  league(indicator: string | Indicator, options: MeasureOptions & Required<Pick<MeasureOptions, 'by'>>): Promise<League>
  /** Plain sums of measures over a period, for reports: `{ accepted: 4042, … }` by group. */
  count(
    measures: readonly string[],
    options: MeasureOptions,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>>
  /** 固化: stores the figures of a period that is over as a record. Only an admin of the area may. */
  freeze(indicator: string | Indicator, options: MeasureOptions, command: CommandOptions): Promise<FreezeResult>
  /**
   * 复核: counts every request anew and compares with the sums that figures are read from, by area, unit, category, channel and day. Nobody's verify of
   * events shows a sum that was changed in the database; this does. It reads all requests, and may run while commands go on.
   *
   * @example
   * ```ts
   * import { createHuiyin, memoryStorage } from '@huiyin/core'
   *
   * const huiyin = createHuiyin({ storage: memoryStorage() })
   * await huiyin.start()
   * const { ok, requests, faults } = await huiyin.evaluation.recount()
   * ```
   */
  recount(options?: RecountOptions): Promise<Recount>
  /** Frozen figures, and whether measuring today still gives them; `undefined` when there are none. */
  frozen(indicator: string | Indicator, options: MeasureOptions): Promise<FrozenFigures | undefined>
}

const sides: readonly CaseSide[] = ['numerator', 'denominator', 'excluded']

/** What the evaluation rests on. */
export interface EvaluationParts {
  readonly storage: Storage
  readonly runner: RecordRunner
  readonly digest: Digest
  readonly measures: readonly Measure[]
  /** Since when a measure counts; 0 when it always did. */
  readonly since: (measure: string) => Instant
  readonly indicators: readonly Indicator[]
  readonly areas: AreaLookup & { roots(): readonly string[] }
}

/**
 * The evaluation over tallies.
 *
 * @throws ConfigurationError naming an indicator that cannot be computed as declared.
 */
export function createEvaluation(parts: EvaluationParts): Evaluation {
  const { storage, runner, digest, areas } = parts
  const measures = measureTable(parts.measures)
  const indicators = indicatorTable(parts.indicators, measures)

  function find(indicator: string | Indicator): Indicator {
    if (typeof indicator !== 'string') {
      checkIndicator(indicator, measures)
      return indicator
    }
    const found = indicators.get(indicator)
    if (found !== undefined) return found
    const known = [...indicators.keys()].join(', ')
    throw new ConfigurationError(`No indicator ${JSON.stringify(indicator)}; known: ${known}.`, { indicator })
  }

  // Tallies are kept by the day of the measure: a period cut at another hour cannot be answered from them.
  function checkCutoff(names: readonly string[], { cutoffHour: asked = 0 }: Period): void {
    const kept = new Set(names.map((name) => measures.get(name)?.cutoffHour ?? 0))
    if (kept.size === 0 || (kept.size === 1 && kept.has(asked))) return
    const message = `what is measured is kept by days that begin at ${[...kept].join(' and ')}:00, not at ${asked}:00 (see atCutoff)`
    throw new InvalidInputError([{ path: ['period', 'cutoffHour'], message }], 'evaluation period')
  }

  async function figuresOf(indicator: Indicator, options: MeasureOptions): Promise<readonly Figure[]> {
    checkQuery(options)
    checkCutoff(ratiosOf(indicator).flatMap(measuresOf), options.period)
    const groups = await Promise.all(ratiosOf(indicator).map((each) => groupedFigures(storage, areas, each, options)))
    const keys = [...new Set(groups.flatMap((each) => [...each.keys()]))].sort()
    const nothing = (ratio: RatioIndicator, key: string): Reckoned =>
      reckonRatio(ratio, key, { numerator: zero, denominator: zero })
    return keys.map((key) => {
      const reckoned = ratiosOf(indicator).map((each, position) => groups[position]?.get(key) ?? nothing(each, key))
      return isComposite(indicator)
        ? reckonComposite(indicator, key, reckoned).figure
        : (reckoned[0] as Reckoned).figure
    })
  }

  async function measure(indicator: string | Indicator, options: MeasureOptions): Promise<Measured> {
    const definition = find(indicator)
    const figures = await figuresOf(definition, options)
    function cases(side: CaseSide, key?: string, part?: string): AsyncIterable<Case> {
      if (!sides.includes(side)) {
        const message = `expected ${sides.join(', ')}, got ${JSON.stringify(side)}`
        throw new InvalidInputError([{ path: ['side'], message }], 'cases')
      }
      const ratio = isComposite(definition)
        ? ratiosOf(definition).find((each) => each.name === part)
        : part === undefined || part === definition.name
          ? definition
          : undefined
      if (ratio !== undefined) return casesOf({ runner, measures, areas, indicator: ratio, options }, side, key)
      const names = ratiosOf(definition).map((each) => each.name)
      const message = `expected the name of a part (${names.join(', ')}), got ${JSON.stringify(part)}`
      throw new InvalidInputError([{ path: ['part'], message }], 'cases')
    }
    const since = Math.max(...ratiosOf(definition).flatMap(measuresOf).map(parts.since))
    return Object.freeze({
      indicator: definition,
      period: options.period,
      options,
      ...(since > 0 && { countsSince: since }),
      figures,
      cases,
    })
  }

  async function league(indicator: string | Indicator, options: MeasureOptions): Promise<League> {
    if (options.by === undefined)
      throw new InvalidInputError([{ path: ['by'], message: 'a league table needs groups' }], 'league')
    const { indicator: definition, period, figures } = await measure(indicator, options)
    return Object.freeze({ indicator: definition, period, ...rank(definition, figures) })
  }

  async function count(names: readonly string[], options: MeasureOptions) {
    checkQuery(options)
    for (const name of names)
      if (!measures.has(name)) throw new ConfigurationError(`Nobody measures ${name}.`, { measure: name })
    checkCutoff(names, options.period)
    const { by, level } = options
    const rows = await storage.tally({
      ...tallyRange(options, areas),
      measures: names,
      ...(by !== undefined && { by }),
    })
    const keyOf = groupKey(by, level, areas)
    const byKey = new Map<string, Record<string, number>>()
    for (const row of rows) {
      const key = keyOf(row.key)
      const entry = byKey.get(key) ?? Object.fromEntries(names.map((name) => [name, 0]))
      entry[row.measure] = (entry[row.measure] ?? 0) + row.sum
      byKey.set(key, entry)
    }
    return byKey
  }

  const { freeze, frozen } = createFrozen({ runner, digest, areas, find, measure: figuresOf })
  return Object.freeze({
    indicators,
    measure,
    league,
    count,
    freeze,
    frozen,
    recount: (options?: RecountOptions) => recount({ storage, runner, measures: parts.measures }, options),
  })
}
