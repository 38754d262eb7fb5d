import type { RecordRef, StoredRecord } from '../contracts/rows.js'
import type { Outcome, Projected } from './change.js'

/** A record at hand, with what was projected from it. Its facts are read from the body anew each time: what callers were given is theirs. */
export interface AtHand {
  readonly record: StoredRecord
  readonly projected: Projected
}

/** Bodies longer than this are not kept: one list of a million areas must not push out everything else. */
const longestBody = 65_536

/**
 * Records as this process last wrote them, so that the next command on one need not read it first. Only the version check of a commit makes
 * that safe: what is decided on a record from here counts when it is written, and is decided again on a fresh one when it is not.
 */
export function createRecordCache(size: number) {
  // In the order of use: the first is the one longest unused.
  const kept = new Map<string, AtHand>()
  const keyOf = ({ type, id }: RecordRef) => `${type}/${id}`

  function get(ref: RecordRef): AtHand | undefined {
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
