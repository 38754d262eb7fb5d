import type { RecordRef, StoredRecord } from '../contracts/rows.js'
import type { Outcome, Projected } from './change.js'

/** A cached record and its projection. Its facts are parsed from the body each time, since callers own what they were given. */
export interface CachedRecord {
  readonly record: StoredRecord
  readonly projected: Projected
}

/** Bodies longer than this are not kept: one list of a million areas must not push out everything else. */
const longestBody = 65_536

/**
 * Records as this process last wrote them, so that the next command on one need not read it first. The version check of the commit
 * (optimistic concurrency) makes that safe: a decision on an outdated record is not written, and is taken again on the stored one.
 */
export function createRecordCache(size: number) {
  // In the order of use (LRU): the first was not used for the longest time.
  const kept = new Map<string, CachedRecord>()
  const keyOf = ({ type, id }: RecordRef) => `${type}/${id}`

  function get(ref: RecordRef): CachedRecord | undefined {
    const key = keyOf(ref)
    const found = kept.get(key)
    if (found === undefined) return undefined
    kept.delete(key)
    kept.set(key, found)
    return found
  }

  function put({ change, projected }: Outcome<object>): void {
    const { bucket, type, id, version, head, body, index, at } = change
    const key = keyOf(change)
    kept.delete(key)
    if (body.length > longestBody || size === 0) return
    kept.set(key, { record: { bucket, type, id, version, head, body, index, updatedAt: at }, projected })
    if (kept.size > size) kept.delete(kept.keys().next().value as string)
  }

  const drop = (ref: RecordRef): void => void kept.delete(keyOf(ref))

  return Object.freeze({ get, put, drop })
}
