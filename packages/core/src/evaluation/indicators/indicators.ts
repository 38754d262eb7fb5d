import { closingRate, extensionRate, onTimeClosingRate, openRate, reworkRate } from './closing-rates.js'
import { completionRate, onTimeRate, rectificationRate, returnRate, satisfactionRate } from './handling-rates.js'
import { threeRates } from './three-rates.js'

export type { Indicator } from './declaration.js'

const { response, solution, satisfaction, composite } = threeRates()

/** The indicators that core comes with, by name: handling, the urban-management family, the 12345 family. */
export const indicators = {
  completionRate,
  onTimeRate,
  satisfactionRate,
  rectificationRate,
  returnRate,
  closingRate,
  onTimeClosingRate,
  openRate,
  reworkRate,
  extensionRate,
  responseRate: response,
  solutionRate: solution,
  followUpSatisfactionRate: satisfaction,
  threeRateScore: composite,
} as const
