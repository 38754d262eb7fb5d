import type { Bilingual } from './text.js'

/**
 * The NotificationChannel contract, version 1. Types only.
 *
 * A channel carries one message to one person or unit. Outcomes are values; a channel throws only on a programming error,
 * which core treats like `unknown`.
 */
export interface NotificationChannel {
  readonly contract: 'huiyin.channel/1'
  /** Destination name; what is owed to it is queued under this name, in order per request. */
  readonly name: string
  /** Which echoes it wants. */
  readonly audience: 'resident' | 'unit' | 'supervisor'
  /** How many messages are sent at the same time, of different requests. Default 8. */
  readonly concurrency?: number
  /** Messages behind one that was set aside go on (`skip`, default) or wait until it is replayed (`block`). */
  readonly onDeadLetter?: 'skip' | 'block'
  /** An answer that takes longer than 30 seconds counts as `unknown`. */
  send(message: ChannelMessage): Promise<SendResult>
}

/** One message to one receiver. */
export interface ChannelMessage {
  /** Stable across retries: give it to the provider to deduplicate by. */
  readonly id: string
  readonly request: string
  readonly event: string
  readonly at: number
  /** Opaque id of the receiver: a resident's id, a unit's id or an area code. */
  readonly to: string
  readonly title: Bilingual
  /** 回音: the last word to the resident, when the request ends with this. */
  readonly echo?: Bilingual
  readonly attempt: number
}

/** What became of a message: given, or why not. */
export type SendResult =
  | { readonly ok: true }
  /**
   * `transient`, `throttled` and `unknown` are tried again (not before `retryAfter` milliseconds, 30 days at most), ten times; `quota`, `auth` and `config` pause
   * the whole channel, since no message would fare better; `recipient` and `content` set the message aside.
   */
  | {
      readonly ok: false
      readonly class: 'transient' | 'throttled' | 'quota' | 'auth' | 'config' | 'recipient' | 'content' | 'unknown'
      readonly reason: string
      readonly retryAfter?: number
    }
