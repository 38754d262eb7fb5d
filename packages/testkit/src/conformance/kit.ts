import type { Storage } from '@huiyin/core'
import type {
  Change,
  DeadlineWrite,
  DeliveryWrite,
  EventRow,
  HostTransaction,
  RecordIndex,
  RecordRef,
  StoredAnswer,
  TallyDelta,
  VaultRow,
} from '@huiyin/core/contracts'
import { ConformanceError, deepEqual, equal } from './assert.js'

/** What the kit needs of a test runner. vitest, jest and `node:test` fit as they are. */
export interface Runner {
  /** Opens a group; `body` is called at once and declares the tests in it. */
  describe(name: string, body: () => void): void
  /** Declares a test, which fails when `body` rejects. */
  it(name: string, body: () => Promise<void>): void
}

/**
 * A storage under test: opened, empty, used by one test alone. Where a database takes seconds to start, one that is emptied between tests is as good: no two
 * tests run at the same time.
 */
export interface StorageUnderTest {
  /** The adapter to prove. The test may close it. */
  readonly storage: Storage
  /** Closes and opens the same data again, as after a restart. Needed when `capabilities.durable`. */
  readonly reopen?: () => Promise<Storage>
  /** Another storage of the kind, never opened. When given, its refusal to work is tested too. */
  readonly unopened?: () => Storage
  /** A storage, not opened, over a schema that a newer version of the adapter made. When given, its refusal to open is tested too. */
  readonly newer?: () => Promise<Storage>
  /** An open transaction of the host. Needed when `capabilities.hostTransaction`. */
  readonly transaction?: () => Promise<
    HostTransaction & {
      /** Ends the transaction; its changes are visible and durable afterwards. */
      commit(): Promise<void>
      /** Ends the transaction; its changes never happened. */
      rollback(): Promise<void>
    }
  >
  /** Called once after the test, passed or not: close the storage and remove its files or tables. */
  readonly cleanup: () => Promise<void>
}

/** Makes a storage for one test. */
export type StorageFactory = () => Promise<StorageUnderTest>

/** One check: what must hold, and a function that rejects with a {@link ConformanceError} where it does not. */
export type FacetTest<Under = StorageUnderTest> = readonly [name: string, body: (under: Under) => Promise<void>]

/** A group of tests under one name. */
export interface Facet<Under = StorageUnderTest> {
  /** The group that the runner shows; a broken adapter fails in the one that names its defect. */
  readonly name: string
  /** In the order in which they are run. */
  readonly tests: readonly FacetTest<Under>[]
}

/** A reference, spread over buckets like real ones. */
export function ref(id: string, type = 'request'): RecordRef {
  let bucket = 0
  for (const char of id) bucket = (bucket * 31 + char.charCodeAt(0)) % 64
  return { bucket, type, id }
}

/** An index with a value in every member. */
export const plainIndex: RecordIndex = {
  status: 'handling',
  open: true,
  createdAt: 1000,
  areaPath: '370281/370281001/',
  unit: 'housing',
  category: 'heating',
  channel: 'hotline',
  requester: 'res-1',
  owner: 'housing',
  dueAt: 5000,
  flags: ['overdue', 'urged'],
  number: 'JZ-0001',
  desks: ['toClaim/housing'],
}

/** Members of an index; `dueAt: undefined` for none. */
export type IndexParts = Partial<Omit<RecordIndex, 'dueAt'>> & { readonly dueAt?: number | undefined }

/** The plain index, with other members. */
export function indexOf(parts: IndexParts): RecordIndex {
  const { dueAt, ...index } = { ...plainIndex, ...parts }
  // What has ended lies on no desk.
  const desks = parts.desks ?? (index.open ? plainIndex.desks : [])
  return { ...index, desks, ...(dueAt !== undefined && { dueAt }) }
}

/** The parts of a change that a test sets; the rest has default values. */
export interface ChangeParts {
  readonly expectedVersion?: number
  readonly body?: string
  readonly index?: IndexParts
  readonly at?: number
  readonly events?: readonly EventRow[]
  readonly put?: readonly DeadlineWrite[]
  readonly drop?: readonly string[]
  readonly deliveries?: readonly DeliveryWrite[]
  readonly vault?: readonly VaultRow[]
  readonly erase?: readonly string[]
  readonly tallies?: readonly TallyDelta[]
  readonly command?: StoredAnswer
}

/** An event row; hash and bytes follow from `seq` alone, so chains are not checked. */
export function event(seq: number, bytes = `{"seq":${seq}}`): EventRow {
  return { seq, type: 'request.urged', at: seq * 10, bytes, hash: `hash-${seq}` }
}

/** A change of one event on a record. */
export function change(record: RecordRef, parts: ChangeParts = {}): Change {
  const expectedVersion = parts.expectedVersion ?? 0
  const events = parts.events ?? [event(expectedVersion + 1)]
  const version = expectedVersion + events.length
  return {
    ...record,
    expectedVersion,
    version,
    head: events.at(-1)?.hash ?? '',
    body: parts.body ?? `{"version":${version}}`,
    index: indexOf(parts.index ?? {}),
    at: parts.at ?? version * 10,
    events,
    deadlines: { put: parts.put ?? [], drop: parts.drop ?? [] },
    deliveries: parts.deliveries ?? [],
    vault: { put: parts.vault ?? [], erase: parts.erase ?? [] },
    tallies: parts.tallies ?? [],
    ...(parts.command !== undefined && { command: parts.command }),
  }
}

/** A tally of one with default dimensions. */
export function tallyOf(over: Partial<TallyDelta> = {}): TallyDelta {
  const place = { day: '2022-01-04', areaPath: '370281/370281001/', unit: 'housing', category: 'heating' }
  return { measure: 'accepted', ...place, channel: 'hotline', delta: 1, ...over }
}

/** Commits one change that must be accepted. */
export async function committed(storage: Storage, one: Change): Promise<void> {
  deepEqual(await storage.commit([one]), [{ kind: 'committed' }], 'the change is committed')
}

/** Every item of every page. */
export async function walk(
  storage: Storage,
  query: Omit<Parameters<Storage['find']>[0], 'after'>,
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = []
  let after: string | undefined
  for (let page = 1; ; page++) {
    const found = await storage.find({ ...query, ...(after !== undefined && { after }) })
    ids.push(...found.items.map((item) => item.id))
    equal(found.items.length <= query.limit, true, 'a page is no longer than asked for')
    if (found.next === undefined) return ids
    if (page > 1000) throw new ConformanceError('the walk does not end')
    after = found.next
    await between(page)
  }
}
