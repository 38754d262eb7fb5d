import type { Bilingual } from '../../contracts/text.js'
import { endedUnhandled } from '../measures/handling-measures.js'
import { type Exclusion, one, type Weighted } from './declaration.js'

const endings: Readonly<Record<(typeof endedUnhandled)[number], Bilingual>> = {
  withdrawn: { zh: '撤单', en: 'withdrawn by the resident' },
  merged: { zh: '并案', en: 'merged into another request' },
  split: { zh: '拆分', en: 'split; its parts count' },
  voided: { zh: '作废', en: 'void' },
  declined: { zh: '不予受理', en: 'declined' },
}

/** Requests that ended without being handled, on a basis; each ending is a reason of its own. */
export const unhandledOn = (basis: 'accepted' | 'due' | 'reported'): readonly Exclusion[] =>
  endedUnhandled.map((status) => ({ reason: status, title: endings[status], counts: one(`${status}@${basis}`) }))

const appeals = {
  overdueAppeal: { zh: '超期申诉成立', en: 'appeal about the deadline granted' },
  ratingAppeal: { zh: '评价申诉成立', en: 'appeal about the rating granted' },
  returnAppeal: { zh: '退单申诉成立', en: 'appeal about the return granted' },
} as const satisfies Record<string, Bilingual>

/** Facts left out after an appeal that two reviewers granted. The facts themselves stay. */
export const appealOn = (appeal: keyof typeof appeals, basis: string): Exclusion => ({
  reason: appeal,
  title: appeals[appeal],
  counts: one(`${appeal}@${basis}`),
})

/** An exclusion for any other reason. */
export const because = (reason: string, zh: string, en: string, counts: readonly Weighted[]): Exclusion => ({
  reason,
  title: { zh, en },
  counts,
})
