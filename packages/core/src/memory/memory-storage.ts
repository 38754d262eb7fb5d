import type { DueQuery, Settlement } from '../contracts/queries.js'
import type { Change, CommitOutcome, TakenDelivery } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { inBoth } from '../errors/faults.js'
import { AdapterError, ConfigurationError } from '../errors.js'
import { createLedger } from './ledger.js'
import { createDeadlines, createDeliveries } from './queues.js'
import { createRecords } from './records.js'
import { createTallies } from './tallies.js'

/**
 * Storage in the memory of the process: the reference implementation of the contract, for tests and trials. Everything is gone when the
 * process ends.
 */
export function memoryStorage(): Storage {
  const records = createRecords()
  const deadlines = createDeadlines()
  const deliveries = createDeliveries()
  const ledger = createLedger()
  const tallies = createTallies()
  let open = false

  function assertOpen(operation: string): void {
    if (!open)
      throw new AdapterError({ adapter: 'memory', operation, message: 'the storage is not open; call open() first' })
  }

  function refuseTransaction(tx: unknown): void {
    if (tx !== undefined)
      throw new ConfigurationError(
        inBoth('内存存储不能加入宿主的事务。', 'Storage in memory cannot join a transaction of the host.'),
      )
  }

  function commitOne(change: Change): CommitOutcome {
    const verdict = records.judge(change)
    if (verdict.kind !== 'committed') return verdict
    records.put(change)
    for (const name of change.deadlines.drop) deadlines.drop(change, name)
    for (const each of change.deadlines.put) deadlines.put(change, each.name, each.at)
    for (const each of change.deliveries) deliveries.put(change, each)
    for (const each of change.tallies) tallies.add(each)
    return verdict
  }

  function settleDelivery(row: Extract<Settlement, { what: 'delivery' }>): void {
    const { ref, event, destination, outcome } = row
    const isSettled = deliveries.settle(row)
    if (isSettled && outcome.kind === 'done' && outcome.keep !== undefined)
      ledger.keep(ref, event, destination, outcome.keep)
  }

  function withCause(taken: TakenDelivery): TakenDelivery {
    const [cause] = records.history(taken, { after: taken.event - 1, limit: 1 })
    return cause === undefined ? taken : { ...taken, cause }
  }

  return Object.freeze({
    contract: 'huiyin.storage/2',
    name: 'memory',
    capabilities: Object.freeze({ durable: false, shared: false, hostTransaction: false, search: true }),
    open: async () => {
      open = true
    },
    load: async (ref, beside) => {
      assertOpen('load')
      refuseTransaction(beside?.tx)
      const loaded = records.load(ref, beside)
      if (beside?.rows !== true) return loaded
      const rows = {
        deadlines: deadlines.keptOf(ref),
        ...deliveries.keptOf(ref),
        ...ledger.keptOf(ref),
        answers: records.answersOf(ref),
        search: records.searchOf(ref),
      }
      return { ...loaded, rows }
    },
    commit: async (changes, within) => {
      assertOpen('commit')
      refuseTransaction(within)
      return changes.map(commitOne)
    },
    find: async (query) => {
      assertOpen('find')
      return records.find(query)
    },
    counts: async (query) => {
      assertOpen('counts')
      return records.counts(query)
    },
    texts: async (refs, fields) => {
      assertOpen('texts')
      return records.texts(refs, fields)
    },
    history: async (ref, page) => {
      assertOpen('history')
      return records.history(ref, page)
    },
    takeDue: (async (query: DueQuery & { readonly what: 'deadlines' | 'deliveries' }) => {
      assertOpen('takeDue')
      if (query.what === 'deadlines') return deadlines.take(query)
      return deliveries.take(query).map(withCause)
    }) as Storage['takeDue'],
    settle: async (rows) => {
      assertOpen('settle')
      for (const row of rows) {
        if (row.what === 'deadline') deadlines.settle(row)
        else if (row.what === 'delivery') settleDelivery(row)
        else if (row.what === 'replay') deliveries.replay(row)
        else if (row.what === 'receipt') ledger.receipt(row)
        else if (row.what === 'sent') ledger.forget(row)
        else if (row.what === 'pause') deliveries.pause(row)
        else if (row.what === 'resume') deliveries.resume(row.destination)
        else if (row.what === 'index') records.reindex(row)
        else if (row.what === 'search') records.putSearch(row)
        else records.forgetAnswers(row.before)
      }
    },
    pauses: async () => {
      assertOpen('pauses')
      return deliveries.pauses()
    },
    owed: async (query) => {
      assertOpen('owed')
      return deliveries.owed(query)
    },
    sent: async (query) => {
      assertOpen('sent')
      return ledger.find(query)
    },
    tally: async (query) => {
      assertOpen('tally')
      return tallies.query(query)
    },
    times: async () => {
      assertOpen('times')
      const newest = records.newest()
      return newest === undefined ? {} : { newest }
    },
    strays: async () => {
      assertOpen('strays')
      // Rows are kept with their record here.
      return { items: [] }
    },
    close: async () => {
      // Nothing to release: the data stays in memory, so that a stopped host can be started again.
      open = false
    },
  } satisfies Storage)
}
