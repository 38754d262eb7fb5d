// `@huiyin/core/words`: what a page needs to show a request in words, in both languages. Without zod and xstate; at most 15 KB with all in it.

// A request

export {
  loopSteps,
  ownerInWords,
  type RequestInWords,
  type RequestInWordsParts,
  requestInWords,
} from '../request/views/in-words.js'
export { type StepNames, toldToResident } from '../request/views/steps.js'

// Where it stands in the loop

export { defaultStates } from '../request/lifecycle/default-states.js'
export {
  type Place,
  type ShownLifecycle,
  type ShownState,
  type ShownStates,
  type Standing,
  standingAt,
} from '../request/lifecycle/standing-at.js'
export { clockTerm } from '../request/views/clock-terms.js'

// Time: where it is counted, and how it is said

export { createBusinessHours } from '../calendar/business-hours.js'
export { createWorkCalendar } from '../calendar/calendar.js'
export type { CountingTime } from '../sla/elapsed.js'
export { dateInWords, deadlineInWords, instantInWords } from '../sla/words.js'

// What all of it is written in

export type { Bilingual } from '../contracts/text.js'
