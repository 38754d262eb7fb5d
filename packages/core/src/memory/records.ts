import type { FindQuery, Page } from '../contracts/queries.js'
import type {
  Change,
  CommitOutcome,
  EventRow,
  Loaded,
  RecordRef,
  StoredAnswer,
  StoredRecord,
  VaultRow,
} from '../contracts/rows.js'
import type { Beside } from '../contracts/storage.js'
import { inputIssue } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { byCodePoint } from './by-code-point.js'
import { keyFrom } from './key.js'

interface Kept {
  record: StoredRecord
  readonly events: EventRow[]
  readonly vault: Map<string, VaultRow>
  readonly answers: Map<string, StoredAnswer>
}

const keyOf = (ref: Pick<RecordRef, 'type' | 'id'>) => keyFrom(ref.type, ref.id)
// Position in the order of creation; also the cursor of a page.
const positionOf = (record: StoredRecord) =>
  `${String(record.index.createdAt).padStart(16, '0')}${record.id}\u0001${record.type}\u0001${keyOf(record)}`

function matches(record: StoredRecord, query: FindQuery): boolean {
  const { index } = record
  return (
    (query.type === undefined || record.type === query.type) &&
    (query.status === undefined || query.status.includes(index.status)) &&
    (query.open === undefined || index.open === query.open) &&
    (query.within === undefined || index.areaPath.startsWith(query.within)) &&
    (query.unit === undefined || index.unit === query.unit) &&
    (query.category === undefined || index.category === query.category) &&
    (query.channel === undefined || index.channel === query.channel) &&
    (query.requester === undefined || index.requester === query.requester) &&
    (query.from === undefined || index.createdAt >= query.from) &&
    (query.to === undefined || index.createdAt < query.to)
  )
}

/** Records with their events, vault rows and answers, and the order of their creation. */
export function createRecords() {
  const kept = new Map<string, Kept>()
  let order: string[] = []
  const positions = new Map<string, Kept>()
  let sorted = true
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
      index: Object.freeze({ ...index }),
      updatedAt: at,
    })
    const entry: Kept = found ?? { record, events: [], vault: new Map(), answers: new Map() }
    entry.record = record
    entry.events.push(...change.events.map((event) => Object.freeze({ ...event })))
    for (const row of change.vault.put) entry.vault.set(row.ref, Object.freeze({ ...row }))
    for (const ref of change.vault.erase) {
      const row = entry.vault.get(ref)
      if (row !== undefined) entry.vault.set(ref, Object.freeze({ ...row, value: null, salt: null }))
    }
    if (change.command !== undefined) entry.answers.set(change.command.key, Object.freeze({ ...change.command }))
    if (found === undefined) {
      kept.set(key, entry)
      const position = positionOf(record)
      order.push(position)
      positions.set(position, entry)
      sorted = false
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

  const answersOf = (ref: RecordRef): StoredAnswer[] => [...(kept.get(keyOf(ref))?.answers.values() ?? [])]

  function history(ref: RecordRef, page: { readonly after: number; readonly limit: number }): readonly EventRow[] {
    return (kept.get(keyOf(ref))?.events ?? []).slice(page.after, page.after + page.limit)
  }

  function find(query: FindQuery): Page<StoredRecord> {
    if (query.after !== undefined && (query.after.split('\u0001').length < 3 || !/^\d{16}/.test(query.after)))
      throw new InvalidInputError([inputIssue('unknown-cursor', ['after'], {})], 'query')
    if (query.limit === 0) return { items: [] }
    if (!sorted) order = order.sort(byCodePoint)
    sorted = true
    const items: StoredRecord[] = []
    const { after } = query
    let start = 0
    let last = ''
    for (let high = order.length; after !== undefined && start < high; ) {
      const middle = (start + high) >> 1
      if (byCodePoint(order[middle] as string, after) <= 0) start = middle + 1
      else high = middle
    }
    for (const position of order.slice(start)) {
      const record = positions.get(position)?.record
      if (record === undefined || !matches(record, query)) continue
      if (items.length === query.limit) return { items, next: last }
      items.push(record)
      last = position
    }
    return { items }
  }

  /** The newest instant written; `undefined` when there is none. */
  const newest = () => (newestAt === Number.NEGATIVE_INFINITY ? undefined : newestAt)

  return { judge, put, load, answersOf, history, find, forgetAnswers, newest }
}
