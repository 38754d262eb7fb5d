import type { Digest } from '../contracts/digest.js'
import type { EventRow, RecordRef } from '../contracts/rows.js'
import { canonical } from './canonical.js'
import type { StoredEvent } from './stored-event.js'

/** Head of a record without events: it binds the chain to its record, so that whole chains cannot be swapped. */
export function genesis(digest: Digest, ref: Pick<RecordRef, 'type' | 'id'>): string {
  return digest.hex(`huiyin/1\n${ref.type}\n${ref.id}`)
}

/** Hash of an event: over the hash before it and its canonical bytes. */
export function link(digest: Digest, previous: string, bytes: string): string {
  return digest.hex(`${previous}\n${bytes}`)
}

/** Encodes and chains events onto `head`. */
export function chainEvents(
  digest: Digest,
  head: string,
  events: readonly StoredEvent[],
): { rows: EventRow[]; head: string } {
  let previous = head
  const rows = events.map((event): EventRow => {
    const bytes = canonical(event)
    previous = link(digest, previous, bytes)
    return { seq: event.seq, type: event.type, at: event.at, bytes, hash: previous }
  })
  return { rows, head: previous }
}

/** The first thing that is wrong with one record. */
export interface ChainFault {
  /** Record type, for example `request`. */
  readonly type: string
  /** Id of the record. */
  readonly id: string
  /** The event at which it shows; the last event for a fault of the record as a whole, 0 when there are no events. */
  readonly seq: number
  /**
   * `gap`: an event is missing or out of order; `hash`: its hash does not follow from the one before it; `row`: its columns differ from
   * its bytes; `head`, `version`, `facts`: the record is not what its events make it; `index`: its index differs from what its facts
   * project; `text`: a text in the vault is not the one the event commits to.
   */
  readonly fault: 'gap' | 'hash' | 'row' | 'head' | 'version' | 'facts' | 'index' | 'text'
}

/** The first event whose row does not follow from the one before it; `undefined` when all do. The stored head is not compared. */
export function brokenLink(
  digest: Digest,
  ref: RecordRef,
  head: string,
  rows: readonly EventRow[],
  first = 1,
): ChainFault | undefined {
  let previous = head
  let seq = first
  for (const row of rows) {
    const fault = (kind: ChainFault['fault']): ChainFault => ({ type: ref.type, id: ref.id, seq, fault: kind })
    if (row.seq !== seq) return fault('gap')
    if (link(digest, previous, row.bytes) !== row.hash) return fault('hash')
    const event = JSON.parse(row.bytes) as StoredEvent
    if (event.seq !== row.seq || event.type !== row.type || event.at !== row.at) return fault('row')
    previous = row.hash
    seq++
  }
  return undefined
}
