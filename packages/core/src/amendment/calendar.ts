import type { WorkCalendar } from '../calendar/calendar.js'
import type { DifferingDay } from '../calendar/differing-days.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Refusal } from '../import/refusal.js'
import type { CalendarAmended } from '../request/calendar/calendar-amended.js'
import type { HolidayNotice } from './notice-input.js'

/** Options of `huiyin.calendar.amend`. */
export interface AmendOptions extends CommandOptions {
  /** Only say what would move; nothing is written. Default false. */
  readonly preview?: boolean | undefined
  /** Number of the notice in force that this one supersedes; needed only where the two do not agree. */
  readonly replaces?: string | undefined
}

/** The notice was not applied. */
export interface AmendmentRefused {
  /** Nothing was written. */
  readonly ok: false
  /** `calendar-amend-not-permitted`, `calendar-notice-contradicts`, `calendar-notice-not-in-force`, `stale-version` or `key-reused`. */
  readonly refusal: Refusal
}

/** A notice was applied. */
export interface AmendmentApplied {
  /** The notice is in force. */
  readonly ok: true
  /** Its number. */
  readonly notice: string
  /** The year it arranges. */
  readonly year: number
  /** `false` when it was applied before. */
  readonly changed: boolean
  /** How many notices the record holds, this one included. */
  readonly revision: number
}

/** An open request that a notice moves. */
export interface MovedRequest {
  /** Id of the request. */
  readonly id: string
  /** Unit in charge; absent before dispatch. */
  readonly unit?: string
  /** Its deadlines, before and after. */
  readonly moved: CalendarAmended['moved']
  /** The days that count otherwise than before. */
  readonly days: CalendarAmended['days']
}

/** What a notice would do to the running city. */
export interface AmendmentPreview {
  /** The notice may be applied. */
  readonly ok: true
  /** Number of the notice. */
  readonly notice: string
  /** The year it arranges. */
  readonly year: number
  /** `false` when it is in force already. */
  readonly changed: boolean
  /** The days it has otherwise than the calendar in force, in order. */
  readonly days: readonly DifferingDay[]
  /** Counts over all open requests. */
  readonly summary: {
    /** Open requests that were looked at. */
    readonly open: number
    /** Those of which a deadline moves. */
    readonly moved: number
    /** Deadlines that become later. */
    readonly later: number
    /** Deadlines that become earlier. */
    readonly earlier: number
    /** Missed deadlines that are in time by the new date. */
    readonly breachesCleared: number
    /** Deadlines that move, by clock; those of co-handlers together. */
    readonly clocks: Readonly<Record<string, number>>
  }
  /** The requests that move, by time of submission. Read page by page as it is walked, each walk anew. */
  readonly requests: AsyncIterable<MovedRequest>
}

/** A notice that was applied to the running city. */
export interface CalendarAmendment {
  /** Its number. */
  readonly notice: string
  /** The year it arranges. */
  readonly year: number
  /** When it was applied, in milliseconds since 1970. */
  readonly at: number
  /** Number of the notice it superseded; absent when there was none. */
  readonly replaces?: string
}

/** What `amend` answers, by whether it was a preview. */
export type AmendmentOf<Options extends AmendOptions> = Options extends {
  /** A preview was asked for. */
  readonly preview: true
}
  ? AmendmentPreview
  : AmendmentApplied

/** 工作日历: the working days that deadlines are counted on, and the notices that change them while the city runs. */
export interface CityCalendar {
  /**
   * Applies a holiday notice to the running city: every process and every later start counts with it, and the deadlines of open requests follow, each
   * with an event of its own that says before, after and which days. The loops (`run`, `tick`) move them; `reconcile` does it at once.
   *
   * 应用放假通知：各进程及以后启动的进程均按新日历计算，未办结诉求的时限随之调整，逐件留痕并告知。
   *
   * By: a system administrator of the whole city, or the system. Events: `calendar.amended`, `calendar.adopted`; none when the notice is in force already. Refusals:
   * `calendar-amend-not-permitted`, `calendar-notice-contradicts`, `calendar-notice-not-in-force`, `stale-version`, `key-reused`.
   *
   * @param notice the pasted text, Huiyin's own form or the holiday-cn year format
   * @throws InvalidInputError for a notice that cannot be read or contradicts the law, with the path of what is wrong
   * @example
   * ```ts
   * const preview = await huiyin.calendar.amend(text, { by: systemAdmin, preview: true })
   * if (preview.ok) console.log(preview.summary.moved, 'requests would move')
   * const result = await huiyin.calendar.amend(text, { by: systemAdmin })
   * ```
   */
  amend<Options extends AmendOptions>(
    notice: HolidayNotice,
    options: Options,
  ): Promise<AmendmentRefused | AmendmentOf<Options>>

  /** The calendar in force 现行工作日历: that of the options, with the notices that were applied. */
  inForce(): WorkCalendar

  /** The notices that were applied to the running city, oldest first 已应用的通知. */
  amendments(): readonly CalendarAmendment[]

  /** Reads the notices that another process applied meanwhile. The loops (`run`, `tick`) do it each round. */
  refresh(): Promise<void>

  /**
   * Moves the deadlines that still stand by an earlier calendar 随日历调整时限. The loops do it by themselves; it may be interrupted and repeated.
   *
   * @returns how many requests it moved
   */
  reconcile(): Promise<number>
}
