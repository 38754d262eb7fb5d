import type { Bilingual } from '../contracts/record.js'

/** A figure that declares itself. Numerator and denominator are sums of measures with weights. */
export interface Indicator {
  readonly name: string
  readonly title: Bilingual
  readonly numerator: readonly { readonly measure: string; readonly weight: number }[]
  readonly denominator: readonly { readonly measure: string; readonly weight: number }[]
  /** Which day a case falls on. */
  readonly basis: Bilingual
  /** What is left out of both, in words. */
  readonly leavesOut: Bilingual
  /** Fewer cases than this give no value. */
  readonly minimumSample: number
  /** Digits after the point of the percentage. */
  readonly digits: number
}

const one = (measure: string) => [{ measure, weight: 1 }]
const endedUnhandled: Bilingual = {
  zh: '撤单、并案、拆分、作废、不予受理',
  en: 'withdrawn, merged, split, void and declined requests',
}
const onAcceptance: Bilingual = { zh: '按受理日期', en: 'by day of acceptance' }
const onRating: Bilingual = { zh: '按最近一次评价日期', en: 'by day of the last rating' }

/** 办结率: completed ÷ accepted, open ones in the denominator (the reference article: 3843 ÷ 4042 = 95.08 %). */
export const completionRate: Indicator = {
  name: 'completionRate',
  title: { zh: '办结率', en: 'completion rate' },
  numerator: one('completed@accepted'),
  denominator: one('accepted'),
  basis: onAcceptance,
  leavesOut: endedUnhandled,
  minimumSample: 1,
  digits: 2,
}

/** 按期办结率: completed within the deadline ÷ completed; matters with a granted appeal about the deadline are in neither. */
export const onTimeRate: Indicator = {
  name: 'onTimeRate',
  title: { zh: '按期办结率', en: 'on-time rate' },
  numerator: one('onTime@accepted'),
  denominator: one('timed@accepted'),
  basis: onAcceptance,
  leavesOut: {
    zh: `${endedUnhandled.zh}；未办结件；申诉成立剔除件`,
    en: `${endedUnhandled.en}; matters not completed; granted appeals`,
  },
  minimumSample: 1,
  digits: 2,
}

/** 满意率: satisfied and 0.9 of basically satisfied ÷ rated. A default after the rating window is no rating and in neither. */
export const satisfactionRate: Indicator = {
  name: 'satisfactionRate',
  title: { zh: '满意率', en: 'satisfaction rate' },
  numerator: [
    { measure: 'satisfied@rated', weight: 1 },
    { measure: 'basicallySatisfied@rated', weight: 0.9 },
  ],
  denominator: one('rated@rated'),
  basis: onRating,
  leavesOut: { zh: '未评价（到期默认）、申诉成立剔除件', en: 'unrated (defaulted) matters, granted appeals' },
  minimumSample: 1,
  digits: 2,
}

/** 整改率: matters with at least one rectification ÷ accepted. */
export const rectificationRate: Indicator = {
  name: 'rectificationRate',
  title: { zh: '整改率', en: 'rectification rate' },
  numerator: one('rectified@accepted'),
  denominator: one('accepted'),
  basis: onAcceptance,
  leavesOut: endedUnhandled,
  minimumSample: 1,
  digits: 2,
}

/** The indicators core comes with. */
export const indicators = { completionRate, onTimeRate, satisfactionRate, rectificationRate } as const
