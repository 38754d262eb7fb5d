import type { Bilingual } from '../../contracts/text.js'
import { clockFamily } from '../../sla/clock-family.js'

const terms: Readonly<Record<string, Bilingual>> = {
  dispatch: { zh: '派单时限', en: 'the dispatch' },
  claim: { zh: '认领时限', en: 'the claim' },
  resolve: { zh: '办理时限', en: 'the handling' },
  check: { zh: '核查时限', en: 'the check' },
  rate: { zh: '评价期限', en: 'the rating' },
  rectify: { zh: '整改时限', en: 'the rectification' },
  coHandle: { zh: '协办时限', en: 'the co-handling' },
  suspension: { zh: '挂账期限', en: 'the suspension' },
  extensionDecision: { zh: '延期审批时限', en: 'the decision on the extension' },
  reopenDecision: { zh: '重办审批时限', en: 'the decision on handling it again' },
  appealReview: { zh: '申诉审核时限', en: 'the review of the appeal' },
}

/** What a clock is called, for people; its own name for one of a place's. */
export function clockTerm(clock: string): Bilingual {
  const family = clockFamily(clock)
  return (Object.hasOwn(terms, family) ? terms[family] : undefined) ?? { zh: clock, en: clock }
}
