import type { Logger } from '../contracts/logger.js'
import type { RecordIndex, StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError, isHuiyinError } from '../errors.js'
import { completeIndex } from './record-index.js'
import type { RecordKind } from './record-kind.js'
import type { RecordReader } from './record-reader.js'

interface Parts {
  readonly storage: Storage
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  readonly kindOf: (type: string) => RecordKind<any, any, any> | undefined
  readonly factsIn: RecordReader['factsIn']
  readonly logger: Logger
}

const pageSize = 500

/**
 * Completes the index of open records that were written before it had all of its members: their facts are projected anew, and nothing else is written. It
 * may be broken off at any moment, and several processes may do it at once: what is done is not asked for again, and what changes meanwhile is left alone.
 */
export async function reindex({ storage, kindOf, factsIn, logger }: Parts): Promise<number> {
  // A damaged record, and one of a plugin that is not here, are found as before: nobody's.
  async function indexOf(record: StoredRecord): Promise<RecordIndex> {
    const kind = kindOf(record.type)
    if (kind === undefined) return record.index
    try {
      return completeIndex<object>(kind, (await factsIn<object>(record)).facts)
    } catch (error) {
      if (!isHuiyinError(error, 'adapter-failure') || (error.details as Partial<AdapterError>).retryable === true)
        throw error
      logger.warn('a damaged record is on nobody’s desk', {
        record: record.id,
        type: record.type,
        error: error.message,
      })
      return record.index
    }
  }

  let done = 0
  for (let before = ''; ; ) {
    const records = (await storage.unindexed?.(pageSize)) ?? []
    const page = records.map(({ type, id, version }) => `${type}/${id}/${version}`).join()
    if (records.length === 0) return done
    if (page === before)
      throw new AdapterError({
        adapter: storage.name,
        operation: 'settle',
        message: 'an index that was written is not there',
      })
    before = page
    const settlements = []
    for (const record of records) {
      const { bucket, type, id, version } = record
      settlements.push({ what: 'index', ref: { bucket, type, id }, version, index: await indexOf(record) } as const)
    }
    await storage.settle(settlements)
    done += records.length
  }
}
