import { assertMay, type WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import type { Instant } from '../calendar/date.js'
import type { ReadOptions } from '../contracts/command.js'
import type { Digest } from '../contracts/digest.js'
import type { Storage } from '../contracts/storage.js'
import { expected, inputIssue, unfit } from '../errors/input-issue.js'
import { knownNames } from '../errors/known-names.js'
import { ConfigurationError, InvalidInputError } from '../errors.js'
import { parseReader, readerAnd } from '../import/parse.js'
import type { RecordRunner } from '../record/record-kind.js'
import type { Evaluation, League, Measured } from './evaluation.js'
import { type Case, type CaseSide, casesOf } from './figures/cases.js'
import { type ComputedFigure, computeComposite, computeRatio, type Figure } from './figures/figure.js'
import { zero } from './figures/fraction.js'
import { groupedFigures } from './figures/grouped-figures.js'
import { rank } from './figures/league.js'
import { type RecountOptions, recount } from './figures/recount.js'
import { createFrozen } from './frozen/frozen.js'
import { checkIndicator, indicatorTable, type MeasureTable, measureTable } from './indicators/check-indicators.js'
import { type Indicator, isComposite, measuresOf, type RatioIndicator, ratiosOf } from './indicators/declaration.js'
import { indicators as coreIndicators } from './indicators/indicators.js'
import type { Measure } from './measures/measure.js'
import { ofRequests, type Tallied } from './measures/tallied.js'
import type { Period } from './period.js'
import { type AreaLookup, checkQuery, groupKey, type MeasureOptions, tallyRange } from './query.js'
import { assertMayMeasure } from './who-may-measure.js'

/** What the evaluation is built from. */
export interface EvaluationParts {
  readonly storage: Storage
  readonly runner: RecordRunner
  readonly digest: Digest
  readonly measures: readonly Measure[]
  /** What is counted over other records than requests; nothing when absent. */
  readonly others?: readonly Tallied[]
  /** Since when a measure counts; 0 when it always did. */
  readonly since: (measure: string) => Instant
  readonly indicators: readonly Indicator[]
  readonly areas: AreaLookup & { roots(): readonly string[] }
  readonly authority: Authority
  /** What rights over areas are judged by: the tree in force. */
  readonly rights: () => WholeCity
}

interface Tables extends Pick<EvaluationParts, 'storage' | 'runner' | 'areas' | 'since'> {
  readonly measures: MeasureTable
  readonly indicators: ReadonlyMap<string, Indicator>
}

function unknownName(zh: string, en: string, name: string, names: Iterable<string>): ConfigurationError {
  const all = [...names]
  const known = knownNames(name, all)
  const message = {
    zh: `没有名为“${name}”的${zh}；${known.zh}。`,
    en: `Unknown ${en} ${JSON.stringify(name)}; ${known.en}.`,
  }
  return new ConfigurationError(message, { [en]: name, known: all })
}

const sides: readonly CaseSide[] = ['numerator', 'denominator', 'excluded']

function findIn({ measures, indicators }: Tables, indicator: string | Indicator): Indicator {
  if (typeof indicator !== 'string') {
    checkIndicator(indicator, measures)
    return indicator
  }
  const found = indicators.get(indicator)
  if (found !== undefined) return found
  throw unknownName('指标', 'indicator', indicator, indicators.keys())
}

// Tallies are kept by the day of the measure, so they cannot answer for a period whose days begin at another hour.
function checkCutoff(measures: MeasureTable, names: readonly string[], { cutoffHour: asked = 0 }: Period): void {
  const kept = new Set(names.map((name) => (measures.get(name) as Tallied).cutoffHour ?? 0))
  if (kept.size === 0 || (kept.size === 1 && kept.has(asked))) return
  const zh = `这些指标按每日 ${[...kept].join('、')} 时起算的日计，而非 ${asked} 时（见 atCutoff）`
  const en = `these measures are kept by days that begin at ${[...kept].join(' and ')}:00, not at ${asked}:00 (see atCutoff)`
  throw new InvalidInputError([unfit(['period', 'cutoffHour'], zh, en)], 'evaluation query')
}

async function figuresOf(tables: Tables, indicator: Indicator, options: MeasureOptions): Promise<readonly Figure[]> {
  const { storage, areas, measures } = tables
  checkQuery(options)
  checkCutoff(measures, ratiosOf(indicator).flatMap(measuresOf), options.period)
  const groups = await Promise.all(ratiosOf(indicator).map((each) => groupedFigures(storage, areas, each, options)))
  const keys = [...new Set(groups.flatMap((each) => [...each.keys()]))].sort()
  const nothing = (ratio: RatioIndicator, key: string): ComputedFigure =>
    computeRatio(ratio, key, { numerator: zero, denominator: zero })
  return keys.map((key) => {
    const computed = ratiosOf(indicator).map(
      (each, position) => (groups[position] as (typeof groups)[number]).get(key) ?? nothing(each, key),
    )
    return isComposite(indicator)
      ? computeComposite(indicator, key, computed).figure
      : (computed[0] as ComputedFigure).figure
  })
}

// The indicator whose cases are meant: a part of a composite, else the indicator itself.
function partOf(definition: Indicator, part: string | undefined): RatioIndicator {
  const ratio = isComposite(definition)
    ? ratiosOf(definition).find((each) => each.name === part)
    : part === undefined || part === definition.name
      ? definition
      : undefined
  if (ratio !== undefined) return ratio
  const allowed = ratiosOf(definition).map((each) => each.name)
  throw new InvalidInputError([inputIssue('not-one-of', ['part'], { allowed })], 'cases')
}

async function measureWith(tables: Tables, definition: Indicator, options: MeasureOptions): Promise<Measured> {
  const figures = await figuresOf(tables, definition, options)
  function cases(side: CaseSide, key?: string, part?: string): AsyncIterable<Case> {
    if (!sides.includes(side))
      throw new InvalidInputError([inputIssue('not-one-of', ['side'], { allowed: sides })], 'cases')
    const { runner, measures, areas } = tables
    return casesOf({ runner, measures, areas, indicator: partOf(definition, part), options }, side, key)
  }
  const since = Math.max(...ratiosOf(definition).flatMap(measuresOf).map(tables.since))
  return Object.freeze({
    indicator: definition,
    period: options.period,
    options,
    ...(since > 0 && { countsSince: since }),
    figures,
    cases,
  })
}

async function countWith({ storage, areas, measures }: Tables, names: readonly string[], options: MeasureOptions) {
  checkQuery(options)
  for (const name of names) if (!measures.has(name)) throw unknownName('计数项', 'measure', name, measures.keys())
  checkCutoff(measures, names, options.period)
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

const ofCore: ReadonlySet<Indicator> = new Set(Object.values(coreIndicators))

/**
 * The evaluation over tallies.
 *
 * @throws ConfigurationError naming an indicator that cannot be computed as declared
 */
export function createEvaluation(parts: EvaluationParts): Evaluation {
  const { storage, runner, digest, areas, authority, rights, since } = parts
  const { others = [] } = parts
  const measures = measureTable([...parts.measures.map(ofRequests), ...others])
  const indicators = indicatorTable(parts.indicators, measures, ofCore)
  const tables: Tables = { storage, runner, areas, since, measures, indicators }
  const find = (indicator: string | Indicator) => findIn(tables, indicator)

  const assertReadable = (options: ReadOptions, query: MeasureOptions) =>
    assertMayMeasure(authority, rights(), parseReader(options), query ?? {})

  async function measure(
    indicator: string | Indicator,
    query: MeasureOptions,
    options: ReadOptions,
  ): Promise<Measured> {
    assertReadable(options, query)
    return measureWith(tables, find(indicator), query)
  }

  async function league(
    indicator: string | Indicator,
    { minimumSample, ...query }: Parameters<Evaluation['league']>[1],
    options: ReadOptions,
  ): Promise<League> {
    if (minimumSample !== undefined && (!Number.isSafeInteger(minimumSample) || minimumSample < 0))
      throw new InvalidInputError(
        [expected(['minimumSample'], '0 或以上的整数', 'a whole number, 0 or more')],
        'league',
      )
    if (query.by === undefined) throw new InvalidInputError([inputIssue('missing', ['by'], {})], 'league')
    const { indicator: definition, period, figures } = await measure(indicator, query, options)
    return Object.freeze({ indicator: definition, period, ...rank(definition, figures, minimumSample) })
  }

  async function figures(indicator: Indicator, options: MeasureOptions): Promise<readonly Figure[]> {
    return figuresOf(tables, indicator, options)
  }

  const { freeze, frozen } = createFrozen({ runner, digest, areas, find, measure: figures })
  return Object.freeze({
    indicators,
    measure,
    league,
    count: async (names: readonly string[], query: MeasureOptions, options: ReadOptions) => {
      assertReadable(options, query)
      return countWith(tables, names, query)
    },
    freeze,
    frozen: async (indicator: string | Indicator, query: MeasureOptions, options: ReadOptions) => {
      assertReadable(options, query)
      return frozen(indicator, query)
    },
    recount: async (raw: ReadOptions & RecountOptions) => {
      const [by, options] = readerAnd(raw)
      assertMay(authority, by, ['evaluation', 'recount'], rights())
      return recount({ storage, runner, measures: parts.measures, others }, options)
    },
  })
}
