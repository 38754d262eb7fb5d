import type { RecordRef } from '../contracts/rows.js'

/** How many buckets there are. Fixed at install: part of every key. */
export const bucketCount = 64

/** FNV-1a over UTF-16 units, folded to `0 … 63`. Part of every stored key: it must never change. */
export function bucketOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % bucketCount
}

/** The reference under which a storage keeps the record. */
export function refOf(type: string, id: string): RecordRef {
  return { bucket: bucketOf(id), type, id }
}
