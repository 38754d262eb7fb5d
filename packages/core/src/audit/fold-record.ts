import type { Digest } from '../contracts/digest.js'
import type { EventRow, RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { type Sealed, sealedIn } from '../privacy/seal.js'
import { type ChainFault, genesis, link } from '../record/chain.js'
import type { DomainEvent, RecordKind } from '../record/record-kind.js'
import { type StoredEvent, unpackedEvent, type Wrote } from '../record/stored-event.js'

/** A text that an event commits to. */
export type SealedAt = Sealed & { readonly seq: number }

/** What the events of a record come to: its facts, and what must be kept beside it. */
export interface Folded {
  readonly facts: object | undefined
  readonly version: number
  readonly head: string
  /** Version and head as of the instant asked for; version 0 before the first event. */
  readonly asOf: { readonly version: number; readonly head: string }
  readonly sealed: readonly SealedAt[]
  /** What each event says of itself, by `seq - 1`; `wrote` is absent in events from before there was such a thing. */
  readonly events: readonly (Pick<DomainEvent, 'type' | 'at' | 'by'> & { readonly wrote: Wrote | undefined })[]
}

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
type Folding = Pick<RecordKind<any, any, any>, 'evolve' | 'packing'>

const pageSize = 500

function eventOf(row: EventRow): StoredEvent | undefined {
  let event: StoredEvent | undefined
  try {
    const read = JSON.parse(row.bytes) as StoredEvent
    if (read.seq === row.seq && read.type === row.type && read.at === row.at) event = read
  } catch {
    // Written into the database by hand: a fault to report, not the end of the walk.
  }
  return event
}

/** Walks the events of a record, page by page, and folds them; answers the first that does not hold. */
export async function foldRecord(
  { storage, digest }: { readonly storage: Storage; readonly digest: Digest },
  record: RecordRef,
  kind: Folding | undefined,
  until = Number.NEGATIVE_INFINITY,
): Promise<{ readonly fault: ChainFault; readonly events: number } | Folded> {
  const { type, id } = record
  const sealed: SealedAt[] = []
  const events: (Pick<DomainEvent, 'type' | 'at' | 'by'> & { readonly wrote: Wrote | undefined })[] = []
  let head = genesis(digest, record)
  let asOf = { version: 0, head }
  let facts: object | undefined
  for (let full = true; full; ) {
    const rows = await storage.history(record, { after: events.length, limit: pageSize })
    full = rows.length === pageSize
    for (const row of rows) {
      const seq = events.length + 1
      const fault = (what: ChainFault['fault']) => ({ fault: { type, id, seq, fault: what }, events: events.length })
      if (row.seq !== seq) return fault('gap')
      if (link(digest, head, row.bytes) !== row.hash) return fault('hash')
      const stored = eventOf(row)
      if (stored === undefined) return fault('row')
      const { wrote, ...packed } = stored
      let event: DomainEvent = packed
      try {
        event = await unpackedEvent(packed, kind?.packing)
        if (kind !== undefined) facts = kind.evolve(facts, event)
      } catch {
        // The hash is valid, but the event cannot be replayed.
        return fault('facts')
      }
      if (row.bytes.includes('"commitment"')) {
        const found: Sealed[] = []
        sealedIn(event.data, found)
        for (const each of found) sealed.push({ ...each, seq })
      }
      head = row.hash
      events.push({ type: event.type, at: event.at, by: event.by, wrote })
      if (event.at <= until) asOf = { version: seq, head }
    }
  }
  return { facts, version: events.length, head, asOf, sealed, events }
}
