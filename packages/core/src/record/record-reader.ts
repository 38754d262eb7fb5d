import type { FindQuery } from '../contracts/queries.js'
import type { StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError } from '../errors.js'
import { refOf } from './bucket.js'
import type { DomainEvent } from './record-kind.js'

const pageSize = 500

/** Reads records and their event streams back from the storage, in pages, without the cache. */
export function createRecordReader(storage: Storage) {
  /** Events with `seq > from`, in order. */
  async function* events(type: string, id: string, from = 0): AsyncIterable<DomainEvent> {
    for (let after = from; ; ) {
      const rows = await storage.history(refOf(type, id), { after, limit: pageSize })
      for (const row of rows) yield JSON.parse(row.bytes) as DomainEvent
      if (rows.length < pageSize) return
      after = rows.at(-1)?.seq ?? after
    }
  }

  /** The facts in a stored record. @throws AdapterError when it was changed from outside and cannot be parsed */
  function factsIn<F>({ type, id, body }: StoredRecord): F {
    try {
      return JSON.parse(body) as F
    } catch (error) {
      throw new AdapterError(
        storage.name,
        'load',
        false,
        `The stored record ${type}/${id} is not valid JSON. Run \`huiyin verify\`.`,
        error,
      )
    }
  }

  /** The present state of one record; `undefined` when it does not exist. */
  async function facts<F extends object>(kind: { readonly type: string }, id: string) {
    const { record } = await storage.load(refOf(kind.type, id))
    return record === undefined ? undefined : { facts: factsIn<F>(record), version: record.version }
  }

  /** Every record of a kind that matches, by time of creation. */
  async function* each<F extends object>(
    kind: { readonly type: string },
    query: Omit<FindQuery, 'type' | 'after' | 'limit'> = {},
  ) {
    let after: string | undefined
    do {
      const page = await storage.find({
        ...query,
        type: kind.type,
        limit: pageSize,
        ...(after !== undefined && { after }),
      })
      for (const record of page.items) yield { id: record.id, version: record.version, facts: factsIn<F>(record) }
      after = page.next
    } while (after !== undefined)
  }

  return Object.freeze({ events, factsIn, facts, each })
}

/** See `createRecordReader`. */
export type RecordReader = ReturnType<typeof createRecordReader>
