import type { Digest } from '../contracts/digest.js'
import type { RecordIndex, RecordRef, StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { formOf, readBody } from '../record/body.js'
import { canonical } from '../record/canonical.js'
import type { ChainFault, RowFault } from '../record/chain.js'
import { completeIndex, isSameIndex } from '../record/record-index.js'
import type { RecordKind } from '../record/record-kind.js'
import { compareLedger } from './compare-ledger.js'
import { compareAnswers, compareDeadlines, compareDeliveries } from './compare-rows.js'
import { compareSearch } from './compare-search.js'
import { compareTexts } from './compare-texts.js'
import { foldRecord } from './fold-record.js'

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
type AnyKind = RecordKind<any, any, any>
type Folding = Pick<
  AnyKind,
  'evolve' | 'index' | 'deadlines' | 'restsUntil' | 'tellAt' | 'form' | 'packing' | 'searched'
>

/** What the verification of a record needs. */
export interface RecordParts {
  readonly storage: Storage
  readonly digest: Digest
  readonly kindOf: (type: string) => Folding | undefined
  readonly refOf: (type: string, id: string) => RecordRef
}

/** What the verification of one record found: how much of it holds, and the first thing that does not. */
export interface RecordFindings {
  /** The record as it was verified. */
  readonly record: StoredRecord
  readonly fault?: ChainFault
  readonly events: number
  /** Texts that match their commitments, and texts that were erased. */
  readonly kept: number
  readonly erased: number
  /** Its facts, folded from its events; absent when they cannot be folded, and when its kind is not known here. */
  readonly facts?: object
  /** Its body is of another form than its kind writes now. */
  readonly outdated: boolean
  /** What could not be compared: deliveries of events that do not say what they owe, answers that were forgotten. */
  readonly unproven: number
  readonly forgotten: number
  /** Version and head as of the instant asked for. */
  readonly asOf: { readonly version: number; readonly head: string }
}

function isSame(text: string, facts: object, { packing }: Pick<Folding, 'packing'>): boolean {
  // Replaying gives the members in the order in which they were written, unless they were written by an older program.
  if (JSON.stringify(packing?.packFacts(facts) ?? facts) === text) return true
  let same = false
  try {
    const stored = JSON.parse(text)
    same = canonical(packing?.unpackFacts(stored) ?? stored) === canonical(facts)
  } catch {
    // Damaged.
  }
  return same
}

// What cannot be read is of no form: it is damaged.
function isFacts(text: string): boolean {
  let facts: unknown
  try {
    facts = JSON.parse(text)
  } catch {
    // Damaged.
  }
  return typeof facts === 'object' && facts !== null
}

// What was written before the index was whole is compared as far as it was.
function hasIndex({ index, unindexed }: StoredRecord, wanted: RecordIndex): boolean {
  const { owner, dueAt, flags, number, desks } = wanted
  return isSameIndex(
    unindexed === true ? { ...index, owner, flags, number, desks, ...(dueAt !== undefined && { dueAt }) } : index,
    wanted,
  )
}

/**
 * Verifies one record as it is now: chain, head, version, facts, index, and everything that is kept beside it. `now` is the latest instant known;
 * `until` an instant as of which version and head are wanted too.
 */
export async function verifyRecord(
  parts: RecordParts,
  read: StoredRecord,
  now: number,
  until?: number,
): Promise<RecordFindings> {
  const { storage, digest, kindOf, refOf } = parts
  const { type, id } = read
  const loaded = await storage.load(read, { vault: true, rows: true })
  const record = loaded.record ?? read
  const kind = kindOf(type)
  const found = { record, kept: 0, erased: 0, outdated: false, unproven: 0, forgotten: 0, events: 0 }
  const nothing = { version: 0, head: '' }
  // Under another bucket no command finds it, nor its events.
  if (refOf(type, id).bucket !== record.bucket)
    return { ...found, asOf: nothing, fault: { type, id, seq: 0, fault: 'index' } }
  const folded = await foldRecord(parts, record, kind, until)
  if ('fault' in folded) return { ...found, ...folded, asOf: nothing }
  const { facts, version, events, asOf } = folded
  const held = { ...found, events: version, asOf, ...(facts !== undefined && { facts }) }
  const fault = (what: ChainFault['fault'], row: Partial<RowFault> & { readonly seq?: number } = {}) => ({
    ...held,
    fault: { type, id, seq: version, fault: what, ...row },
  })
  if (version !== record.version) return fault('version')
  if (folded.head !== record.head) return fault('head')
  if (record.updatedAt !== events.at(-1)?.at) return fault('updated')
  const { form, text } = readBody(record.body)
  // What another form wrote is not what this kind projects; nothing is decided on it, since it is folded anew when it is read.
  const outdated = kind !== undefined && formOf(kind) !== form && isFacts(text)
  const comparable = kind !== undefined && facts !== undefined && !outdated
  if (comparable && !isSame(text, facts, kind)) return fault('facts')
  if (comparable && !hasIndex(record, completeIndex(kind, facts))) return fault('index')
  const { wrong: wrongText, ...texts } = compareTexts(digest, type, folded, loaded.vault ?? [])
  if (wrongText !== undefined) return { ...fault('text', wrongText), ...texts }
  if (kind !== undefined && facts !== undefined && loaded.rows?.search !== undefined) {
    const search = compareSearch(kind, facts, loaded.vault ?? [], loaded.rows.search)
    if (search !== undefined) return { ...fault('search', search), ...texts }
  }
  const rows = loaded.rows ?? { deadlines: [], deliveries: [], delivered: 0, sent: [], kept: 0, answers: [] }
  const expected = comparable ? (kind.deadlines?.(facts) ?? []) : undefined
  const restsUntil = (name: string) => (comparable ? kind.restsUntil?.(facts, name, now) : undefined)
  const deadline = compareDeadlines(expected, rows.deadlines, now, restsUntil)
  if (deadline !== undefined) return fault('deadline', deadline)
  const { wrong: delivery, unproven } = compareDeliveries(digest, folded, rows, now, (event) =>
    comparable ? (kind.tellAt?.(event, facts) ?? event.at) : event.at,
  )
  if (delivery !== undefined) return fault('delivery', delivery)
  const sent = compareLedger(folded, rows, now)
  if (sent !== undefined) return fault('delivery', sent)
  const { wrong: answer, forgotten } = compareAnswers(digest, folded, rows.answers)
  if (answer !== undefined) return fault('answer', answer)
  return { ...held, ...texts, outdated, unproven, forgotten }
}
