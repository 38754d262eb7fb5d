import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { AdapterError, isHuiyinError } from '@huiyin/core'
import { migrate, refuseForeign } from './schema.js'

/** An open database with its statements prepared once each. */
export interface Database {
  run(sql: string, ...values: SQLInputValue[]): number
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[]
  /** Rows as lists, in the order of the columns: made in half the time of objects. For one statement always this or `all`. */
  lists<Row extends readonly unknown[]>(sql: string, ...values: SQLInputValue[]): Row[]
  exec(sql: string): void
  close(): void
}

/** How one connection to the file is opened. */
export interface DatabaseOptions {
  /** File, or `:memory:`. Its folder must exist. */
  readonly path: string
  readonly synchronous: 'FULL' | 'NORMAL' | 'OFF'
  /** How long to wait for another process's write, in milliseconds. */
  readonly busyTimeout: number
  /** How much of the file is kept in memory at most. */
  readonly cacheMegabytes: number
}

const busy = 5
const notADatabase = 26

// SQLite ignores the busy timeout at this step, so several processes that open a new file at once would fail without a retry.
function useWriteAheadLog(db: DatabaseSync, busyTimeout: number): void {
  const giveUp = performance.now() + busyTimeout
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== busy || performance.now() >= giveUp) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** Opens the file, sets its pragmas and migrates the schema. */
export function openDatabase({ path, synchronous, busyTimeout, cacheMegabytes }: DatabaseOptions): Database {
  if (path !== ':memory:' && !existsSync(dirname(path))) {
    throw new AdapterError({
      adapter: 'sqlite',
      operation: 'open',
      message: `the folder ${dirname(path)} does not exist; create it, or name another path`,
    })
  }
  const db = new DatabaseSync(path)
  try {
    db.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
    // Before anything of the file is changed.
    refuseForeign(db)
    useWriteAheadLog(db, busyTimeout)
    // Checkpoints run in the background (see checkpointer.ts). A commit runs one only at 16 000 pages, when writers left no gap in which the log
    // could restart; most of it is copied by then. SQLite's own 1000 pages halve the throughput of durable commits.
    // Erased data are overwritten in the file, at a cost of 2 to 3 % of the speed; otherwise SQLite leaves them in free pages.
    db.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA wal_autocheckpoint = 16000;
      PRAGMA cache_size = ${-1024 * cacheMegabytes}; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;
      PRAGMA secure_delete = ON`)
    migrate(db)
  } catch (error) {
    db.close()
    if (((error as { errcode?: number }).errcode ?? 0) % 256 !== notADatabase) throw error
    throw new AdapterError({
      adapter: 'sqlite',
      operation: 'open',
      message: `${path} is not a SQLite database; name another path`,
      cause: error,
    })
  }
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string) => {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = db.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
  return {
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    lists: <Row extends readonly unknown[]>(sql: string, ...values: SQLInputValue[]) => {
      const statement = prepared(sql)
      statement.setReturnArrays(true)
      return statement.all(...values) as unknown as Row[]
    },
    exec: (sql) => db.exec(sql),
    close: () => db.close(),
  }
}

// SQLite's primary result codes after which the same call may succeed later: busy, locked, out of memory, I/O, full, cannot open.
const retryable = new Set([5, 6, 7, 10, 13, 14])

/** Turns any error of the driver into a typed failure of this adapter. */
export function adapterError(operation: string, error: unknown): Error {
  if (isHuiyinError(error)) return error
  const code = (error as { errcode?: number }).errcode
  const message = error instanceof Error ? error.message : String(error)
  return new AdapterError({
    adapter: 'sqlite',
    operation,
    retryable: code !== undefined && retryable.has(code & 0xff),
    message,
    cause: error,
  })
}
