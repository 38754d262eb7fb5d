/** Where randomness comes from: ids of new records and salts of commitments. */
export interface Ids {
  /** A new unique id, URL-safe, at most 64 characters, for a record of this type. Ids that sort by time keep indexes compact. */
  next(type: string): string
  /** 128 bits of unpredictable salt as lower-case hex. */
  salt(): string
}
