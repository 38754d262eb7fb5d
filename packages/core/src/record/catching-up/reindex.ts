import type { Logger } from '../../contracts/logger.js'
import type { RecordIndex, StoredRecord } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import { isDamage } from '../damage.js'
import { completeIndex } from '../record-index.js'
import type { RecordKind } from '../record-kind.js'
import type { RecordReader } from '../record-reader.js'
import { workOff } from './work-off.js'

/** What records of before are completed with. */
export interface CatchingUp {
  readonly storage: Storage
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  readonly kindOf: (type: string) => RecordKind<any, any, any> | undefined
  readonly factsIn: RecordReader['factsIn']
  readonly logger: Logger
}

/** Completes the index of open records that were written before it had all of its members: their facts are projected anew, and nothing else is written. */
export async function reindex({ storage, kindOf, factsIn, logger }: CatchingUp): Promise<number> {
  // A damaged record, and one of a plugin that is not here, are found as before: nobody's.
  async function indexOf(record: StoredRecord): Promise<RecordIndex> {
    const kind = kindOf(record.type)
    if (kind === undefined) return record.index
    try {
      return completeIndex<object>(kind, (await factsIn<object>(record)).facts)
    } catch (error) {
      if (!isDamage(error)) throw error
      logger.warn('a damaged record is on nobody’s desk', {
        record: record.id,
        type: record.type,
        error: error.message,
      })
      return record.index
    }
  }

  return workOff({
    storage,
    waiting: async (limit) => (await storage.unindexed?.(limit)) ?? [],
    settlementOf: async (record) => {
      const { bucket, type, id, version } = record
      return { what: 'index', ref: { bucket, type, id }, version, index: await indexOf(record) }
    },
    lost: 'an index that was written is not there',
  })
}
