import type { Bilingual } from '../../contracts/text.js'
import { one, type RatioIndicator, without } from './declaration.js'
import { appealOn, unhandledOn } from './exclusions.js'
import { lateness } from './handling-rates.js'

const onDeadline: Bilingual = {
  zh: '按应结案日期（办理时限最后一日）',
  en: 'by the day the matter is due (last day of its deadline)',
}
const neverDispatched: Bilingual = {
  zh: '没有办理时限的件（未派单、当场答复）',
  en: 'matters without a deadline (never dispatched, answered on the spot)',
}
const usual = { minimumSample: 1, digits: 2 } as const

/**
 * 结案率: closed ÷ due to close, by the last day of the deadline. A request closed by order (强制结案) is due and not closed. Left out: what ended without
 * being handled, and requests without a deadline. No value when nothing was due. Practice of urban management; Tianmen, 2016-12: 911 ÷ 972 = 93.72 %.
 */
export const closingRate: RatioIndicator = {
  name: 'closingRate',
  title: { zh: '结案率', en: 'closing rate' },
  numerator: one('closed@due'),
  denominator: one('due'),
  exclusions: unhandledOn('due'),
  leavesOut: neverDispatched,
  basis: onDeadline,
  ...usual,
}

/**
 * 按期结案率: closed with the deadline kept ÷ due to close (not ÷ closed), by the last day of the deadline. Left out as in the closing rate, and requests
 * with a granted appeal about the deadline. No value when nothing was due. Practice of urban management; Tianmen, 2016-12: 737 ÷ 972 = 75.82 %.
 */
export const onTimeClosingRate: RatioIndicator = {
  name: 'onTimeClosingRate',
  title: { zh: '按期结案率', en: 'on-time closing rate' },
  numerator: one('closedOnTime@due'),
  denominator: one('timed@due'),
  exclusions: [...unhandledOn('due'), appealOn('overdueAppeal', 'due')],
  leavesOut: neverDispatched,
  note: lateness,
  basis: onDeadline,
  ...usual,
}

/**
 * 未结案率: still open ÷ reported, by the day of report; lower is better. Its denominator is not that of the closing rate, so the two do not add up to
 * 100. Left out: what ended without being handled. No value when nothing was reported. As in a vendor's list of indicators.
 */
export const openRate: RatioIndicator = {
  name: 'openRate',
  title: { zh: '未结案率', en: 'share not closed' },
  numerator: without('reported', 'closed@reported', 'forceClosed@reported'),
  denominator: one('reported'),
  exclusions: unhandledOn('reported'),
  basis: { zh: '按上报日期', en: 'by day of report' },
  better: 'lower',
  ...usual,
}

/**
 * 返工率: failed a check or was rectified ÷ due to close, by the last day of the deadline; lower is better. Left out: what ended without being handled,
 * requests without a deadline, and those with a granted appeal about the rating. No value when nothing was due. Practice of districts.
 */
export const reworkRate: RatioIndicator = {
  name: 'reworkRate',
  title: { zh: '返工率', en: 'rework rate' },
  numerator: one('reworked@due'),
  denominator: without('due', 'ratingAppeal@due'),
  exclusions: [...unhandledOn('due'), appealOn('ratingAppeal', 'due')],
  leavesOut: neverDispatched,
  basis: onDeadline,
  better: 'lower',
  ...usual,
}

/**
 * 延期率: with an extension granted ÷ due to handle, by the last day of the extended deadline; lower is better. Left out: what ended without being
 * handled, and requests without a deadline. No value when nothing was due. Practice of districts.
 */
export const extensionRate: RatioIndicator = {
  name: 'extensionRate',
  title: { zh: '延期率', en: 'extension rate' },
  numerator: one('extended@due'),
  denominator: one('due'),
  exclusions: unhandledOn('due'),
  leavesOut: neverDispatched,
  basis: onDeadline,
  better: 'lower',
  ...usual,
}
