import type { CalendarDate } from '../calendar/date.js'
import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'

/** Why limits may not be adopted. */
export type PolicyRefusals = {
  /** Limits are adopted by a system administrator of the whole city, or the system. */
  'policy-not-permitted': {
    /** Id of the actor. */
    actor: string
    /** Parties that may. */
    needs: readonly string[]
    /** The same in words. */
    who: Bilingual
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
export const policyRefusals = defineRefusals<PolicyRefusals>(
  {
    'policy-not-permitted': {
      zh: (d) => `您无权调整全市的时限规则；需要：全市的${d.who.zh}。`,
      en: (d) => `You may not adopt time limits; it takes ${d.who.en} of the whole city.`,
    },
    'policy-day-passed': {
      zh: (d) => `时限规则不能追溯：施行日期 ${d.from} 早于今天（${d.today}）。`,
      en: (d) => `Time limits do not reach back: the first day, ${d.from}, is before today, ${d.today}.`,
    },
    'policy-clocks-missing': {
      zh: (d) => `新的时限规则缺少本市在用的时限：${d.clocks.join('、')}。`,
      en: (d) => `The new limits lack clocks that this city runs: ${d.clocks.join(', ')}.`,
    },
  },
  {
    'policy-not-permitted': 'forbidden',
    'policy-clocks-missing': 'form',
  },
)
