import type { Settlement } from '../../contracts/queries.js'
import type { StoredRecord } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import { AdapterError } from '../../errors.js'

interface Backlog {
  readonly storage: Pick<Storage, 'name' | 'settle'>
  /** Some records that wait, at most so many; none when there are no more. */
  readonly waiting: (limit: number) => Promise<readonly StoredRecord[]>
  /** What is written for one of them, so that it waits no longer. */
  readonly settlementOf: (record: StoredRecord) => Promise<Settlement>
  /** What is wrong when it waits all the same. */
  readonly lost: string
}

const pageSize = 500

/**
 * Completes what stands beside records that an earlier version wrote, page by page, and answers how many there were. It may be broken off at any moment, and
 * several processes may do it at once: what is done is not asked for again, and what changes meanwhile is left alone.
 */
export async function workOff({ storage, waiting, settlementOf, lost }: Backlog): Promise<number> {
  let done = 0
  for (let before = ''; ; ) {
    const records = await waiting(pageSize)
    if (records.length === 0) return done
    const page = records.map(({ type, id, version }) => `${type}/${id}/${version}`).join()
    if (page === before) throw new AdapterError({ adapter: storage.name, operation: 'settle', message: lost })
    before = page
    const settlements: Settlement[] = []
    for (const record of records) settlements.push(await settlementOf(record))
    await storage.settle(settlements)
    done += records.length
  }
}
