import type { Receiver } from './receiver.js'
import type { RecordRef } from './rows.js'
import type { Bilingual } from './text.js'

/**
 * One message to one receiver, made from the event that caused it: the same on every attempt, but for `attempt`. It holds ids, codes and names of the
 * catalogue, no free text and no personal data: addresses and texts are asked of the host when the message is sent.
 */
export interface Notice {
  /** Stable across attempts: give it to the provider as its idempotency key. */
  readonly id: string
  /** When the event happened, in milliseconds since 1970; not when the message is sent. */
  readonly at: number
  /** 1 for the first attempt. Counts those that failed for `transient` and `unknown`, and those of a process that ended; begins again at 1 after a replay. */
  readonly attempt: number
  /** Type of the event, for example `request.dispatched`. */
  readonly event: string
  /** The event itself, frozen. Free text stands as a reference into the vault. */
  readonly data: object
  /** Number of the event within its record. */
  readonly seq: number
  /** The record that the message is about. */
  readonly record: Pick<RecordRef, 'type' | 'id'>
  /** Whom it is for. Ids and codes; where they are reached says the host. */
  readonly to: Receiver
  /** It is told at any hour: a deadline in urgent hours, which run through the night, is running. Others wait for the end of quiet hours. */
  readonly urgent: boolean
  /** One line that says what happened. */
  readonly title: Bilingual
  /** 回音: the last word to the resident, when the request ends with this event; absent before the end, and for staff. */
  readonly echo?: Bilingual
  /** What a template is filled with. */
  readonly params: NoticeParams
}

/** What a template is filled with, as things stood after the event. */
export interface NoticeParams {
  /** The number people are told 工单号. */
  readonly number: string
  /** What the state is called that the request was in. */
  readonly status?: Bilingual
  /** The unit in charge; absent while there is none. */
  readonly unit?: Bilingual
  /** What the category is called. */
  readonly category?: Bilingual
  /** The area it lies in. */
  readonly area?: {
    /** Code of the area, of a grid as a rule. */
    readonly code: string
    /** What people call it. */
    readonly name: Bilingual
  }
  /** The deadline that the receiver has to know: the one the event is about, that of a co-handling unit, or the one that is running. Absent when none is. */
  readonly deadline?: {
    /** First instant that is too late, in milliseconds since 1970. */
    readonly at: number
    /** Last day in time, `YYYY-MM-DD` in Asia/Shanghai. */
    readonly date: string
    /** As people say it: `2022年1月6日（星期四）24:00 前`. */
    readonly words: Bilingual
  }
  /** What the messages of a plugin bring along. */
  readonly [own: string]: unknown
}
