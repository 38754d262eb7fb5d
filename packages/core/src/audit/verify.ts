import type { Digest } from '../contracts/digest.js'
import type { DomainEvent, RecordKind, Sealed } from '../contracts/record.js'
import type { EventRow, RecordIndex, RecordRef, Storage, StoredRecord } from '../contracts/storage.js'
import { InvalidInputError } from '../errors.js'
import { commitmentOf } from '../privacy/seal.js'
import { canonical } from './canonical.js'
import { brokenLink, type ChainFault, genesis } from './chain.js'
import { type CheckpointFault, compareWith, type Kept } from './compare.js'
import { foundBy } from './found-by.js'

/** What a verification found. */
export interface Verification {
  readonly ok: boolean
  readonly records: number
  readonly events: number
  /** Texts in the vault that match the commitments of their events, and texts that were erased. */
  readonly texts: { readonly kept: number; readonly erased: number }
  /** The first faults found, at most a hundred, one a record: the first event that does not follow. */
  readonly faults: readonly ChainFault[]
  /** Where the record falls short of the checkpoint it was compared with, at most a hundred. */
  readonly since: readonly CheckpointFault[]
  /** One hash over type, id, version and head of every record, by time of creation: equal for equal histories. */
  readonly digest: string
}

/** How a record is verified. */
export interface VerifyOptions {
  /** A checkpoint kept elsewhere: what was cut off or rewritten since shows against it. */
  readonly against?: Kept
  /** Told after every page of records. */
  readonly progress?: (so: { readonly records: number; readonly events: number }) => void
}

/** What a verification needs. */
export interface VerifyParts {
  readonly storage: Storage
  readonly digest: Digest
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  readonly kindOf: (type: string) => Pick<RecordKind<any, any, any>, 'evolve' | 'index'> | undefined
  readonly refOf: (type: string, id: string) => RecordRef
}

const pageSize = 500
const most = 100

// Every sealed reference in the data of an event.
function sealedIn(value: unknown, found: Sealed[]): void {
  if (value === null || typeof value !== 'object') return
  const { ref, commitment } = value as Partial<Sealed>
  if (typeof ref === 'string' && typeof commitment === 'string') found.push({ ref, commitment })
  else for (const each of Object.values(value)) sealedIn(each, found)
}

// What somebody wrote into the database by hand need be no JSON, and no event: that is a fault to be named, not the end of the walk.
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

const isFoundBy = ({ index }: StoredRecord, wanted: RecordIndex): boolean =>
  (Object.keys(wanted) as (keyof RecordIndex)[]).every((name) => index[name] === wanted[name])

/**
 * Walks every record: each event follows from the one before it, the head and the version are the last event's, replaying the events gives the
 * stored facts, the record is found by what its facts say, and the texts in the vault are those the events commit to. Detects edit, deletion and reordering inside a chain;
 * a truncated or wholly rewritten chain shows only against a checkpoint kept elsewhere, a forged event at the end only
 * when the chain is keyed.
 */
export async function verifyAll(
  { storage, digest, kindOf, refOf }: VerifyParts,
  { against, progress }: VerifyOptions = {},
): Promise<Verification> {
  if (against !== undefined && typeof against.checkpoint?.root !== 'string')
    throw new InvalidInputError(
      [{ path: ['against', 'checkpoint'], message: 'expected a checkpoint, as { checkpoint, lines }' }],
      'verification',
    )
  const faults: ChainFault[] = []
  const texts = { kept: 0, erased: 0 }
  let records = 0
  let events = 0
  let sum = digest.hex('huiyin')

  async function verifyTexts(record: StoredRecord, sealed: readonly (Sealed & { seq: number })[]) {
    const { vault = [] } = await storage.load(record, { vault: true })
    const rows = new Map(vault.map((row) => [row.ref, row]))
    for (const { ref, commitment, seq } of sealed) {
      const row = rows.get(ref)
      if (row?.value === null) texts.erased++
      else if (row !== undefined && commitmentOf(digest, row.salt ?? '', row.value) === commitment) texts.kept++
      else return seq
    }
    return undefined
  }

  async function verifyRecord(record: StoredRecord): Promise<ChainFault | undefined> {
    const { type, id } = record
    const fault = (kind: ChainFault['fault'], seq: number): ChainFault => ({ type, id, seq, fault: kind })
    const kind = kindOf(type)
    const sealed: (Sealed & { seq: number })[] = []
    let head = genesis(digest, record)
    let seq = 0
    let facts: object | undefined
    for (;;) {
      const rows = await storage.history(record, { after: seq, limit: pageSize })
      const broken = brokenRow(digest, record, head, rows, seq + 1)
      if (broken !== undefined) return broken
      for (const row of rows) {
        const event = JSON.parse(row.bytes) as DomainEvent
        try {
          if (kind !== undefined) facts = kind.evolve(facts, event)
        } catch {
          // Properly hashed, and yet nothing that was ever decided.
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
    if (kind !== undefined && facts !== undefined && !isFoundBy(record, foundBy(kind, facts)))
      return fault('index', seq)
    const edited = sealed.length === 0 ? undefined : await verifyTexts(record, sealed)
    return edited === undefined ? undefined : fault('text', edited)
  }

  let after: string | undefined
  do {
    const page = await storage.find({ limit: pageSize, ...(after !== undefined && { after }) })
    for (const record of page.items) {
      records++
      sum = digest.hex(`${sum}\n${record.type}\n${record.id}\n${record.version}\n${record.head}`)
      const fault = await verifyRecord(record)
      if (fault !== undefined && faults.length < most) faults.push(fault)
    }
    progress?.({ records, events })
    after = page.next
  } while (after !== undefined)
  const since = against === undefined ? [] : await compareWith(against, { records, events }, storage, digest, refOf)
  return { ok: faults.length === 0 && since.length === 0, records, events, texts, faults, since, digest: sum }
}
