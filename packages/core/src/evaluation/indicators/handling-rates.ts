import type { Bilingual } from '../../contracts/text.js'
import { one, type RatioIndicator, without } from './declaration.js'
import { appealOn, because, unhandledOn } from './exclusions.js'

const onAcceptance: Bilingual = { zh: '按受理日期', en: 'by day of acceptance' }
const usual = { minimumSample: 1, digits: 2 } as const

/** Which unit a deadline that passed counts for. */
export const lateness: Bilingual = {
  zh: '超期计入超期时承办的单位，此后转由其他单位办理的也不变',
  en: 'a deadline that passed counts for the unit that had the matter then, also when another has it now',
}

/**
 * 办结率: completed ÷ accepted, by the day of acceptance; open requests stay in the denominator. Left out: withdrawn, merged, split, void, declined. No
 * value when nothing was accepted. As published for Jiaozhou: 3843 ÷ 4042 = 95.08 %.
 */
export const completionRate: RatioIndicator = {
  name: 'completionRate',
  title: { zh: '办结率', en: 'completion rate' },
  numerator: one('completed@accepted'),
  denominator: one('accepted'),
  exclusions: unhandledOn('accepted'),
  basis: onAcceptance,
  ...usual,
}

/**
 * 按期办结率: completed within the deadline ÷ completed, by the day of acceptance. It counts for the unit in charge when the deadline passed or was kept.
 * Left out: what ended without being handled, what is not completed, and requests with a granted appeal about the deadline. No value when nothing was
 * completed.
 */
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

/**
 * 满意率: satisfied + 0.9 × basically satisfied ÷ rated, by the day of the last rating. A default after the rating window is not a rating: it is left
 * out, as is a rating with a granted appeal. No value when nobody rated. Practice of 12345 hotlines; a place with another weight declares its own.
 */
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

/**
 * 整改率: requests with at least one rectification ÷ accepted, by the day of acceptance; lower is better. Left out: what ended without being handled,
 * and requests with a granted appeal about the rating. No value when nothing was accepted.
 */
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
 * 退单率: requests that a unit returned at least once ÷ requests it received, by the day of acceptance; lower is better. A return counts for the unit
 * that returned, also when another is in charge now: a request returned once and handled by another unit was received by both. Left out: what ended
 * without being handled, and returns with a granted appeal. No value when nothing was received.
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
