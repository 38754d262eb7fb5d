import type { RecordRef, StoredRecord } from '../contracts/rows.js'
import type { Outcome, Projected } from './change.js'

/** A record as this process wrote it: what the next decision needs to know of it. */
export interface CachedRecord {
  readonly record: Pick<StoredRecord, 'version' | 'head' | 'updatedAt'>
  /** The facts as JSON text. They are parsed each time, since callers own what they were given. */
  readonly text: string
  readonly projected: Projected
}

/** Records with longer facts are not kept: one list of a million areas must not push out everything else. */
const longestText = 65_536

/**
 * Records as this process last wrote them, so that the next command on one need not read it first. The version check of the commit
 * (optimistic concurrency) makes that safe: a decision on an outdated record is not written, and is taken again on the stored one.
 */
export function createRecordCache(size: number) {
  // In the order in which they were written: the first was not written for the longest time.
  const kept = new Map<string, CachedRecord>()
  const keyOf = ({ type, id }: RecordRef) => `${type}/${id}`

  const get = (ref: RecordRef): CachedRecord | undefined => kept.get(keyOf(ref))

  function put({ change, text, projected }: Outcome<object>): void {
    const { version, head, at } = change
    const key = keyOf(change)
    kept.delete(key)
    if (text.length > longestText || size === 0) return
    kept.set(key, { record: { version, head, updatedAt: at }, text, projected })
    if (kept.size > size) kept.delete(kept.keys().next().value as string)
  }

  const drop = (ref: RecordRef): void => void kept.delete(keyOf(ref))

  return Object.freeze({ get, put, drop })
}
