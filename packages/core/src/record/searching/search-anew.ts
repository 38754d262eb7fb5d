import type { Logger } from '../../contracts/logger.js'
import type { StoredRecord } from '../../contracts/rows.js'
import type { SearchWrite } from '../../contracts/searching/search-query.js'
import type { Storage } from '../../contracts/storage.js'
import { AdapterError, isHuiyinError } from '../../errors.js'
import type { RecordKind } from '../record-kind.js'
import type { RecordReader } from '../record-reader.js'
import { type SearchIndexing, searchRows } from './search-index.js'

interface Parts {
  readonly storage: Storage
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every shape
  readonly kindOf: (type: string) => RecordKind<any, any, any> | undefined
  readonly factsIn: RecordReader['factsIn']
  readonly indexing: SearchIndexing | undefined
  readonly logger: Logger
}

const pageSize = 500

/**
 * Makes what the texts of records are found by that were written before the storage kept it, page by page. As `reindex` it may be broken off at any moment,
 * and several processes may do it at once.
 */
export async function searchAnew({ storage, kindOf, factsIn, indexing, logger }: Parts): Promise<number> {
  if (indexing === undefined) return 0

  // A damaged record, and one of a plugin that is not here, are found by nothing.
  async function rowsOf(
    read: StoredRecord,
  ): Promise<{ readonly version: number; readonly rows: readonly SearchWrite[] }> {
    const kind = kindOf(read.type)
    if (kind?.searched === undefined) return { version: read.version, rows: [] }
    const { record = read, vault = [] } = await storage.load(read, { vault: true })
    try {
      const { facts } = await factsIn<object>(record)
      return { version: record.version, rows: searchRows(kind, facts, vault, indexing as SearchIndexing) }
    } catch (error) {
      if (!isHuiyinError(error, 'adapter-failure') || (error.details as Partial<AdapterError>).retryable === true)
        throw error
      logger.warn('a damaged record is found by none of its texts', { record: record.id, type: record.type })
      return { version: record.version, rows: [] }
    }
  }

  let done = 0
  for (let before = ''; ; ) {
    const records = (await storage.unsearched?.(pageSize)) ?? []
    if (records.length === 0) return done
    const page = records.map(({ type, id, version }) => `${type}/${id}/${version}`).join()
    if (page === before)
      throw new AdapterError({
        adapter: storage.name,
        operation: 'settle',
        retryable: false,
        message: 'what was made to be searched is not there',
      })
    before = page
    const settlements = []
    for (const record of records) {
      const { bucket, type, id } = record
      settlements.push({ what: 'search', ref: { bucket, type, id }, ...(await rowsOf(record)) } as const)
    }
    await storage.settle(settlements)
    done += records.length
  }
}
