import type { DueQuery, FindQuery, Page } from '../contracts/queries.js'
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
import type { Storage } from '../contracts/storage.js'
import { AdapterError, ConfigurationError, InvalidInputError } from '../errors.js'
import { keyFrom } from './key.js'
import { createDeadlines, createDeliveries } from './queues.js'
import { createTallies } from './tallies.js'

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

/**
 * Storage in the memory of the process: the reference implementation of the contract, for tests and trials. Everything is gone when the
 * process ends.
 */
export function memoryStorage(): Storage {
  const kept = new Map<string, Kept>()
  let order: string[] = []
  const positions = new Map<string, Kept>()
  let sorted = true
  const deadlines = createDeadlines()
  const deliveries = createDeliveries()
  const tallies = createTallies()
  let open = false

  function assertOpen(operation: string): void {
    if (!open) throw new AdapterError('memory', operation, false, 'the storage is not open; call open() first')
  }

  function commitOne(change: Change): CommitOutcome {
    const key = keyOf(change)
    const found = kept.get(key)
    const answer = change.command === undefined ? undefined : found?.answers.get(change.command.key)
    if (answer !== undefined) return { kind: 'duplicate', answer }
    const version = found?.record.version ?? 0
    if (version !== change.expectedVersion) return { kind: 'conflict', version }

    const { bucket, type, id, head, body, index, at } = change
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
    for (const name of change.deadlines.drop) deadlines.drop(change, name)
    for (const each of change.deadlines.put) deadlines.put(change, each.name, each.at)
    for (const each of change.deliveries) deliveries.put(change, each)
    for (const each of change.tallies) tallies.add(each)
    return { kind: 'committed' }
  }

  function forgetAnswers(before: number): void {
    for (const { answers } of kept.values())
      for (const { key, at } of answers.values()) if (at < before) answers.delete(key)
  }

  async function load(
    ref: RecordRef,
    beside: { readonly key?: string; readonly vault?: boolean } = {},
  ): Promise<Loaded> {
    assertOpen('load')
    const found = kept.get(keyOf(ref))
    const answer = beside.key === undefined ? undefined : found?.answers.get(beside.key)
    return {
      ...(found !== undefined && { record: found.record }),
      ...(answer !== undefined && { answer }),
      ...(beside.vault === true && { vault: [...(found?.vault.values() ?? [])] }),
    }
  }

  async function find(query: FindQuery): Promise<Page<StoredRecord>> {
    assertOpen('find')
    if (query.after !== undefined && (query.after.split('\u0001').length < 3 || !/^\d{16}/.test(query.after)))
      throw new InvalidInputError(
        [{ path: ['after'], message: 'is not a cursor that a page of this storage gave' }],
        'query',
      )
    if (!sorted) order = order.sort()
    sorted = true
    const items: StoredRecord[] = []
    const { after } = query
    let start = 0
    let last = ''
    for (let high = order.length; after !== undefined && start < high; ) {
      const middle = (start + high) >> 1
      if ((order[middle] as string) <= after) start = middle + 1
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

  return Object.freeze({
    contract: 'huiyin.storage/1',
    name: 'memory',
    capabilities: Object.freeze({ durable: false, shared: false, hostTransaction: false }),
    open: async () => {
      open = true
    },
    load,
    commit: async (changes, within) => {
      assertOpen('commit')
      if (within !== undefined) throw new ConfigurationError('Storage in memory cannot join a transaction of the host.')
      return changes.map(commitOne)
    },
    find,
    history: async (ref: RecordRef, page: { readonly after: number; readonly limit: number }) => {
      assertOpen('history')
      return (kept.get(keyOf(ref))?.events ?? []).slice(page.after, page.after + page.limit)
    },
    takeDue: (async (query: DueQuery & { readonly what: 'deadlines' | 'deliveries' }) => {
      assertOpen('takeDue')
      return query.what === 'deadlines' ? deadlines.take(query) : deliveries.take(query)
    }) as Storage['takeDue'],
    settle: async (rows) => {
      assertOpen('settle')
      for (const row of rows) {
        if (row.what === 'deadline') deadlines.settle(row)
        else if (row.what === 'delivery') deliveries.settle(row)
        else if (row.what === 'replay') deliveries.replay(row)
        else forgetAnswers(row.before)
      }
    },
    owed: async (query) => {
      assertOpen('owed')
      return deliveries.owed(query)
    },
    tally: async (query) => {
      assertOpen('tally')
      return tallies.query(query)
    },
    close: async () => {
      // Nothing to release: the data stays in memory, so that a stopped host can be started again.
      open = false
    },
  } satisfies Storage)
}
