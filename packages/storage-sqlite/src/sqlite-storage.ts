import { AdapterError, ConfigurationError, type Storage } from '@huiyin/core'
import type { Beside, Change, CommitOutcome, DueQuery, HostTransaction, Settlement } from '@huiyin/core/contracts'
import { layBallast, releaseBallast } from './ballast.js'
import { createCheckpointer } from './checkpointer.js'
import { copyDatabase } from './copy-database.js'
import { adapterError, type Database, openDatabase } from './database.js'
import { anyDeadlineDue, takeDeadlines } from './deadlines.js'
import { anyDeliveryDue, findOwed, takeDeliveries } from './deliveries.js'
import { countRecords } from './desk.js'
import { findRecords } from './find.js'
import { findSent } from './ledger.js'
import { checkOptions, type SqliteStorageOptions } from './options.js'
import { readPauses } from './pauses.js'
import { readHistory, readRecord, readTexts, readTimes, readUnindexed, readUnsearched } from './read.js'
import { writeSettlements } from './settle.js'
import { findStrays } from './strays.js'
import { createTallies, readTallies } from './tallies.js'
import { writeChanges } from './write.js'

/** Storage in a SQLite file, and what only a file can do. */
export interface SqliteStorage extends Storage {
  /**
   * Copies the whole record into another file while commands go on (SQLite's online backup). Copying the file by hand loses what is still in
   * its log.
   */
  backup(to: string): Promise<void>
  /** Deletes the ballast file to make room on a full disk. Returns whether there was one; the next `open()` reserves it again. */
  releaseBallast(): boolean
}

/**
 * Storage in one SQLite file (`node:sqlite`, no native build). Several processes may open the same file; one writes at a time.
 *
 * @throws ConfigurationError for a weaker `synchronous` without `unsafe: true`, and for an unknown or invalid option
 *
 * @example
 * ```ts
 * import { createHuiyin } from '@huiyin/core'
 * import { sqliteStorage } from '@huiyin/storage-sqlite'
 *
 * const huiyin = createHuiyin({ storage: sqliteStorage({ path: ':memory:' }) })
 * await huiyin.start()
 * ```
 */
export function sqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  const checked = checkOptions(options)
  const { path, synchronous, ballast } = checked
  const inFile = path !== ':memory:'
  const checkpointer = createCheckpointer(path, synchronous)
  const tallies = createTallies()
  let db: Database | undefined

  function opened(operation: string): Database {
    if (db === undefined)
      throw new AdapterError({ adapter: 'sqlite', operation, message: 'the storage is not open; call open() first' })
    return db
  }

  // Every call sees one snapshot: a deferred transaction for reads of several statements, an immediate one for writes.
  function within<Result>(
    operation: string,
    mode: 'read' | 'write' | 'single',
    work: (db: Database) => Result,
  ): Promise<Result> {
    try {
      const database = opened(operation)
      if (mode === 'single') return Promise.resolve(work(database))
      database.exec(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN')
      try {
        const result = work(database)
        database.exec('COMMIT')
        return Promise.resolve(result)
      } catch (error) {
        rollBack(database)
        tallies.forget()
        throw error
      }
    } catch (error) {
      return Promise.reject(adapterError(operation, error))
    }
  }

  async function commit(changes: readonly Change[], inside?: HostTransaction): Promise<readonly CommitOutcome[]> {
    refuseTransaction(inside)
    const committed = within('commit', 'write', (database) => writeChanges(database, tallies, changes))
    if (inFile) checkpointer.committed()
    return committed
  }

  return Object.freeze({
    contract: 'huiyin.storage/2',
    name: 'sqlite',
    capabilities: Object.freeze({ durable: inFile, shared: inFile, hostTransaction: false, search: true }),
    open: async () => {
      try {
        db ??= openDatabase(checked)
        if (inFile) layBallast(path, ballast)
      } catch (error) {
        throw adapterError('open', error)
      }
    },
    load: async (ref, beside = {}) => {
      refuseTransaction(beside.tx)
      return within('load', isPlain(beside) ? 'single' : 'read', (database) => readRecord(database, ref, beside))
    },
    commit,
    find: (query) => within('find', 'read', (database) => findRecords(database, query)),
    counts: (query) => within('counts', 'single', (database) => countRecords(database, query)),
    unindexed: (limit) => within('unindexed', 'single', (database) => readUnindexed(database, limit)),
    unsearched: (limit) => within('unsearched', 'single', (database) => readUnsearched(database, limit)),
    texts: (refs, fields) => within('texts', 'read', (database) => readTexts(database, refs, fields)),
    history: (ref, page) => within('history', 'single', (database) => readHistory(database, ref, page)),
    takeDue: ((query: DueQuery & { readonly what: 'deadlines' | 'deliveries' }) => {
      const [any, take] =
        query.what === 'deadlines' ? [anyDeadlineDue, takeDeadlines] : [anyDeliveryDue, takeDeliveries]
      // Usually nothing is due: check first, and take the write lock only when there is a row to lease.
      return within<readonly unknown[] | undefined>('takeDue', 'single', (database) =>
        any(database, query) ? undefined : [],
      ).then(
        (nothing) => nothing ?? within<readonly unknown[]>('takeDue', 'write', (database) => take(database, query)),
      )
    }) as Storage['takeDue'],
    settle: (rows: readonly Settlement[]) => within('settle', 'write', (database) => writeSettlements(database, rows)),
    pauses: () => within('pauses', 'single', readPauses),
    owed: (query) => within('owed', 'single', (database) => findOwed(database, query)),
    sent: (query) => within('sent', 'read', (database) => findSent(database, query)),
    tally: (query) => within('tally', 'read', (database) => readTallies(database, query)),
    times: () => within('times', 'single', readTimes),
    strays: (query) => within('strays', 'read', (database) => findStrays(database, query)),
    close: async () => {
      const closing = db
      db = undefined
      tallies.forget()
      try {
        await checkpointer.close()
        closing?.close()
      } catch (error) {
        throw adapterError('close', error)
      }
    },
    backup: async (to: string) => {
      try {
        opened('backup')
        if (!inFile)
          throw new AdapterError({
            adapter: 'sqlite',
            operation: 'backup',
            message: 'a record in memory has no file to copy',
          })
        await copyDatabase(path, to)
      } catch (error) {
        throw adapterError('backup', error)
      }
    },
    releaseBallast: () => inFile && releaseBallast(path),
  } satisfies SqliteStorage)
}

function refuseTransaction(tx: unknown): void {
  if (tx !== undefined)
    throw new ConfigurationError({
      zh: 'SQLite 文件只有一个写入者，不能加入宿主的事务。',
      en: 'A SQLite file has one writer: it cannot join a transaction of the host.',
    })
}

const isPlain = ({ key, vault, rows }: Beside): boolean => key === undefined && vault !== true && rows !== true

// SQLite rolls back automatically after some failures (disk full); then there is nothing left to roll back.
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // The first failure is the one to report.
  }
}
