import type { RequestFacts, Storage } from '@huiyin/core'
import type { Change, EventRow, StoredRecord } from '@huiyin/core/contracts'
import { canonical, storedRequests } from '@huiyin/core/contracts'
import { type Ledger, recordKey } from './ledger.js'
import type { World } from './world.js'

/** A record as the storage has it in the end, and the changes that explain it. */
export interface ReadRecord {
  readonly record: StoredRecord
  readonly facts: RequestFacts
  readonly rows: readonly EventRow[]
  readonly changes: readonly Change[]
}

async function pagesOf(storage: Storage, limit: number): Promise<StoredRecord[]> {
  const items: StoredRecord[] = []
  for (let after: string | undefined; ; ) {
    const page = await storage.find({ limit, ...(after !== undefined && { after }) })
    items.push(...page.items)
    // A walk that never ends must not block the simulation.
    if (page.next === undefined || items.length > 10_000) return items
    after = page.next
  }
}

/** Reads everything back without faults and matches every version with a requested change. */
export async function readBack(storage: Storage, ledger: Ledger, { violate }: World): Promise<ReadRecord[]> {
  function explain(record: StoredRecord, rows: readonly EventRow[]): Change[] {
    const changes: Change[] = []
    for (let version = 0; version < rows.length; ) {
      // The furthest: a command that first counts by a new calendar begins with the very event that following the calendar alone would be.
      const found = rows
        .slice(version)
        .map((row, position) => ledger.explaining(record, version + position + 1, row.hash))
        .findLast((each) => each?.expectedVersion === version)
      if (found === undefined) {
        violate('explained', `${recordKey(record)}@${version + 1} is not a change that was requested`)
        return changes
      }
      changes.push(found)
      version = found.version
    }
    const last = changes.at(-1)
    if (last === undefined || !isAs(record, last))
      violate('explained', `${recordKey(record)} is not as its last change`)
    return changes
  }

  const met = await pagesOf(storage, 2)
  for (const key of ledger.records) {
    const times = met.filter((each) => recordKey(each) === key).length
    if (times !== 1) violate('pages', `${key} is met ${times} times by a walk`)
  }
  const read: ReadRecord[] = []
  const records = await pagesOf(storage, 500)
  const stored = storedRequests(records.find(({ type }) => type === 'editions')?.body)
  function factsIn(record: StoredRecord): RequestFacts {
    try {
      if (record.type === 'request') return stored.facts(record.body)
    } catch (error) {
      violate('explained', `${recordKey(record)} was decided by rules that are not in the record: ${String(error)}`)
    }
    return JSON.parse(record.body) as RequestFacts
  }
  for (const record of records) {
    const rows = await storage.history(record, { after: 0, limit: 10_000 })
    const back = rows.find(({ at }, position) => at < (rows[position - 1]?.at ?? at))
    if (back !== undefined) violate('instants', `${recordKey(record)}@${back.seq} is older than the event before it`)
    read.push({
      record,
      facts: factsIn(record),
      rows,
      changes: explain(record, rows),
    })
  }
  return read
}

const isAs = (record: StoredRecord, change: Change) =>
  record.version === change.version &&
  record.head === change.head &&
  record.body === change.body &&
  canonical(record.index) === canonical(change.index)
