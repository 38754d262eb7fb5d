import type { Bilingual } from '../../contracts/text.js'
import { type CompositeIndicator, one, type RatioIndicator, without } from './declaration.js'
import { appealOn, because } from './exclusions.js'

/** What places set differently in the three-rate family of 12345 hotlines. */
export interface ThreeRatesOptions {
  /** Put before each name: a plugin's id and a dot; nothing when absent. */
  readonly prefix?: string
  /** What a basically satisfied resident counts; 0.9 when absent. */
  readonly basicallySatisfied?: number
  /** What a partly solved request counts; 0 when absent. */
  readonly partlySolved?: number
  /** Weights of the composite; 0.10, 0.50, 0.40 when absent. They must sum to 1. */
  readonly weights?: {
    /** 响应率 */
    readonly response: number
    /** 解决率 */
    readonly solution: number
    /** 满意率 */
    readonly satisfaction: number
  }
}

/** The three rates and their composite. */
export interface ThreeRates {
  /** 响应率: residents who say that the unit contacted them ÷ valid follow-ups. */
  readonly response: RatioIndicator
  /** 解决率: solved (and a share of partly solved) ÷ valid follow-ups. */
  readonly solution: RatioIndicator
  /** 满意率: satisfied and a share of basically satisfied ÷ valid follow-ups, without those whose rating a granted appeal left out. */
  readonly satisfaction: RatioIndicator
  /** 综合成绩: the weighted sum of the three. No value when one of them has none. */
  readonly composite: CompositeIndicator
}

const basis: Bilingual = { zh: '按最近一次有效回访日期', en: 'by day of the last valid follow-up' }
const usual = { basis, minimumSample: 1, digits: 2 } as const
const invalid = because('invalidFollowUp', '回访无效（未接通）', 'nobody reached', one('invalidFollowUp'))

/**
 * The three-rate family of 12345 hotlines (三率): response, solution and satisfaction over valid follow-ups, by the day of the last valid follow-up,
 * and their composite. Follow-ups that reached nobody are left out and counted. Without a valid follow-up there is no value.
 *
 * @example
 * ```ts
 * import { threeRates } from '@huiyin/core/evaluation'
 *
 * // A city that weighs 30, 35 and 35.
 * const { composite } = threeRates({ weights: { response: 0.3, solution: 0.35, satisfaction: 0.35 } })
 * ```
 */
export function threeRates(options: ThreeRatesOptions = {}): ThreeRates {
  const { prefix = '', basicallySatisfied = 0.9, partlySolved = 0 } = options
  const { weights = { response: 0.1, solution: 0.5, satisfaction: 0.4 } } = options
  const response: RatioIndicator = {
    name: `${prefix}responseRate`,
    title: { zh: '响应率', en: 'response rate' },
    numerator: one('contacted@followedUp'),
    denominator: one('validFollowUp'),
    exclusions: [invalid],
    note: {
      zh: '有效回访中，诉求人答复承办单位联系过本人的，为响应',
      en: 'responded: asked in a valid follow-up, the resident says that the unit had contacted them',
    },
    ...usual,
  }
  const solution: RatioIndicator = {
    name: `${prefix}solutionRate`,
    title: { zh: '解决率', en: 'solution rate' },
    numerator: [
      ...one('solved@followedUp'),
      ...(partlySolved === 0 ? [] : [{ measure: 'partlySolved@followedUp', weight: partlySolved }]),
    ],
    denominator: one('validFollowUp'),
    exclusions: [invalid],
    ...usual,
  }
  const satisfaction: RatioIndicator = {
    name: `${prefix}followUpSatisfactionRate`,
    title: { zh: '满意率（回访）', en: 'satisfaction rate (follow-up)' },
    numerator: [
      ...one('satisfied@followedUp'),
      { measure: 'basicallySatisfied@followedUp', weight: basicallySatisfied },
    ],
    denominator: without('validFollowUp', 'ratingAppeal@followedUp'),
    exclusions: [invalid, appealOn('ratingAppeal', 'followedUp')],
    ...usual,
  }
  const composite: CompositeIndicator = {
    name: `${prefix}threeRateScore`,
    title: { zh: '综合成绩', en: 'composite of the three rates' },
    parts: [
      { indicator: response, weight: weights.response },
      { indicator: solution, weight: weights.solution },
      { indicator: satisfaction, weight: weights.satisfaction },
    ],
    basis,
    digits: 2,
  }
  return Object.freeze({ response, solution, satisfaction, composite })
}
