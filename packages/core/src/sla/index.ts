// Days and instants of Beijing time

export {
  addDays,
  addMonths,
  type CalendarDate,
  dateOf,
  daysBetween,
  type Instant,
  instantOf,
  parseDate,
  weekdayOf,
} from './date.js'

// The official working-day calendar

export { createWorkCalendar, type WorkCalendar, type WorkCalendarOptions } from './calendar.js'
export type { CalendarCoverage } from './calendar-build.js'
export { CalendarCoverageError } from './coverage-error.js'
export type { DaySource } from './day-source.js'
export type { DayType } from './day-table.js'
export type { CalendarOverlay, OverlayHours } from './overlay.js'

// Holiday data of one's own, and what is wrong with it

export { checkYear, type YearProblem } from './check-year.js'
export {
  type ChineseWorkdayModule,
  type ChineseWorkdayReport,
  calendarFromChineseWorkday,
  type WrongDay,
} from './chinese-workday.js'
export type { HolidayCnYear } from './holiday-cn.js'
export type { DateSpan, HolidayAmendment, HolidayEntry, HolidayYear } from './holiday-year.js'
export { type NoticeOptions, parseHolidayNotice } from './notice-text.js'

// Opening hours

export {
  type BusinessHours,
  type BusinessHoursOptions,
  createBusinessHours,
  type WorkingTime,
} from './business-hours.js'
export type { Season } from './hours-table.js'
export type { HoursWindow } from './hours-window.js'

// Limits and policies

export { compareLimits, exceeds, type Limit, type LimitUnit, limitInWords, sumLimits } from './limit.js'
export {
  type ClockInput,
  type ClockPolicy,
  type ClockWarning,
  defaultSlaPolicy,
  defineSlaPolicy,
  type PauseReason,
  type SlaPolicy,
  type SlaPolicyInput,
} from './policy.js'

// Clocks

export {
  addLimit,
  type ClockEnvironment,
  type ClockState,
  extendClock,
  pauseClock,
  resumeClock,
  startClock,
} from './clock.js'
export { type ExtensionRefusal, extensionRefusal } from './extension-refusal.js'
export type { Pause } from './reckon.js'

// How a clock stands, and clocks on a new calendar

export { evaluateSla, redCardAt, type SlaQuestion, type SlaStanding } from './evaluate.js'
export { type AmendmentRule, type DeadlineChange, type RecomputeOptions, recomputeDeadlines } from './recompute.js'
export type { SlaEvent, SlaEventRefusal } from './sla-event.js'

// Explanation

export { type ClockExplanation, explainClock } from './explain.js'
export type { ExplainedDay } from './explain-days.js'
export { dateInWords, deadlineInWords } from './words.js'
