import type { CalendarDate } from '../calendar/date.js'
import { defineRefusals } from '../import/refusal.js'

/** Why limits may not be adopted. */
export type PolicyRefusals = {
  /** Only an admin of the whole city, or the system, adopts limits. */
  'policy-not-permitted': {
    /** Id of the actor. */
    actor: string
  }
  /** The first day is over: limits do not reach back. */
  'policy-day-passed': {
    /** The first day that was asked for, `YYYY-MM-DD`. */
    from: CalendarDate
    /** The day it is, `YYYY-MM-DD`. */
    today: CalendarDate
  }
  /** Clocks that run in this city would have no limit. */
  'policy-clocks-missing': {
    /** Their names. */
    clocks: readonly string[]
  }
}

/** The refusals of `huiyin.policies`. */
export const policyRefusals = defineRefusals<PolicyRefusals>({
  'policy-not-permitted': {
    zh: () => '您无权调整全市的时限规则；需要：全市管理员。',
    en: () => 'You may not adopt time limits; only an admin of the whole city may.',
  },
  'policy-day-passed': {
    zh: (d) => `时限规则不能追溯：施行日期 ${d.from} 早于今天（${d.today}）。`,
    en: (d) => `Time limits do not reach back: the first day, ${d.from}, is before today, ${d.today}.`,
  },
  'policy-clocks-missing': {
    zh: (d) => `新的时限规则缺少本市在用的时限：${d.clocks.join('、')}。`,
    en: (d) => `The new limits lack clocks that this city runs: ${d.clocks.join(', ')}.`,
  },
})
