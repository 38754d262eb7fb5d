// What is kept of deliveries that were made: shapes of the Storage and of the NotificationChannel contract.

/**
 * What a provider says later of a message that it had accepted. It may say so late, twice and in any order: a message that was delivered stays delivered,
 * whatever failed before or after.
 */
export interface Receipt {
  /** It reached the receiver's device or account, was opened there, or could not be handed over: a phone that is off, a number that is not in use. */
  readonly kind: 'delivered' | 'failed' | 'read'
  /** When, as the provider says, in milliseconds since 1970. */
  readonly at: number
  /** Why it failed, for operators, without personal data; of `failed` only. At most 500 characters once core has cut it. */
  readonly reason?: string
}

/** What is kept of a delivery when it is settled as done. Never personal data: no address, no text. */
export interface SentWrite {
  /** When it was settled, in milliseconds since 1970. */
  readonly at: number
  /** How often it was taken. */
  readonly attempts: number
  /** What the provider calls the message: at most 255 characters (1020 bytes of UTF-8). Absent: it gave no name. */
  readonly ref?: string
  /** Why nothing was sent: there was nobody to send it to, or nothing to send. At most 500 characters. Absent: it was sent. */
  readonly skipped?: string
}

/** A row of the ledger: a delivery that is done and was kept, with the earliest receipt of each kind. Unique per record, event and destination. */
export interface KeptSent extends SentWrite {
  /** `seq` of the event that caused it. */
  readonly event: number
  /** Name of the destination it was for. */
  readonly destination: string
  /** `at` of the earliest receipt `delivered`; absent while there is none. */
  readonly deliveredAt?: number
  /** `at` of the earliest receipt `read`; absent while there is none. */
  readonly readAt?: number
  /** `at` of the earliest receipt `failed`; absent while there is none. */
  readonly failedAt?: number
  /** `reason` of that receipt; absent where it gave none. */
  readonly failure?: string
}
