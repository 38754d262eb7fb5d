// What a storage keeps, reads and writes: shapes of the Storage contract.

/** Where a record is. */
export interface RecordRef {
  /** Small fixed hash of the id, `0 … 63`, always the same for the same id: the unit of lease, partition and distribution. First part of every key. */
  readonly bucket: number
  /** Record type, for example `request`. */
  readonly type: string
  readonly id: string
}

/** A record as stored. */
export interface StoredRecord extends RecordRef {
  /** Number of events of the record. */
  readonly version: number
  /** Hash of the last event: the head of the record's chain, lower-case hex. */
  readonly head: string
  /** Facts of the record as JSON text, stored verbatim. */
  readonly body: string
  readonly index: RecordIndex
  readonly updatedAt: number
}

/** What records can be found by. No personal data: `requester` is an opaque id. */
export interface RecordIndex {
  readonly status: string
  /** Still open, that is, not in an end of its lifecycle. */
  readonly open: boolean
  /** Never changes. */
  readonly createdAt: number
  /** Codes from the root to the area, each followed by `/`: `370281/370281001/`. Empty when the record has no area. */
  readonly areaPath: string
  readonly unit: string
  readonly category: string
  readonly channel: string
  readonly requester: string
}

/** What `load` found. */
export interface Loaded {
  readonly record?: StoredRecord
  readonly answer?: StoredAnswer
  /** Present (maybe empty) when asked for, in the order the rows were first put. */
  readonly vault?: readonly VaultRow[]
}

/** What was answered to a command key, kept so that a repetition gets the same answer. */
export interface StoredAnswer {
  readonly key: string
  /** Hash over command name, actor and body. The same key with another fingerprint is a mistake of the caller. */
  readonly fingerprint: string
  /** Version of the record after the command, so that the first answer can be told again. */
  readonly version: number
  /** How many events the command wrote. */
  readonly events: number
  /** When it was answered: answers are forgotten after a while. */
  readonly at: number
}

/** Everything one decision changes, written whole or not at all. */
export interface Change extends RecordRef {
  readonly expectedVersion: number
  /** Version after the change: `expectedVersion + events.length`. */
  readonly version: number
  readonly head: string
  readonly body: string
  readonly index: RecordIndex
  readonly at: number
  readonly events: readonly EventRow[]
  readonly deadlines: { readonly put: readonly DeadlineWrite[]; readonly drop: readonly string[] }
  readonly deliveries: readonly DeliveryWrite[]
  /** New vault rows, and refs whose text and salt are erased (the row stays, `value` and `salt` become `null`). */
  readonly vault: { readonly put: readonly VaultRow[]; readonly erase: readonly string[] }
  /** Differences, added to what is there. */
  readonly tallies: readonly TallyDelta[]
  readonly command?: StoredAnswer
}

/** The verdict on one change. */
export type CommitOutcome =
  | { readonly kind: 'committed' }
  /** `version` is the stored one. */
  | { readonly kind: 'conflict'; readonly version: number }
  | { readonly kind: 'duplicate'; readonly answer: StoredAnswer }

/** An event as stored. */
export interface EventRow {
  /** 1, 2, 3 … within the record, no gaps. */
  readonly seq: number
  readonly type: string
  readonly at: number
  /** Canonical JSON text of the event: exactly what was hashed. Stored verbatim. */
  readonly bytes: string
  /** Hash over the previous event's hash and `bytes`, lower-case hex. */
  readonly hash: string
}

/** A deadline of a record. One row per record and `name`; putting it again replaces it and ends any lease. */
export interface DeadlineWrite {
  readonly name: string
  readonly at: number
}
/** A deadline that is due. */
export interface DeadlineRow extends RecordRef, DeadlineWrite {}

/** Something owed to one destination because of one event. Unique per record, event and destination. */
export interface DeliveryWrite {
  /** `seq` of the event that caused it. */
  readonly event: number
  readonly destination: string
  /** JSON text, without personal data: references only. */
  readonly payload: string
  /** Not before this instant. */
  readonly at: number
}
/** A delivery taken under a lease. */
export interface TakenDelivery extends RecordRef, DeliveryWrite {
  /** How often it was taken, this time included. */
  readonly attempts: number
}
/** One piece of personal data or free text, kept beside the record so that it can be erased. */
export interface VaultRow {
  /** Unique within the record. */
  readonly ref: string
  /** Whose data it is: an opaque id. */
  readonly subject: string
  /** What it is: `name`, `phone`, `address`, `description`, `reply`, … */
  readonly field: string
  /** The text itself, `null` once erased. */
  readonly value: string | null
  /** Salt of the commitment in the event; erased with the text. */
  readonly salt: string | null
}

/** Where a difference is counted. `day` is a calendar date in Asia/Shanghai. */
export interface TallyDelta {
  readonly measure: string
  readonly day: string
  readonly areaPath: string
  readonly unit: string
  readonly category: string
  readonly channel: string
  readonly delta: number
}
