import type { StoredRecord } from '../../contracts/rows.js'
import type { SearchWrite } from '../../contracts/searching/search-query.js'
import { isDamage } from '../damage.js'
import { type SearchIndexing, searchRows } from '../searching/search-index.js'
import type { CatchingUp } from './reindex.js'
import { workOff } from './work-off.js'

/** Makes what the texts of records are found by that were written before the storage kept it. */
export async function searchAnew(
  { storage, kindOf, factsIn, logger }: CatchingUp,
  indexing: SearchIndexing | undefined,
): Promise<number> {
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
      return { version: record.version, rows: searchRows(kind.searched(facts), vault, indexing as SearchIndexing) }
    } catch (error) {
      if (!isDamage(error)) throw error
      logger.warn('a damaged record is found by none of its texts', { record: record.id, type: record.type })
      return { version: record.version, rows: [] }
    }
  }

  return workOff({
    storage,
    waiting: async (limit) => (await storage.unsearched?.(limit)) ?? [],
    settlementOf: async (record) => {
      const { bucket, type, id } = record
      return { what: 'search', ref: { bucket, type, id }, ...(await rowsOf(record)) }
    },
    lost: 'what was made to be searched is not there',
  })
}
