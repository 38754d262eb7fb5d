// `@huiyin/core/calendar`: working days of the official Chinese calendar, opening hours, deadlines and their reasons.

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
} from '../calendar/date.js'
export { hourOf, minuteOf } from '../calendar/time-of-day.js'

// The official working-day calendar

export type {
  AmendmentApplied,
  AmendmentOf,
  AmendmentPreview,
  AmendmentRefused,
  AmendOptions,
  CalendarAmendment,
  CityCalendar,
  MovedRequest,
} from '../amendment/calendar.js'
export type { CalendarRefusals } from '../amendment/calendar-refusals.js'
export type { HolidayNotice } from '../amendment/notice-input.js'
export type { CalendarCoverage } from '../calendar/build-calendar.js'
export { createWorkCalendar, type WorkCalendar, type WorkCalendarOptions } from '../calendar/calendar.js'
export type { DaySource } from '../calendar/day-source.js'
export type { DayType } from '../calendar/day-table.js'
export type { DifferingDay } from '../calendar/differing-days.js'
export type { CalendarOverlay, OverlayHours } from '../calendar/overlay.js'
export { CalendarCoverageError } from '../errors.js'

// Loading holiday data, and checking it

export { checkYear, type YearProblem } from '../calendar/notices/check-year.js'
export {
  type ChineseWorkdayModule,
  type ChineseWorkdayReport,
  calendarFromChineseWorkday,
  type WrongDay,
} from '../calendar/notices/chinese-workday.js'
export type { HolidayCnYear } from '../calendar/notices/holiday-cn.js'
export type { DateSpan, HolidayAmendment, HolidayEntry, HolidayYear } from '../calendar/notices/holiday-year.js'
export type { NoticeOptions } from '../calendar/notices/notice-text.js'
export { parseHolidayNotice } from '../calendar/notices/parse-notice.js'
export { withYear } from '../calendar/notices/with-year.js'

// Opening hours

export {
  type BusinessHours,
  type BusinessHoursOptions,
  createBusinessHours,
  type WorkingTime,
} from '../calendar/business-hours.js'
export type { Season } from '../calendar/hours-table.js'
export type { HoursWindow } from '../calendar/hours-window.js'

// Limits and policies

export type { AdoptedLimits, RecordedEdition } from '../edition/editions.js'
export type { LimitChange } from '../edition/limit-changes.js'
export type { AdoptOptions, AdoptResult, CityPolicies, PolicyPreview } from '../edition/policies.js'
export type { PolicyRefusals } from '../edition/policy-refusals.js'
export { type Limit, type LimitUnit, limitInWords } from '../sla/limit.js'
export {
  type ClockInput,
  type ClockPolicy,
  type ClockWarning,
  defaultSlaPolicy,
  defineSlaPolicy,
  type PauseReason,
  type SlaPolicy,
  type SlaPolicyInput,
} from '../sla/policy.js'

// Clocks

export {
  addLimit,
  type ClockEnvironment,
  type ClockState,
  extendClock,
  pauseClock,
  resumeClock,
  startClock,
} from '../sla/clock.js'
export type { Pause } from '../sla/count-deadline.js'
export { type ExtensionRefusal, extensionRefusal } from '../sla/extension-refusal.js'

// How a clock stands, and clocks on a new calendar

export { type AmendmentRule, type DeadlineChange, type RecomputeOptions, recomputeDeadlines } from '../sla/recompute.js'
export type { SlaEvent, SlaEventRefusal } from '../sla/sla-event.js'
export { evaluateSla, type SlaQuestion, type SlaStanding } from '../sla/standing.js'

// Explanation

export { type ClockAmendment, type ClockExplanation, explainClock } from '../sla/explain.js'
export type { ExplainedDay } from '../sla/explain-days.js'
export { dateInWords, deadlineInWords } from '../sla/words.js'
