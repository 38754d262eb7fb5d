import type { Bilingual } from '../../contracts/text.js'
import { one, type RatioIndicator, without } from './declaration.js'
import { appealOn, because, unhandledOn } from './exclusions.js'

const onAcceptance: Bilingual = { zh: '按受理日期', en: 'by day of acceptance' }
const usual = { minimumSample: 1, digits: 2 } as const

/** Whom a deadline that passed is counted for. */
export const lateness: Bilingual = {
  zh: '超期计入超期时承办的单位，此后转由其他单位办理的也不变',
  en: 'a deadline that passed counts for the unit that had the matter then, also when another has it now',
}

/** 办结率: completed ÷ accepted, open ones in the denominator (the reference article: 3843 ÷ 4042 = 95.08 %). */
export const completionRate: RatioIndicator = {
  name: 'completionRate',
  title: { zh: '办结率', en: 'completion rate' },
  numerator: one('completed@accepted'),
  denominator: one('accepted'),
  exclusions: unhandledOn('accepted'),
  basis: onAcceptance,
  ...usual,
}

/** 按期办结率: completed within the deadline ÷ completed; matters with a granted appeal about the deadline are in neither. */
export const onTimeRate: RatioIndicator = {
  name: 'onTimeRate',
  title: { zh: '按期办结率', en: 'on-time rate' },
  numerator: one('onTime@accepted'),
  denominator: one('timed@accepted'),
  exclusions: [
    ...unhandledOn('accepted'),
    because('notCompleted', '未办结', 'not completed', without('accepted', 'completed@accepted')),
    appealOn('overdueAppeal', 'accepted'),
  ],
  note: lateness,
  basis: onAcceptance,
  ...usual,
}

/** 满意率: satisfied and 0.9 of basically satisfied ÷ rated. A default after the rating window is no rating and in neither. */
export const satisfactionRate: RatioIndicator = {
  name: 'satisfactionRate',
  title: { zh: '满意率', en: 'satisfaction rate' },
  numerator: [
    { measure: 'satisfied@rated', weight: 1 },
    { measure: 'basicallySatisfied@rated', weight: 0.9 },
  ],
  denominator: one('rated@rated'),
  exclusions: [
    because('unrated', '未评价（到期默认）', 'unrated (defaulted)', one('unrated@rated')),
    appealOn('ratingAppeal', 'rated'),
  ],
  basis: { zh: '按最近一次评价日期', en: 'by day of the last rating' },
  ...usual,
}

/** 整改率: matters with at least one rectification ÷ accepted. */
export const rectificationRate: RatioIndicator = {
  name: 'rectificationRate',
  title: { zh: '整改率', en: 'rectification rate' },
  numerator: one('rectified@accepted'),
  denominator: without('accepted', 'ratingAppeal@accepted'),
  exclusions: [...unhandledOn('accepted'), appealOn('ratingAppeal', 'accepted')],
  basis: onAcceptance,
  better: 'lower',
  ...usual,
}

/**
 * 退单率: matters a unit returned at least once ÷ matters it received. Both count for the unit that returned, also when another has the matter
 * now: a matter returned once and handled by somebody else was received twice.
 */
export const returnRate: RatioIndicator = {
  name: 'returnRate',
  title: { zh: '退单率', en: 'return rate' },
  numerator: one('returned@accepted'),
  denominator: [...one('returnedAway@accepted'), ...without('accepted', 'returnAppeal@accepted')],
  exclusions: [...unhandledOn('accepted'), appealOn('returnAppeal', 'accepted')],
  note: {
    zh: '退单计入退单的单位；经一次退单、由另一单位办理的件，两个单位各收一次',
    en: 'a return counts for the unit that returned; a matter returned once and handled by another unit was received by both',
  },
  basis: onAcceptance,
  better: 'lower',
  ...usual,
}
