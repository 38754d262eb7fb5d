import type { CalendarDate } from '../calendar/date.js'
import type { HolidayYear } from '../calendar/notices/holiday-year.js'
import type { CalendarOverlay } from '../calendar/overlay.js'
import type { SlaPolicy } from '../sla/policy.js'

/** A calendar as it was recorded: enough to make it again. */
export interface RecordedCalendar {
  /** Its version. */
  readonly version: string
  /** Its notices that no earlier recorded calendar has, or has otherwise; the later one of a year wins. */
  readonly years: readonly HolidayYear[]
  /** What the place adds to the notices. */
  readonly overlays: readonly CalendarOverlay[]
}

/** A lifecycle as it was recorded. */
export interface RecordedLifecycle {
  /** Hash of the definition. */
  readonly version: string
  /** The definition as data. */
  readonly definition: object
}

/** 规则版本: the limits, the calendar and the lifecycle that were in force together. */
export interface Edition {
  /** When it was recorded, in milliseconds since 1970. */
  readonly at: number
  /** Place of the limits among those recorded, from 0. */
  readonly policy: number
  /** Version of the calendar. */
  readonly calendar: string
  /** Version of the lifecycle. */
  readonly lifecycle: string
}

/** Limits that were adopted by a command, from a first day on. */
export interface AdoptedPolicy {
  /** Place of the limits among those recorded, from 0. */
  readonly policy: number
  /** First day on which they are in force, `'YYYY-MM-DD'` in Asia/Shanghai. */
  readonly from: CalendarDate
  /** When it was decided, in milliseconds since 1970. */
  readonly at: number
  /** What it rests on, such as the number of a document; absent when nothing was said. */
  readonly basis?: string
}

/** All editions of the rules, oldest first. What a clock or a step was decided by is named by the number of its edition, from 1. */
export interface EditionFacts {
  readonly editions: readonly Edition[]
  readonly policies: readonly SlaPolicy[]
  readonly calendars: readonly RecordedCalendar[]
  readonly lifecycles: readonly RecordedLifecycle[]
  /** In the order in which they were decided; of two for one day the later holds. */
  readonly adopted: readonly AdoptedPolicy[]
  /** When the first was recorded, in milliseconds since 1970. */
  readonly createdAt: number
}

/** The rules of one process. */
export interface RulesInForce {
  readonly policy: SlaPolicy
  readonly calendar: {
    readonly version: string
    readonly years: readonly HolidayYear[]
    readonly overlays: readonly CalendarOverlay[]
  }
  readonly lifecycle: RecordedLifecycle
}
