import type { Logger } from '../contracts/logger.js'
import type { FindQuery } from '../contracts/queries.js'
import type { EventRow, RecordRef, StoredRecord, TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError, isHuiyinError } from '../errors.js'
import { formOf, readBody } from './body.js'
import { refOf } from './bucket.js'
import { isDamage } from './damage.js'
import { unpacked } from './packing.js'
import type { DomainEvent, ReadFacts, ReadRecord, RecordKind, RecordPage, RecordRunner } from './record-kind.js'
import { eventIn, type StoredEvent } from './stored-event.js'

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
type Folding = Pick<RecordKind<any, any, any>, 'evolve' | 'form' | 'packing'>

interface ReaderParts {
  readonly storage: Storage
  readonly logger: Logger
  readonly kindOf: (type: string) => Folding | undefined
}

const pageSize = 500
/** Most records have fewer events than this; how large those of a longer one are is known after them. */
const firstPage = 32
/** How many characters of events a page holds, about. An event of an import is half a million. */
const pageLength = 4_000_000

/** An event as it was read, with what is stored beside it. */
export interface ReadEvent {
  readonly event: DomainEvent
  /** Its hash in the chain of its record. */
  readonly hash: string
}

/** Reads records and their event streams back from the storage, in pages, without the cache. */
export function createRecordReader({ storage, logger, kindOf }: ReaderParts) {
  /** Events with `from < seq <= upTo`, in order, as they are stored. */
  async function* rows(type: string, id: string, from = 0, upTo = Number.POSITIVE_INFINITY): AsyncIterable<EventRow> {
    for (let after = from, most = firstPage; after < upTo; ) {
      const limit = Math.min(most, upTo - after)
      const page = await storage.history(refOf(type, id), { after, limit })
      let length = 0
      for (const row of page) {
        length += row.bytes.length
        yield row
      }
      if (page.length < limit) return
      after = page.at(-1)?.seq ?? after
      most = Math.min(pageSize, Math.max(1, Math.floor((pageLength * page.length) / length)))
    }
  }

  const inRow = (type: string, { bytes }: EventRow) => eventIn(bytes, kindOf(type)?.packing)

  /** Events with `seq > from`, in order. */
  async function* events(type: string, id: string, from = 0): AsyncIterable<DomainEvent> {
    for await (const row of rows(type, id, from)) yield await inRow(type, row)
  }

  /** Events that were not owed to this destination when they were written, in order. */
  async function* eventsNotOwed(destination: string, type: string, id: string): AsyncIterable<ReadEvent> {
    for await (const row of rows(type, id)) {
      const { owes } = (JSON.parse(row.bytes) as StoredEvent).wrote ?? {}
      if (owes === undefined || !Object.hasOwn(owes, destination))
        yield { event: await inRow(type, row), hash: row.hash }
    }
  }

  /** The event that caused a delivery, and its hash; `undefined` when it is not there. */
  async function readEventOf({ type, cause }: TakenDelivery): Promise<ReadEvent | undefined> {
    return cause === undefined ? undefined : { event: await inRow(type, cause), hash: cause.hash }
  }

  /** The event that caused a delivery; `undefined` when it is not there. */
  const eventOf = async (taken: Parameters<typeof readEventOf>[0]) => (await readEventOf(taken))?.event

  /** The event that caused a delivery, and the facts as they were after it; `undefined` when it is not there. */
  async function readAt<F extends object>(taken: Pick<TakenDelivery, 'type' | 'id' | 'event' | 'cause'>) {
    const { type, id, event: seq, cause } = taken
    const kind = kindOf(type)
    let read: { readonly event: DomainEvent; readonly facts: F } | undefined
    async function fold(row: EventRow): Promise<void> {
      const event = await inRow(type, row)
      read = { event, facts: kind?.evolve(read?.facts, event) as F }
    }
    for await (const row of rows(type, id, 0, cause === undefined ? seq : seq - 1)) await fold(row)
    if (cause !== undefined) await fold(cause)
    return read?.event.seq === seq ? read : undefined
  }

  function damaged({ type, id }: RecordRef, what: string, cause?: unknown): AdapterError {
    return new AdapterError({
      adapter: storage.name,
      operation: 'load',
      message: `The stored record ${type}/${id} ${what}. Run \`huiyin verify\`.`,
      cause,
    })
  }

  async function foldAnew<F>(record: StoredRecord, kind: Folding): Promise<F> {
    let facts: F | undefined
    let version = 0
    try {
      for await (const event of events(record.type, record.id)) {
        if (event.seq > record.version) break
        facts = kind.evolve(facts, event) as F
        version++
      }
    } catch (error) {
      if (isHuiyinError(error)) throw error
      throw damaged(record, 'cannot be folded from its events', error)
    }
    if (facts === undefined || version !== record.version) throw damaged(record, 'does not have all of its events')
    return facts
  }

  /** The facts of a stored record, at once unless it has to be folded anew. @throws AdapterError when it was changed from outside and cannot be read */
  function factsIn<F>(record: StoredRecord): ReadFacts<F> | Promise<ReadFacts<F>> {
    const { form, text } = readBody(record.body)
    let facts: unknown
    try {
      facts = JSON.parse(text)
    } catch (error) {
      throw damaged(record, 'is not valid JSON', error)
    }
    if (typeof facts !== 'object' || facts === null) throw damaged(record, 'holds no facts')
    const kind = kindOf(record.type)
    if (kind !== undefined && formOf(kind) !== form)
      return foldAnew<F>(record, kind).then((facts) => ({ facts, outdated: true }))
    const packing = kind?.packing
    if (packing === undefined) return { facts: facts as F, outdated: false }
    const readNow = unpacked(packing, () => packing.unpackFacts(facts as object))
    const whole = (found: object): ReadFacts<F> => ({ facts: found as F, outdated: false })
    return readNow instanceof Promise ? readNow.then(whole) : whole(readNow)
  }

  /** The present state of one record; `undefined` when it does not exist, or is not newer than asked. */
  async function facts<F extends object>(kind: { readonly type: string }, id: string, tx?: unknown, newerThan = 0) {
    const { record } = await storage.load(refOf(kind.type, id), tx === undefined ? {} : { tx })
    if (record === undefined || record.version <= newerThan) return undefined
    return { facts: (await factsIn<F>(record)).facts, version: record.version }
  }

  /** A page of the records of a kind, as they are stored and read; those that are damaged are named. */
  async function readPage<F extends object>({ type }: { readonly type: string }, query: Omit<FindQuery, 'type'>) {
    const found = await storage.find({ ...query, type })
    const items: ReadRecord<F>[] = []
    const unreadable: string[] = []
    for (const record of found.items) {
      try {
        const read = factsIn<F>(record)
        items.push({ record, ...(read instanceof Promise ? await read : read) })
      } catch (error) {
        if (!isDamage(error)) throw error
        logger.warn('a damaged record was left out', { record: record.id, type, error: error.message })
        unreadable.push(record.id)
      }
    }
    return {
      items,
      ...(found.next !== undefined && { next: found.next }),
      ...(unreadable.length > 0 && { damaged: unreadable }),
    }
  }

  const itemOf = <F>({ record: { id, version }, facts }: ReadRecord<F>) => ({ id, version, facts })

  /** A page of the records of a kind; those that are damaged are named. */
  async function page<F extends object>(
    kind: { readonly type: string },
    query: Omit<FindQuery, 'type'>,
  ): Promise<RecordPage<F>> {
    const found = await readPage<F>(kind, query)
    return { ...found, items: found.items.map(itemOf) }
  }

  /** Every record of a kind that matches, by time of creation. */
  async function* each<F extends object>(
    kind: { readonly type: string },
    query: Omit<FindQuery, 'type' | 'after' | 'limit'> = {},
    leftOut: (id: string) => void = () => {},
  ) {
    let after: string | undefined
    do {
      const found = await readPage<F>(kind, { ...query, limit: pageSize, ...(after !== undefined && { after }) })
      for (const id of found.damaged ?? []) leftOut(id)
      for (const read of found.items) yield itemOf(read)
      after = found.next
    } while (after !== undefined)
  }

  return Object.freeze({ events, eventsNotOwed, eventOf, readEventOf, readAt, factsIn, facts, page, readPage, each })
}

/** See `createRecordReader`. */
export type RecordReader = ReturnType<typeof createRecordReader>

/**
 * Follows one record that seldom changes: each call reads it and hands its facts to `take`, or `undefined` when it is not newer than what was taken before.
 * What `take` fails on is handed to it again.
 */
export function following<Facts extends object>(
  runner: Pick<RecordRunner, 'facts'>,
  { type }: Pick<RecordKind<Facts, never>, 'type'>,
  id: string,
  take: (facts: Facts | undefined) => void | Promise<void>,
): () => Promise<void> {
  let taken = 0
  return async () => {
    const stored = await runner.facts<Facts>({ type }, id, undefined, taken)
    const taking = take(stored?.facts)
    if (taking !== undefined) await taking
    taken = Math.max(taken, stored?.version ?? 0)
  }
}
