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

/** A row beside a record that is not what its events make it. */
export interface RowFault {
  /** Which one: the reference of a text, the name of a deadline, destination and event of a delivery, an idempotency key. */
  readonly name: string
  /**
   * `missing`: the events need it; `added`: no event caused it; `changed`: it says something else; `moved`: it is due at another instant; `leased`: it is
   * held back for longer than anybody leases it; `kept`: an event erased it and it is still there.
   */
  readonly wrong: 'missing' | 'added' | 'changed' | 'moved' | 'leased' | 'kept'
}

/** The first thing that is wrong with one record. `name` and `wrong` say which row beside it, and are absent for the record itself. */
export interface ChainFault extends Partial<RowFault> {
  /** Record type, for example `request`. */
  readonly type: string
  /** Id of the record. */
  readonly id: string
  /** The event at which it shows; the last event for a fault of the record as a whole, 0 when there are no events. */
  readonly seq: number
  /**
   * `gap`: an event is missing or out of order; `hash`: its hash does not follow from the one before it; `row`: its columns differ from
   * its bytes; `head`, `version`, `updated`, `facts`: the record is not what its events make it; `index`: its index differs from what its facts
   * project; `text`, `search`, `deadline`, `delivery`, `answer`: a row beside it is not what its events make it; `stray`: rows of a record that is not there,
   * `name` says of which table.
   */
  readonly fault:
    | 'gap'
    | 'hash'
    | 'row'
    | 'head'
    | 'version'
    | 'updated'
    | 'facts'
    | 'index'
    | 'text'
    | 'search'
    | 'deadline'
    | 'delivery'
    | 'answer'
    | 'stray'
}
