/** What a storage is handed as a key or a name. */
export type LimitedText =
  | 'type'
  | 'id'
  | 'key'
  | 'destination'
  | 'deadline'
  | 'ref'
  | 'measure'
  | 'areaPath'
  | 'member'
  | 'desk'
  | 'providerRef'

/**
 * The longest keys and names that a storage is ever handed, in characters as people count them (code points, each up to four bytes of UTF-8). Core refuses
 * longer ones before any call. Facts, events, payloads and texts of the vault have no limit here.
 */
export const limits: Readonly<Record<LimitedText, number>> = /* @__PURE__ */ Object.freeze({
  /** `RecordRef.type`. */
  type: 64,
  /** `RecordRef.id`. */
  id: 64,
  /** An idempotency key. */
  key: 255,
  /** Name of a channel, or `<plugin>/<delivery>`. */
  destination: 128,
  /** Name of a deadline within its record, such as `coHandle/<unit>`. */
  deadline: 128,
  /** Name of a row of the vault within its record; also its `field` and its `subject`. */
  ref: 64,
  /** Name of a measure, `<plugin>.<name>` for a plugin's. */
  measure: 128,
  /** Codes from the root to an area, each of at most 32 characters and followed by `/`: there are seven levels, which make 231. */
  areaPath: 255,
  /** Each other member of an index or of a tally: status, unit, category, channel, requester. */
  member: 64,
  /** One of the desks of an index: `<view>/<who>`. */
  desk: 100,
  /** What a provider calls a message. */
  providerRef: 255,
})
