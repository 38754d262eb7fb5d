import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'

/** Why a notice may not be applied to the running city. */
export type CalendarRefusals = {
  /** A notice is applied by a system administrator of the whole city, or the system. */
  'calendar-amend-not-permitted': {
    /** Id of the actor. */
    actor: string
    /** Parties that may. */
    needs: readonly string[]
    /** The same in words. */
    who: Bilingual
  }
  /** Another notice of the year is in force, with other days, and `replaces` does not name it. */
  'calendar-notice-contradicts': {
    /** The year both arrange. */
    year: number
    /** Number of the notice that was to be applied. */
    notice: string
    /** Number of the one in force, as `replaces` has to name it. */
    inForce: string
    /** The first twenty days on which they do not agree, `YYYY-MM-DD`. */
    days: readonly string[]
  }
  /** `replaces` names a notice that is not in force for the year. */
  'calendar-notice-not-in-force': {
    /** The year it is about. */
    year: number
    /** What `replaces` named. */
    replaces: string
    /** Number of the notice in force; absent when none is published. */
    inForce?: string
  }
}

/** The refusals of `huiyin.calendar`. */
export const calendarRefusals = defineRefusals<CalendarRefusals>(
  {
    'calendar-amend-not-permitted': {
      zh: (d) => `您无权将放假通知应用于全市日历；需要：全市的${d.who.zh}。`,
      en: (d) => `You may not apply a holiday notice; it takes ${d.who.en} of the whole city.`,
    },
    'calendar-notice-contradicts': {
      zh: (d) =>
        `${d.year} 年已有放假通知 ${d.inForce} 在用，与 ${d.notice} 不一致（${d.days.join('、')}）；如确属更正，请用 replaces 指明被取代的通知。`,
      en: (d) =>
        `Notice ${d.inForce} is in force for ${d.year} and does not agree with ${d.notice} (${d.days.join(', ')}). If it is superseded, name it in \`replaces\`.`,
    },
    'calendar-notice-not-in-force': {
      zh: (d) =>
        d.inForce === undefined
          ? `${d.year} 年没有在用的放假通知，${d.replaces} 无从取代。`
          : `${d.year} 年在用的放假通知是 ${d.inForce}，不是 ${d.replaces}。`,
      en: (d) =>
        d.inForce === undefined
          ? `No notice is in force for ${d.year}, so ${d.replaces} cannot be replaced.`
          : `The notice in force for ${d.year} is ${d.inForce}, not ${d.replaces}.`,
    },
  },
  {
    'calendar-amend-not-permitted': 'forbidden',
    'calendar-notice-contradicts': 'conflict',
    'calendar-notice-not-in-force': 'conflict',
  },
)
