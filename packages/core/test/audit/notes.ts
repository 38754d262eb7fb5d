// Records of a kind that counts words, as somebody may have left them in a storage.
import { type VerifyOptions, type VerifyParts, verifyAll } from '../../src/audit/verify.js'
import type { EventRow, StoredRecord } from '../../src/contracts/rows.js'
import type { Storage } from '../../src/contracts/storage.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { systemDigest as sm3 } from '../../src/platform/node.js'
import { chainEvents, genesis } from '../../src/record/chain.js'
import { completeIndex } from '../../src/record/record-index.js'
import type { DomainEvent } from '../../src/record/record-kind.js'

interface Note {
  readonly words: number
}
export const kind = {
  evolve: (facts: Note | undefined, { data }: DomainEvent): Note => ({
    words: (facts?.words ?? 0) + (data as Note).words,
  }),
  index: () => ({ status: 'noted', open: true, createdAt: 0 }),
}
export const by = { id: 'a', kind: 'staff' } as const

/** A record as it is stored after so many events, one a second. */
export function noteWith(id: string, version: number, type = 'note'): { record: StoredRecord; rows: EventRow[] } {
  const ref = { bucket: 0, type, id }
  const events = Array.from({ length: version }, (_, n) => ({
    seq: n + 1,
    type: 'note.written',
    at: (n + 1) * 1000,
    by,
    data: { words: 1 },
    wrote: {},
  }))
  const { rows, head } = chainEvents(sm3, genesis(sm3, ref), events)
  const body = JSON.stringify({ words: version })
  const index = completeIndex(kind, undefined as never)
  return { record: { ...ref, version, head, body, index, updatedAt: version * 1000 }, rows }
}

export type Kept = ReturnType<typeof noteWith>

/** A storage of these records in pages of two. */
export function storageOf(kept: readonly Kept[], over: Partial<Storage> = {}): Storage {
  const of = (id: string) => kept.find((each) => each.record.id === id)
  return {
    ...memoryStorage(),
    find: async ({ limit, after }) => {
      const from = Number(after ?? 0)
      const to = from + Math.min(limit, 2)
      return {
        items: kept.slice(from, to).map(({ record }) => record),
        ...(to < kept.length && { next: `${to}` }),
      }
    },
    load: async ({ id }) => {
      const found = of(id)
      return found === undefined ? {} : { record: found.record }
    },
    history: async ({ id }, { after, limit }) => of(id)?.rows.slice(after, after + limit) ?? [],
    strays: async () => ({ items: [] }),
    ...over,
  }
}

export const counted = { ok: true, requests: 0, moving: 0, faults: [] } as never
export const partsOf = (storage: Storage, over: Partial<VerifyParts> = {}): VerifyParts => ({
  storage,
  digest: sm3,
  clock: { now: () => 9000 },
  kindOf: (type) => (type === 'note' ? (kind as never) : undefined),
  refOf: (type, id) => ({ bucket: 0, type, id }),
  requestType: 'request',
  beginRecount: async () => ({ add: () => {}, end: async () => counted }) as never,
  recount: async () => counted,
  findStranded: async () => () => undefined,
  ...over,
})
/** Verifies these records. */
export const verify = (kept: readonly Kept[], options?: VerifyOptions, over?: Partial<Storage>) =>
  verifyAll(partsOf(storageOf(kept, over)), options)

export const [a, b, c] = [noteWith('a', 2), noteWith('b', 3), noteWith('c', 1)]
/** The same record with its first event damaged. */
export const edited = ({ record, rows }: Kept): Kept => ({
  record,
  rows: rows.with(0, { ...(rows[0] as EventRow), hash: '0' }),
})
