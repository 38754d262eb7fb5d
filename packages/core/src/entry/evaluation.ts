// `@huiyin/core/evaluation`: what figures are declared with, and what they are given back as.

// Measures: what is counted

export { type Measure, measures } from '../evaluation/measures/measures.js'

// Indicators: figures made of measures, and the ready ones

export {
  closingRate,
  extensionRate,
  onTimeClosingRate,
  openRate,
  reworkRate,
} from '../evaluation/indicators/closing-rates.js'
export { atCutoff } from '../evaluation/indicators/cutoff.js'
export type {
  CompositeIndicator,
  Exclusion,
  Indicator,
  RatioIndicator,
  Weighted,
} from '../evaluation/indicators/declaration.js'
export {
  completionRate,
  onTimeRate,
  rectificationRate,
  returnRate,
  satisfactionRate,
} from '../evaluation/indicators/handling-rates.js'
export { indicators } from '../evaluation/indicators/indicators.js'
export { type ThreeRates, type ThreeRatesOptions, threeRates } from '../evaluation/indicators/three-rates.js'

// Periods

export {
  dayPeriod,
  monthPeriod,
  type Period,
  periodInstants,
  statisticalMonth,
  workingWeek,
  yearPeriod,
} from '../evaluation/period.js'

// Figures and the cases behind them

export type { Evaluation, League, Measured } from '../evaluation/evaluation.js'
export type { Case, CaseSide } from '../evaluation/figures/cases.js'
export { compositeOf, type Figure, figureOf, type NoValue } from '../evaluation/figures/figure.js'
export type { RankedFigure, Ranking, UnrankedFigure } from '../evaluation/figures/league.js'
export type { PublicFigures, PublicLine } from '../evaluation/figures/public-figures.js'
export type { Recount, RecountFault, RecountOptions } from '../evaluation/figures/recount.js'
export type { FigureDifference, FreezeResult, FrozenFigures } from '../evaluation/frozen/frozen.js'
export type { FrozenFacts, FrozenSnapshot } from '../evaluation/frozen/frozen-kind.js'
export type { MeasureOptions } from '../evaluation/query.js'

// What a grade means in figures

export type { Satisfaction } from '../rating/scale.js'
