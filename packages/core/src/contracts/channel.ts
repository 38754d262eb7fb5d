import type { AbortSignalLike } from './abort.js'
import type { Reached } from './directory.js'
import type { Receipt } from './ledger/kept-sent.js'
import type { Logger } from './logger.js'
import type { Notice } from './notice.js'
import type { Receiver } from './receiver.js'

/**
 * The NotificationChannel contract, version 2. Types only.
 *
 * A channel carries messages to people: by SMS, WeChat, e-mail, a webhook, a board in an office. Outcomes are values; a channel throws only on a programming
 * error, which core treats like `unknown`. Whatever it does, only its own messages wait for it.
 *
 * Prove one with `channelConformance` of `@huiyin/testkit`.
 */
export interface NotificationChannel {
  /** Version of the contract that the channel is written for. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.channel/2'
  /**
   * Unique among channels, sinks and deliveries of plugins: its messages are queued under it, in order per request. With a list of audiences each has a queue
   * of its own, `<name>/<audience>`. Keep name and audiences for as long as messages wait.
   */
  readonly name: string
  /** Whose messages it carries: one kind of receiver, or a list of kinds. */
  readonly audience: Receiver['kind'] | readonly Receiver['kind'][]
  /** Kind of address that it reaches people by, such as `phone` or `openid`: what `addresses` of the host looks up. Absent: it needs no address. */
  readonly via?: string
  /**
   * Whether it carries a message about this event at all: what is answered `false` is never owed. Pure, quick and of the event alone, since it is asked inside
   * the commit; asked again before the message is sent, where a process without the channel wrote what is owed. The event is frozen. Absent: all that its audience hears.
   */
  wants?(event: {
    /** Type of the event. */
    readonly type: string
    /** The event itself. Free text stands as a reference into the vault. */
    readonly data: object
  }): boolean
  /**
   * How many messages the provider takes in a stretch of time. Kept over all processes by means of the storage: what goes beyond waits in the queue, and is
   * no attempt. Absent: as fast as they are taken.
   */
  readonly rate?: {
    /** At most so many messages, 1 or more … */
    readonly messages: number
    /** … in so many milliseconds, 1 to 86 400 000 (a day). Of a stretch longer than a minute each minute gets its share. */
    readonly per: number
  }
  /**
   * How long a send may take, in milliseconds, 1 to 600 000 (ten minutes). Default 30 000. Then its `signal` is aborted and other messages are sent in its
   * place. An answer that comes late still counts, and as long as none comes this process does not send the message again.
   */
  readonly timeout?: number
  /** How many messages are sent at the same time, of different requests. Default 8. */
  readonly concurrency?: number
  /** Whether later messages of the same request go on after a dead letter (`skip`, default) or wait for its replay (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /**
   * Opens what it needs. Called once before the first message of a process, and again a minute later when it failed: until then its messages wait. Absent:
   * there is nothing to open.
   */
  start?(host: ChannelHost): Promise<void>
  /** Lets go of what `start` opened, when the process stops: all sends have ended, or were called off. Absent: there is nothing to close. */
  stop?(): Promise<void>
  /** Whether it could send now, without sending anything; for `huiyin.deliveries.check()`. Absent: nobody can say. */
  check?(): Promise<ChannelCheck>
  /** Hands one message to the provider. At least once: a message with the same `id` may come again, after a lost answer or a crash. */
  send(notice: Notice, context: SendContext): Promise<SendResult>
  /**
   * Asks the provider what became of a message of which an earlier attempt may have arrived. What it answers is the outcome; `undefined` says that the provider
   * does not have it, and it is sent again; when it rejects, it is asked again later. Absent: the message is sent again.
   */
  find?(notice: Notice, host: ChannelHost): Promise<SendResult | undefined>
}

/** What a channel is given beside a message. */
export interface SendContext {
  /** Where addresses and texts are asked. */
  readonly host: ChannelHost
  /** Aborted when the time of the send is over, and when the process stops and the send does not end by itself. Pass it on to what can be called off, such as `fetch`. */
  readonly signal: AbortSignalLike
}

/** What core does for a channel. Addresses and texts are personal data: a channel gives them to its provider and keeps none of them. */
export interface ChannelHost {
  /**
   * The people that the message is for, each with their address, as the directory has them now. An empty list when nobody is to be reached: answer `skipped`.
   * Who has quiet hours now is left out; a message that reaches nobody else for that reason is put off until they are over, whatever the channel answers.
   *
   * @param via kind of address; the channel's own when absent
   */
  addresses(notice: Notice, via?: string): Promise<readonly Reached[]>
  /** The texts of the vault that go with the message, as far as its receiver may read them and they were not erased. */
  texts(notice: Notice): Promise<NoticeTexts>
  /**
   * Notes what the provider says later of a message of this channel that it had accepted, by the id of the notice, or by the `ref` that `send` answered. It may come
   * twice, late and in any order: the earliest of each kind is kept, and a message that was delivered or read has not failed. `unknown` when no such message was
   * sent, which it may also be for as long as the answer of `send` is not settled: let the provider say it again. What is kept of messages is removed in time
   * (`limits.sentDays`). A failure is listed, with `huiyin.deliveries.sent` and `requests.notices`; nothing is sent again because of it.
   *
   * @throws InvalidInputError for what is no receipt; AdapterError while it cannot be kept
   */
  receipt(
    message:
      | string
      | {
          /** The reference that `send` answered; every message of the channel that has it. */
          readonly ref: string
        },
    receipt: Receipt,
  ): Promise<'recorded' | 'unknown'>
  /** The log of the host. Put no personal data into it. */
  readonly log: Logger
  /** The present instant, in milliseconds since 1970: a channel reads no clock of its own. */
  now(): number
}

/** Texts of the vault that go with a message. */
export interface NoticeTexts {
  /** The answer or the reason that the event brings. */
  readonly text?: string
  /** What the request is about, in the words of the resident. */
  readonly description?: string
}

/** Whether a channel could send. */
export interface ChannelCheck {
  /** It could. */
  readonly ok: boolean
  /** Why not, for operators, without personal data. */
  readonly reason?: string
}

/** What became of a message: sent, left out, or the class of the failure, which decides what core does next. */
export type SendResult =
  | {
      /** The provider accepted the message: it leaves the queue. */
      readonly ok: true
      /** Absent: it was sent. */
      readonly skipped?: undefined
      /**
       * What the provider calls the message, at most 255 characters and no personal data: its receipts may name it by that. Another text is left out. One message
       * has one at its provider, so that no other answers to it.
       */
      readonly ref?: string
    }
  | {
      /** It leaves the queue, and is no dead letter. */
      readonly ok: true
      /** There was nobody to send it to, or nothing to send; why, for operators, without personal data. */
      readonly skipped: string
      /** Nothing was given to a provider. */
      readonly ref?: undefined
    }
  | {
      /** The message was not sent, or the channel cannot know. */
      readonly ok: false
      /** See {@link FailureClass}. */
      readonly class: FailureClass
      /** For operators; kept with a dead letter, cut to 500 characters, long numbers masked. Put no personal data in it. */
      readonly reason: string
      /** Milliseconds to wait at least before the next attempt, 30 days at most: of this message, or of the channel when it pauses. Absent: core backs off by itself. */
      readonly retryAfter?: number
    }

/**
 * Why a message was not sent. `transient` and `unknown` (it may have arrived) are attempts: sent again, ten in all. `throttled` pauses the whole channel for
 * `retryAfter` or a minute; `quota`, `auth` and `config` for 15 minutes or more, since no message would fare better; `gone` for a day or more, since what is
 * sent to has ended for good: an operator retires it. None of these is an attempt. `recipient` and `content` make the message a dead letter at once. A limit of
 * one receiver is `transient`.
 */
export type FailureClass =
  | 'transient' | 'unknown' | 'throttled' | 'quota' | 'auth' | 'config' | 'gone' | 'recipient' | 'content' // biome-ignore format: a list
