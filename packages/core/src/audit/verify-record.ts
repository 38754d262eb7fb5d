import type { Digest } from '../contracts/digest.js'
import type { EventRow, RecordIndex, RecordRef, StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Sealed } from '../privacy/seal.js'
import { commitmentOf, sealedIn } from '../privacy/seal.js'
import { canonical } from '../record/canonical.js'
import { brokenLink, type ChainFault, genesis } from '../record/chain.js'
import { completeIndex } from '../record/record-index.js'
import type { DomainEvent, RecordKind } from '../record/record-kind.js'

/** What a verification needs. */
export interface VerifyParts {
  readonly storage: Storage
  readonly digest: Digest
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  readonly kindOf: (type: string) => Pick<RecordKind<any, any, any>, 'evolve' | 'index'> | undefined
  readonly refOf: (type: string, id: string) => RecordRef
}

/** What the verification of one record found: how much of it holds, and the first thing that does not. */
export interface RecordFindings {
  readonly fault?: ChainFault
  readonly events: number
  /** Texts that match their commitments, and texts that were erased. */
  readonly kept: number
  readonly erased: number
}

type SealedAt = Sealed & { readonly seq: number }

const pageSize = 500

// A row that was written into the database by hand may not be valid JSON or an event. That is a fault to report, not the end of the walk.
function brokenRow(
  digest: Digest,
  record: RecordRef,
  head: string,
  rows: readonly EventRow[],
  first: number,
): ChainFault | undefined {
  try {
    return brokenLink(digest, record, head, rows, first)
  } catch {
    let previous = head
    for (const [position, row] of rows.entries()) {
      const seq = first + position
      try {
        const broken = brokenLink(digest, record, previous, [row], seq)
        if (broken !== undefined) return broken
      } catch {
        return { type: record.type, id: record.id, seq, fault: 'row' }
      }
      previous = row.hash
    }
    return undefined
  }
}

function isSame(body: string, facts: object | undefined): boolean {
  try {
    return canonical(JSON.parse(body)) === canonical(facts)
  } catch {
    return false
  }
}

const hasIndex = ({ index }: StoredRecord, wanted: RecordIndex): boolean =>
  (Object.keys(wanted) as (keyof RecordIndex)[]).every((name) => index[name] === wanted[name])

async function verifyTexts(
  storage: Storage,
  digest: Digest,
  record: StoredRecord,
  sealed: readonly SealedAt[],
): Promise<{ readonly kept: number; readonly erased: number; readonly edited?: number }> {
  const { vault = [] } = sealed.length === 0 ? {} : await storage.load(record, { vault: true })
  const rows = new Map(vault.map((row) => [row.ref, row]))
  const seen = { kept: 0, erased: 0 }
  for (const { ref, commitment, seq } of sealed) {
    const row = rows.get(ref)
    if (row?.value === null) seen.erased++
    else if (row !== undefined && commitmentOf(digest, row.salt ?? '', row.value) === commitment) seen.kept++
    else return { ...seen, edited: seq }
  }
  return seen
}

/** Verifies one record as it was read: chain, head, version, facts, index, texts. */
export async function verifyRecord(
  { storage, digest, kindOf }: VerifyParts,
  record: StoredRecord,
): Promise<RecordFindings> {
  const { type, id } = record
  const kind = kindOf(type)
  const sealed: SealedAt[] = []
  let events = 0
  const fault = (what: ChainFault['fault'], seq: number) => ({
    fault: { type, id, seq, fault: what },
    events,
    kept: 0,
    erased: 0,
  })
  let head = genesis(digest, record)
  let seq = 0
  let facts: object | undefined
  for (;;) {
    const rows = await storage.history(record, { after: seq, limit: pageSize })
    const broken = brokenRow(digest, record, head, rows, seq + 1)
    if (broken !== undefined) return { fault: broken, events, kept: 0, erased: 0 }
    for (const row of rows) {
      const event = JSON.parse(row.bytes) as DomainEvent
      try {
        if (kind !== undefined) facts = kind.evolve(facts, event)
      } catch {
        // The hash is valid, but the event cannot be replayed.
        return fault('facts', row.seq)
      }
      if (row.bytes.includes('"commitment"')) {
        const found: Sealed[] = []
        sealedIn(event.data, found)
        for (const each of found) sealed.push({ ...each, seq: row.seq })
      }
      head = row.hash
      seq = row.seq
      events++
    }
    if (rows.length < pageSize) break
  }
  if (seq !== record.version) return fault('version', seq)
  if (head !== record.head) return fault('head', seq)
  if (kind !== undefined && !isSame(record.body, facts)) return fault('facts', seq)
  if (kind !== undefined && facts !== undefined && !hasIndex(record, completeIndex(kind, facts)))
    return fault('index', seq)
  const { edited, ...texts } = await verifyTexts(storage, digest, record, sealed)
  return { events, ...texts, ...(edited !== undefined && { fault: { type, id, seq: edited, fault: 'text' } }) }
}
