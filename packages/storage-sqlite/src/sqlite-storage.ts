import {
  AdapterError,
  type Change,
  type CommitOutcome,
  ConfigurationError,
  type DueQuery,
  type HostTransaction,
  type Settlement,
  type Storage,
} from '@huiyin/core'
import { layBallast, releaseBallast } from './ballast.js'
import { createCheckpointer } from './checkpointer.js'
import { copyDatabase } from './copy-database.js'
import { adapterError, type Database, openDatabase } from './database.js'
import { anythingDue, findOwed, takeDeadlines, takeDeliveries, writeSettlement } from './queues.js'
import { findRecords, readHistory, readRecord } from './read.js'
import { readTallies } from './tallies.js'
import { writeChanges } from './write.js'

/** Where and how the record is kept. */
export interface SqliteStorageOptions {
  /** Path of the database file, or `:memory:`. The folder must exist. */
  readonly path: string
  /**
   * `FULL` (default): an acknowledged commit survives a power loss. `NORMAL` and `OFF` lose the last commits then, and are refused unless `unsafe` is
   * set.
   */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF'
  readonly unsafe?: boolean
  /** How long to wait for another process's write, in milliseconds. Default 5000. */
  readonly busyTimeout?: number
  /**
   * Bytes set aside in `<path>-ballast`, to be thrown off by `releaseBallast()` when the disk is full, so that there is room to put things in order.
   * Default 1 MiB; 0 for none.
   */
  readonly ballast?: number
}

/** Storage in a SQLite file, and what only a file can do. */
export interface SqliteStorage extends Storage {
  /**
   * Copies the whole record into another file while commands go on (SQLite's online backup). Copying the file by hand loses what is still in
   * its log.
   */
  backup(to: string): Promise<void>
  /** Frees what was set aside for a full disk. Answers whether there was any; it is set aside again at the next `open()`. */
  releaseBallast(): boolean
}

/**
 * Storage in one SQLite file (`node:sqlite`, no native build). Several processes may open the same file; one writes at a time.
 *
 * @throws ConfigurationError for a weaker `synchronous` without `unsafe: true`, and for an option that is none
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
  const { path, synchronous = 'FULL', unsafe = false, busyTimeout = 5000, ballast = 1_048_576 } = options
  if (typeof path !== 'string' || path === '')
    throw new ConfigurationError('sqliteStorage needs a path, or ":memory:".', { path: ['path'] })
  // Both end up in the text of a PRAGMA: nothing but these gets there, whatever a caller without types passes.
  if (!['FULL', 'NORMAL', 'OFF'].includes(synchronous))
    throw new ConfigurationError("synchronous must be 'FULL', 'NORMAL' or 'OFF'.", { path: ['synchronous'] })
  if (!Number.isInteger(busyTimeout) || busyTimeout < 0 || busyTimeout > 0x7fffffff)
    throw new ConfigurationError('busyTimeout must be a whole number of milliseconds, 0 or more.', {
      path: ['busyTimeout'],
    })
  if (!Number.isInteger(ballast) || ballast < 0)
    throw new ConfigurationError('ballast must be a whole number of bytes, 0 or more.', { path: ['ballast'] })
  if (synchronous !== 'FULL' && !unsafe) {
    throw new ConfigurationError(
      `synchronous: '${synchronous}' may lose acknowledged commits in a power loss; pass unsafe: true if that is meant.`,
      { path: ['synchronous'] },
    )
  }
  const inFile = path !== ':memory:'
  const checkpointer = createCheckpointer(path, synchronous)
  let db: Database | undefined

  function opened(operation: string): Database {
    if (db === undefined)
      throw new AdapterError('sqlite', operation, false, 'the storage is not open; call open() first')
    return db
  }

  // Every call is one consistent moment: a deferred transaction for reads of several statements, an immediate one for writes.
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
        throw error
      }
    } catch (error) {
      return Promise.reject(adapterError(operation, error))
    }
  }

  async function commit(changes: readonly Change[], inside?: HostTransaction): Promise<readonly CommitOutcome[]> {
    if (inside !== undefined)
      throw new ConfigurationError('A SQLite file has one writer: it cannot join a transaction of the host.')
    const committed = within('commit', 'write', (database) => writeChanges(database, changes))
    if (inFile) checkpointer.committed()
    return committed
  }

  return Object.freeze({
    contract: 'huiyin.storage/1',
    name: 'sqlite',
    capabilities: Object.freeze({ durable: inFile, shared: inFile, hostTransaction: false }),
    open: async () => {
      try {
        db ??= openDatabase({ path, synchronous, busyTimeout })
        if (inFile) layBallast(path, ballast)
      } catch (error) {
        throw adapterError('open', error)
      }
    },
    load: (ref, beside = {}) =>
      within('load', beside.key === undefined && beside.vault !== true ? 'single' : 'read', (database) =>
        readRecord(database, ref, beside),
      ),
    commit,
    find: (query) => within('find', 'single', (database) => findRecords(database, query)),
    history: (ref, page) => within('history', 'single', (database) => readHistory(database, ref, page)),
    takeDue: ((query: DueQuery & { readonly what: 'deadlines' | 'deliveries' }) => {
      const take = query.what === 'deadlines' ? takeDeadlines : takeDeliveries
      // Mostly nothing is due: look first, and take the write lock only when there is something to lease.
      return within<readonly unknown[] | undefined>('takeDue', 'single', (database) =>
        anythingDue(database, query) ? undefined : [],
      ).then(
        (nothing) => nothing ?? within<readonly unknown[]>('takeDue', 'write', (database) => take(database, query)),
      )
    }) as Storage['takeDue'],
    settle: (rows: readonly Settlement[]) =>
      within('settle', 'write', (database) => {
        for (const row of rows) writeSettlement(database, row)
      }),
    owed: (query) => within('owed', 'single', (database) => findOwed(database, query)),
    tally: (query) => within('tally', 'read', (database) => readTallies(database, query)),
    close: async () => {
      const closing = db
      db = undefined
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
        if (!inFile) throw new AdapterError('sqlite', 'backup', false, 'a record in memory has no file to copy')
        await copyDatabase(path, to)
      } catch (error) {
        throw adapterError('backup', error)
      }
    },
    releaseBallast: () => inFile && releaseBallast(path),
  } satisfies SqliteStorage)
}

// SQLite has rolled back by itself after some failures (disk full); then there is nothing left to roll back.
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // The failure that led here is the one to tell.
  }
}
