import type { Settlement } from '../contracts/queries.js'
import type {
  Change,
  CommitOutcome,
  EventRow,
  Loaded,
  RecordIndex,
  RecordRef,
  RecordTexts,
  StoredAnswer,
  StoredRecord,
  VaultRow,
} from '../contracts/rows.js'
import type { SearchWrite } from '../contracts/searching/search-query.js'
import type { Beside } from '../contracts/storage.js'
import { keyFrom } from './key.js'
import { createRecordPages } from './record-pages.js'

interface Kept {
  record: StoredRecord
  readonly events: EventRow[]
  readonly vault: Map<string, VaultRow>
  readonly answers: Map<string, StoredAnswer>
  readonly search: Map<string, SearchWrite>
}

const keyOf = (ref: Pick<RecordRef, 'type' | 'id'>) => keyFrom(ref.type, ref.id)
const frozenIndex = (index: RecordIndex) =>
  Object.freeze({ ...index, flags: Object.freeze([...index.flags]), desks: Object.freeze([...index.desks]) })

const frozenSearch = (row: SearchWrite) => Object.freeze({ ...row, keys: Object.freeze([...row.keys]) })

/** Records with their events, vault rows and answers, and the order of their creation. */
export function createRecords() {
  const kept = new Map<string, Kept>()
  const pages = createRecordPages()
  let newestAt = Number.NEGATIVE_INFINITY

  /** The verdict on a change by key and version alone; nothing is written. */
  function judge(change: Change): CommitOutcome {
    const found = kept.get(keyOf(change))
    const answer = change.command === undefined ? undefined : found?.answers.get(change.command.key)
    if (answer !== undefined) return { kind: 'duplicate', answer }
    const version = found?.record.version ?? 0
    return version === change.expectedVersion ? { kind: 'committed' } : { kind: 'conflict', version }
  }

  /** Writes record, events, vault rows and answer of a change that was judged `committed`. */
  function put(change: Change): void {
    const key = keyOf(change)
    const found = kept.get(key)
    const { bucket, type, id, head, body, index, at } = change
    newestAt = Math.max(newestAt, at)
    const record: StoredRecord = Object.freeze({
      bucket,
      type,
      id,
      version: change.version,
      head,
      body,
      index: frozenIndex(index),
      updatedAt: at,
    })
    const entry: Kept = found ?? { record, events: [], vault: new Map(), answers: new Map(), search: new Map() }
    entry.record = record
    entry.events.push(...change.events.map((event) => Object.freeze({ ...event })))
    for (const row of change.vault.put) {
      entry.vault.set(row.ref, Object.freeze({ ...row }))
      entry.search.delete(row.ref)
    }
    for (const ref of change.search?.drop ?? []) entry.search.delete(ref)
    for (const row of change.search?.put ?? []) entry.search.set(row.ref, frozenSearch(row))
    for (const ref of change.vault.erase) {
      entry.search.delete(ref)
      const row = entry.vault.get(ref)
      if (row !== undefined) entry.vault.set(ref, Object.freeze({ ...row, value: null, salt: null }))
    }
    if (change.command !== undefined) entry.answers.set(change.command.key, Object.freeze({ ...change.command }))
    if (found === undefined) {
      kept.set(key, entry)
      pages.add(entry)
    }
  }

  function forgetAnswers(before: number): void {
    for (const { answers } of kept.values())
      for (const { key, at } of answers.values()) if (at < before) answers.delete(key)
  }

  function load(ref: RecordRef, beside: Beside = {}): Loaded {
    const found = kept.get(keyOf(ref))
    const answer = beside.key === undefined ? undefined : found?.answers.get(beside.key)
    return {
      ...(found !== undefined && { record: found.record }),
      ...(answer !== undefined && { answer }),
      ...(beside.vault === true && { vault: [...(found?.vault.values() ?? [])] }),
    }
  }

  function texts(refs: readonly RecordRef[], fields: readonly string[]): RecordTexts[] {
    return refs.map((ref) => ({
      ref,
      rows: [...(kept.get(keyOf(ref))?.vault.values() ?? [])].filter(({ field }) => fields.includes(field)),
    }))
  }

  const answersOf = (ref: RecordRef): StoredAnswer[] => [...(kept.get(keyOf(ref))?.answers.values() ?? [])]

  function history(ref: RecordRef, page: { readonly after: number; readonly limit: number }): readonly EventRow[] {
    return (kept.get(keyOf(ref))?.events ?? []).slice(page.after, page.after + page.limit)
  }

  /** Replaces the index of a record of that version. */
  function reindex({ ref, version, index }: Extract<Settlement, { what: 'index' }>): void {
    const found = kept.get(keyOf(ref))
    if (found?.record.version === version) found.record = Object.freeze({ ...found.record, index: frozenIndex(index) })
  }

  /** Replaces what the texts of a record of that version are found by. */
  function putSearch({ ref, version, rows }: Extract<Settlement, { what: 'search' }>): void {
    const found = kept.get(keyOf(ref))
    if (found?.record.version !== version) return
    found.search.clear()
    for (const row of rows)
      if (typeof found.vault.get(row.ref)?.value === 'string') found.search.set(row.ref, frozenSearch(row))
  }

  const searchOf = (ref: RecordRef): SearchWrite[] => [...(kept.get(keyOf(ref))?.search.values() ?? [])]

  /** The newest instant written; `undefined` when there is none. */
  const newest = () => (newestAt === Number.NEGATIVE_INFINITY ? undefined : newestAt)

  const { find, counts } = pages
  return {
    judge,
    put,
    load,
    texts,
    answersOf,
    history,
    find,
    counts,
    reindex,
    putSearch,
    searchOf,
    forgetAnswers,
    newest,
  }
}
