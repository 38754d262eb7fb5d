import type { Bilingual } from '../contracts/text.js'
import type { Limit } from './limit.js'

/** A policy, as far as its classes of urgency go. */
interface HasUrgencies {
  readonly urgencies?: readonly UrgencyClass[]
}

/** 紧急程度: a class of requests that have a limit of their own, whatever their category is. */
export interface UrgencyClass {
  /** What commands name and records keep, such as `'urgent'`; used once in a policy. */
  readonly code: string
  /** Chinese name, as printed. */
  readonly zh: string
  /** English name, as printed. */
  readonly en: string
  /** What the clock `resolve` may take, in place of the limit of the category. */
  readonly within: Limit
}

/** The classes of a place that declares none: 24 and 2 urgent hours, which count at night and on holidays too. */
export const defaultUrgencies: readonly UrgencyClass[] = Object.freeze([
  Object.freeze({ code: 'urgent', zh: '紧急', en: 'urgent', within: Object.freeze({ urgentHours: 24 }) }),
  Object.freeze({ code: 'critical', zh: '特急', en: 'critical', within: Object.freeze({ urgentHours: 2 }) }),
])

/** The classes of urgency of a policy; {@link defaultUrgencies} where it declares none. */
export const urgenciesOf = ({ urgencies = defaultUrgencies }: HasUrgencies): readonly UrgencyClass[] => urgencies

/** The class of this code; `undefined` where there is none, and without a code. */
export const urgencyOf = (policy: HasUrgencies, code: string | undefined): UrgencyClass | undefined =>
  urgenciesOf(policy).find((each) => each.code === code)

/** What a class of urgency is called; its code where the policy lists it no longer, nothing without a code. */
export function urgencyInWords(policy: HasUrgencies, code: string | undefined): Bilingual | undefined {
  if (code === undefined) return undefined
  const { zh, en } = urgencyOf(policy, code) ?? { zh: code, en: code }
  return { zh, en }
}
