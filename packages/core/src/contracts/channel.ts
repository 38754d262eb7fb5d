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
  readonly title: { readonly zh: string; readonly en: string }
  readonly attempt: number
}

/** What became of a message: given, or why not. */
export type SendResult =
  | { readonly ok: true }
  /** transient and throttled are tried again (not before `retryAfter` milliseconds); the others are set aside. */
  | {
      readonly ok: false
      readonly class: 'transient' | 'throttled' | 'quota' | 'auth' | 'config' | 'recipient' | 'content' | 'unknown'
      readonly reason: string
      readonly retryAfter?: number
    }
