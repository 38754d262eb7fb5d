import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { ConfigurationError } from '../../errors.js'
import { weightsSumToOne } from '../figures/figure.js'
import type { Tallied } from '../measures/tallied.js'
import { type Indicator, isComposite, measuresOf, type RatioIndicator, ratiosOf, type Weighted } from './declaration.js'

/** Measures as figures read them, by name. */
export type MeasureTable = ReadonlyMap<string, Tallied>

type Named = Pick<Tallied, 'name' | 'cutoffHour'>
type Known = ReadonlyMap<string, Named>

// A weight is a short decimal that a person wrote; the result of a floating-point computation is not.
const decimal = (weight: number) => Number.isFinite(weight) && Number(weight.toFixed(9)) === weight

const sides = { numerator: inBoth('分子', 'numerator'), denominator: inBoth('分母', 'denominator') }

function weightFaults(side: Bilingual, counts: readonly Weighted[]): Bilingual[] {
  return counts
    .filter(({ weight }) => !decimal(weight))
    .map(({ measure, weight }) =>
      inBoth(
        `的${side.zh}以权重 ${weight} 计入 ${measure}，权重应为至多九位小数`,
        `the ${side.en} counts ${measure} with the weight ${weight}, which is not a decimal of at most nine digits`,
      ),
    )
}

function ratioFaults(indicator: RatioIndicator, measures: Known): Bilingual[] {
  const { numerator, denominator, exclusions = [], minimumSample, zeroDenominator = 'noValue' } = indicator
  const faults = measuresOf(indicator)
    .filter((measure) => !measures.has(measure))
    .map((measure) => {
      const known = knownNames(measure, measures.keys())
      return inBoth(
        `计入 ${measure}，没有这一计数项（${known.zh}）`,
        `counts ${measure}, which nobody measures (${known.en})`,
      )
    })
  if (numerator.length === 0 || denominator.length === 0)
    faults.push(inBoth('没有分子或分母', 'has no numerator or no denominator'))
  faults.push(...weightFaults(sides.numerator, numerator), ...weightFaults(sides.denominator, denominator))
  for (const { reason, counts } of exclusions)
    faults.push(...weightFaults(inBoth(`剔除项 ${reason} `, `exclusion ${reason}`), counts))
  const reasons = exclusions.map((each) => each.reason)
  for (const reason of new Set(reasons.filter((each, position) => reasons.indexOf(each) !== position)))
    faults.push(inBoth(`两次列出剔除项 ${reason}`, `names the exclusion ${reason} twice`))
  if (!Number.isInteger(minimumSample) || minimumSample < 0)
    faults.push(
      inBoth(
        `的最小样本为 ${minimumSample}，应为整数`,
        `has the minimum sample ${minimumSample}; it must be a whole number`,
      ),
    )
  if (zeroDenominator !== 'noValue' && !decimal(zeroDenominator.value))
    faults.push(
      inBoth(
        `在分母为零时给出 ${zeroDenominator.value}，应为百分数`,
        `gives ${zeroDenominator.value} for a zero denominator; it must be a percentage`,
      ),
    )
  return faults
}

const isBilingual = (text: Partial<Bilingual> | undefined) =>
  typeof text?.zh === 'string' && typeof text.en === 'string'
const isCounts = (counts: unknown) =>
  Array.isArray(counts) && counts.every((each) => typeof each?.measure === 'string' && typeof each.weight === 'number')

// Indicators written in JavaScript, or read from a file, may have any form.
function formFaults(indicator: Indicator): Bilingual[] {
  if (typeof indicator !== 'object' || indicator === null) return [inBoth('不是对象', 'is not an object')]
  const faults: Bilingual[] = []
  if (typeof indicator.name !== 'string' || indicator.name === '') faults.push(inBoth('没有名称', 'has no name'))
  if (!isBilingual(indicator.title)) faults.push(inBoth('没有标题 title { zh, en }', 'has no title { zh, en }'))
  if (!isBilingual(indicator.basis)) faults.push(inBoth('没有依据 basis { zh, en }', 'has no basis { zh, en }'))
  if (isComposite(indicator)) {
    if (!Array.isArray(indicator.parts) || indicator.parts.length === 0)
      return [...faults, inBoth('没有组成部分的列表 parts', 'has no list of parts')]
    return [...faults, ...indicator.parts.flatMap((part) => formFaults(part?.indicator))]
  }
  for (const side of ['numerator', 'denominator'] as const)
    if (!isCounts(indicator[side]))
      faults.push(
        inBoth(
          `没有${sides[side].zh} ${side}：{ measure, weight } 的列表`,
          `has no ${side}: a list of { measure, weight }`,
        ),
      )
  const { exclusions = [] } = indicator
  if (!Array.isArray(exclusions) || !exclusions.every((each) => isCounts(each?.counts)))
    faults.push(
      inBoth(
        '的剔除项 exclusions 不是 { reason, title, counts } 的列表',
        'has exclusions that are not a list of { reason, title, counts }',
      ),
    )
  return faults
}

function faultsOf(indicator: Indicator, measures: Known): Bilingual[] {
  const faults = ratiosOf(indicator).flatMap((each) => ratioFaults(each, measures))
  // The parts of a composite are printed too.
  for (const digits of new Set([indicator, ...ratiosOf(indicator)].map((each) => each.digits)))
    if (!Number.isInteger(digits) || digits < 0 || digits > 9)
      faults.push(
        inBoth(`保留 ${digits} 位小数，只能是 0 至 9 位`, `has ${digits} digits after the point; 0 to 9 are possible`),
      )
  const cutoffs = new Set(
    ratiosOf(indicator)
      .flatMap(measuresOf)
      .map((name) => measures.get(name)?.cutoffHour ?? 0),
  )
  if (cutoffs.size > 1)
    faults.push(
      inBoth(
        `混用了每日起点不同（${[...cutoffs].join('、')} 时）的计数项`,
        `mixes measures whose days begin at ${[...cutoffs].join(' and ')} o'clock`,
      ),
    )
  if (!isComposite(indicator)) return faults
  const weights = indicator.parts.map((part) => part.weight)
  if (!weights.every((weight) => decimal(weight) && weight >= 0))
    faults.push(inBoth(`的权重为 ${weights.join('、')}`, `has the weights ${weights.join(', ')}`))
  else if (!weightsSumToOne(weights))
    faults.push(
      inBoth(`的权重之和不等于 1：${weights.join(' + ')}`, `has weights that do not sum to 1: ${weights.join(' + ')}`),
    )
  return faults
}

/**
 * Checks that an indicator can be computed as it is declared.
 *
 * @throws ConfigurationError naming the indicator and every fault
 */
export function checkIndicator(indicator: Indicator, measures: Known): void {
  const formless = formFaults(indicator)
  const faults = formless.length > 0 ? formless : faultsOf(indicator, measures)
  if (faults.length === 0) return
  const name = String(indicator?.name)
  const message = inBoth(
    `指标 ${name} ${faults.map(({ zh }) => zh).join('；')}。`,
    `The indicator ${name} ${faults.map(({ en }) => en).join('; it ')}.`,
  )
  throw new ConfigurationError(message, { indicator: indicator?.name, faults: faults.map(({ en }) => en) })
}

/**
 * Measures by name.
 *
 * @throws ConfigurationError for two of one name, or a cut-off that is not an hour from 0 to 23
 */
export function measureTable<Each extends Named>(measures: readonly Each[]): ReadonlyMap<string, Each> {
  const table = new Map<string, Each>()
  for (const measure of measures) {
    const { name, cutoffHour = 0 } = measure
    if (table.has(name))
      throw new ConfigurationError(inBoth(`有两个计数项名为 ${name}。`, `Two measures are called ${name}.`), {
        measure: name,
      })
    if (!Number.isInteger(cutoffHour) || cutoffHour < 0 || cutoffHour > 23)
      throw new ConfigurationError(
        inBoth(
          `计数项 ${name} 的每日起点为 ${cutoffHour} 时，应为 0 至 23。`,
          `The days of the measure ${name} begin at ${cutoffHour}; it must be an hour from 0 to 23.`,
        ),
        { measure: name },
      )
    table.set(name, measure)
  }
  return table
}

/**
 * Indicators by name. Those of core are checked by a test; every other is checked here.
 *
 * @throws ConfigurationError for the first that cannot be computed, or for two of one name
 */
export function indicatorTable(
  indicators: Iterable<Indicator>,
  measures: Known,
  ofCore: ReadonlySet<Indicator> = new Set(),
): ReadonlyMap<string, Indicator> {
  const table = new Map<string, Indicator>()
  for (const indicator of indicators) {
    if (table.has(indicator.name))
      throw new ConfigurationError(
        inBoth(`有两个指标名为 ${indicator.name}。`, `Two indicators are called ${indicator.name}.`),
        { indicator: indicator.name },
      )
    if (!ofCore.has(indicator)) checkIndicator(indicator, measures)
    table.set(indicator.name, indicator)
  }
  return table
}
