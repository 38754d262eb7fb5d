import type { Digest } from '../contracts/digest.js'
import type { DomainEvent, RecordKind } from '../contracts/record.js'
import type { Storage, StoredRecord } from '../contracts/storage.js'
import { canonical } from './canonical.js'
import { brokenLink, type ChainFault, genesis } from './chain.js'

/** What a verification found. */
export interface Verification {
  readonly ok: boolean
  readonly records: number
  readonly events: number
  /** The first faults found, at most a hundred. */
  readonly faults: readonly ChainFault[]
  /** One hash over type, id, version and head of every record, by time of creation: equal for equal histories. */
  readonly digest: string
}

const pageSize = 500

/**
 * Walks every record: each event follows from the one before it, the head and the version are the last event's, and replaying the events
 * gives the stored facts. Detects edit, deletion and reordering inside a chain; a truncated or wholly rewritten chain shows only
 * against a digest kept elsewhere.
 */
export async function verifyAll(
  storage: Storage,
  digest: Digest,
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  kindOf: (type: string) => Pick<RecordKind<any, any, any>, 'evolve'> | undefined,
): Promise<Verification> {
  const faults: ChainFault[] = []
  let records = 0
  let events = 0
  let sum = digest.hex('huiyin')

  async function verifyRecord(record: StoredRecord): Promise<ChainFault | undefined> {
    const fault = (kind: ChainFault['fault'], seq: number): ChainFault => ({
      type: record.type,
      id: record.id,
      seq,
      fault: kind,
    })
    const kind = kindOf(record.type)
    let head = genesis(digest, record)
    let seq = 0
    let facts: object | undefined
    for (;;) {
      const rows = await storage.history(record, { after: seq, limit: pageSize })
      const broken = brokenLink(digest, record, head, rows, seq + 1)
      if (broken !== undefined) return broken
      for (const row of rows) {
        if (kind !== undefined) facts = kind.evolve(facts, JSON.parse(row.bytes) as DomainEvent)
        head = row.hash
        seq = row.seq
        events++
      }
      if (rows.length < pageSize) break
    }
    if (seq !== record.version) return fault('version', seq)
    if (head !== record.head) return fault('head', seq)
    if (kind !== undefined && canonical(JSON.parse(record.body)) !== canonical(facts)) return fault('facts', seq)
    return undefined
  }

  let after: string | undefined
  do {
    const page = await storage.find({ limit: pageSize, ...(after !== undefined && { after }) })
    for (const record of page.items) {
      records++
      sum = digest.hex(`${sum}\n${record.type}\n${record.id}\n${record.version}\n${record.head}`)
      const fault = await verifyRecord(record)
      if (fault !== undefined && faults.length < 100) faults.push(fault)
    }
    after = page.next
  } while (after !== undefined)
  return { ok: faults.length === 0, records, events, faults, digest: sum }
}
