import type { Bilingual } from './text.js'

/**
 * The NotificationChannel contract, version 1. Types only.
 *
 * A channel carries one message to one person or unit. Outcomes are values; a channel throws only on a programming error,
 * which core treats like `unknown`.
 */
export interface NotificationChannel {
  /** Version of the contract that the channel is written for. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.channel/1'
  /** Destination name, unique among the channels: its messages are queued under it, in order per request. Keep it for as long as messages wait. */
  readonly name: string
  /** Whose messages it carries: the resident's, a unit's, the dispatch desk's or the supervisor's. */
  readonly audience: 'resident' | 'unit' | 'dispatcher' | 'supervisor'
  /** How many messages are sent at the same time, of different requests. Default 8. */
  readonly concurrency?: number
  /** Whether later messages of the same request go on after a dead letter (`skip`, default) or wait for its replay (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /**
   * How long a send may take, in milliseconds, 1 to 600 000 (ten minutes). Default 30 000. After that other messages are sent in its place. Its answer
   * still counts when it comes, and the message is not sent again by this process before.
   */
  readonly timeout?: number
  /** Hands one message to the provider. Delivery is at least once: the same `id` may come again, after a lost response or a crash. */
  send(message: ChannelMessage): Promise<SendResult>
  /**
   * Asks the provider what became of a message whose earlier attempt may have arrived: `sent`, and it is settled; `notSent`, and it is sent again;
   * `unknown`, also when it throws or answers anything else, and it is asked again later. Absent: the message is sent again.
   */
  lookUp?(message: ChannelMessage): Promise<'sent' | 'notSent' | 'unknown'>
}

/** One message to one receiver. */
export interface ChannelMessage {
  /** Stable across retries: give it to the provider as its idempotency key. */
  readonly id: string
  /** Id of the request that the message is about. */
  readonly request: string
  /** Type of the event that caused the message, for example `request.dispatched`. */
  readonly event: string
  /** When the event happened, in milliseconds since 1970; not when the message is sent. */
  readonly at: number
  /** Opaque id of the receiver: a resident's id, a unit's id, or the code of the area whose desk or supervisor it is for. */
  readonly to: string
  /** One line that says what happened. Holds no free text and no personal data. */
  readonly title: Bilingual
  /** 回音: the last word to the resident, when the request ends with this event; absent before the end, and for staff. */
  readonly echo?: Bilingual
  /** 1 for the first attempt. Counts attempts whose outcome is unknown too; begins again at 1 after a replay. */
  readonly attempt: number
}

/** What became of a message: sent, or the class of the failure, which decides what core does next. */
export type SendResult =
  | {
      /** The provider accepted the message: core removes it from the queue. */
      readonly ok: true
    }
  | {
      /** The message was not sent, or the channel cannot know. */
      readonly ok: false
      /**
       * `transient` and `unknown` are retried, ten attempts in all; `throttled` pauses the whole channel for `retryAfter` or a minute, `quota`, `auth` and
       * `config` for 15 minutes or more, since no message would fare better, and none of these is an attempt; `recipient` and `content` make the message a
       * dead letter at once. A limit of one receiver is `transient`.
       */
      readonly class: 'transient' | 'throttled' | 'quota' | 'auth' | 'config' | 'recipient' | 'content' | 'unknown'
      /** For operators; kept with a dead letter, cut to 500 characters, long numbers masked. Put no personal data in it. */
      readonly reason: string
      /** Milliseconds to wait at least before the next attempt, 30 days at most: of this message, or of the channel when it pauses. Absent: core backs off by itself. */
      readonly retryAfter?: number
    }
