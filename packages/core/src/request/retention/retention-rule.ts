import { dayMs } from '../../calendar/date.js'
import type { RequestFacts } from '../facts.js'

/** 保存期限: how long the texts and the person of a request are kept after its end. */
export interface RetentionRule {
  /** Named in the event of an erasure, such as `heating-three-years`: 1 to 64 characters. */
  readonly name: string
  /** For how many natural days from the end, 1 to 36 500. */
  readonly days: number
  /** Codes of the categories that it is for. Default: all. */
  readonly categories?: readonly string[]
  /** Kinds of ends that it is for, such as `withdrawn`. Default: all. */
  readonly ends?: readonly string[]
}

/** What a rule says of one request. */
export interface Kept {
  /** Name of the rule. */
  readonly rule: string
  /** The first instant at which it is not kept any more, in milliseconds since 1970. */
  readonly until: number
}

/** Until when a request that has ended is kept, by the first rule that is for it; `undefined` where none is. */
export function keptBy(
  rules: readonly RetentionRule[],
  { category, end, endedAt }: Pick<RequestFacts, 'category' | 'end' | 'endedAt'>,
): Kept | undefined {
  if (end === undefined || endedAt === undefined) return undefined
  const rule = rules.find(
    ({ categories, ends }) =>
      (categories === undefined || categories.includes(category)) && (ends === undefined || ends.includes(end)),
  )
  return rule === undefined ? undefined : { rule: rule.name, until: endedAt + rule.days * dayMs }
}

/** Name of the deadline at which the texts of a request are looked at; no clock can be called so. */
export const retentionDeadline = '@retention'
