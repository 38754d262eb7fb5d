import { ConfigurationError } from '@huiyin/core'
import type { Pool } from 'pg'

/** Options of the PostgreSQL storage. Exactly one of `connection` and `pool` is needed. */
export interface PostgresStorageOptions {
  /** `postgres://user@host:5432/database`; the storage creates and closes its own pool. */
  readonly connection?: string
  /** A pool of the host's own; it stays open when the storage is closed. */
  readonly pool?: Pool
  /** Connections in the storage's own pool. Default 8. */
  readonly poolSize?: number
  /** Schema that holds the tables: a plain lower-case identifier. Default `huiyin`. */
  readonly schema?: string
  /** Accepts a server that may lose acknowledged commits in a crash (`synchronous_commit` or `fsync` off). Default false: such a server is refused. */
  readonly unsafe?: boolean
  /** Milliseconds for which to retry when the server cannot be reached or a transaction was rolled back. Default 5000. */
  readonly retryTimeout?: number
  /**
   * Milliseconds to wait for the response to one statement, so that a network that drops packets cannot block a call forever. A commit that
   * got no response has an unknown outcome. Default 30000.
   */
  readonly statementTimeout?: number
  /** Notifies other processes of new work (LISTEN/NOTIFY on a separate connection); polling remains the guarantee. Default false. */
  readonly listen?: boolean
  /**
   * Spreads a new schema over a Citus cluster by bucket. How a schema lies is read from the database whenever it is opened, so no process need say it
   * again; one that says it of a schema on one server is refused.
   */
  readonly distribute?: 'citus'
  /** Whether `open` makes the tables in a schema that has none. Default true; `false` refuses such a schema, as everything does that only looks. */
  readonly create?: boolean
}

/** Which schema holds the tables, and how. */
export interface SchemaLayout {
  /** A plain identifier, quoted already. */
  readonly schema: string
  /** `true`: the tables lie on several nodes, by bucket. */
  readonly distributed: boolean
}

/** The options with their defaults, checked. */
export type CheckedOptions = Required<
  Pick<PostgresStorageOptions, 'poolSize' | 'unsafe' | 'retryTimeout' | 'statementTimeout' | 'listen' | 'create'>
> & {
  readonly connection: string | undefined
  readonly pool: Pool | undefined
  /** Quoted. */
  readonly schema: string
  readonly distribute: 'citus' | undefined
}

const known: Readonly<Record<keyof PostgresStorageOptions, true>> = {
  connection: true,
  pool: true,
  poolSize: true,
  schema: true,
  unsafe: true,
  retryTimeout: true,
  statementTimeout: true,
  listen: true,
  distribute: true,
  create: true,
}

/** @throws ConfigurationError naming the option that is wrong, before anything is connected to */
export function checkOptions(options: PostgresStorageOptions): CheckedOptions {
  const { connection, pool, poolSize = 8, schema = 'huiyin', unsafe = false } = options
  const { retryTimeout = 5000, statementTimeout = 30_000, listen = false, distribute, create = true } = options
  const wrong = (path: string, zh: string, en: string) => {
    throw new ConfigurationError({ zh, en }, { path: [path] })
  }
  const misspelt = Object.keys(options).find((name) => !Object.hasOwn(known, name))
  if (misspelt !== undefined)
    wrong(
      misspelt,
      `没有选项 ${misspelt}；可用：${Object.keys(known).join('、')}。`,
      `There is no option ${misspelt}; known: ${Object.keys(known).join(', ')}.`,
    )
  if ((connection === undefined) === (pool === undefined))
    wrong(
      'connection',
      'postgresStorage 需要连接串或连接池，二者取一。',
      'postgresStorage needs either a connection string or a pool.',
    )
  if (connection !== undefined && !/^postgres(ql)?:\/\//.test(connection))
    wrong(
      'connection',
      'connection 应以 postgres:// 或 postgresql:// 开头。',
      'connection must begin with postgres:// or postgresql://.',
    )
  for (const [name, value] of Object.entries({ unsafe, listen, create }))
    if (typeof value !== 'boolean') wrong(name, `${name} 应为 true 或 false。`, `${name} must be true or false.`)
  if (!Number.isInteger(poolSize) || poolSize < 1)
    wrong('poolSize', 'poolSize 应为不小于 1 的整数。', 'poolSize must be a whole number, 1 or more.')
  // The schema becomes part of SQL text, so only a plain identifier is accepted.
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_'))
    wrong(
      'schema',
      'schema 应为至多 63 个字符的普通小写标识符。',
      'schema must be a plain lower-case identifier of at most 63 characters.',
    )
  if (!Number.isInteger(retryTimeout) || retryTimeout < 0)
    wrong(
      'retryTimeout',
      'retryTimeout 应为不小于 0 的整数（毫秒）。',
      'retryTimeout must be a whole number of milliseconds, 0 or more.',
    )
  if (!Number.isInteger(statementTimeout) || statementTimeout < 1)
    wrong(
      'statementTimeout',
      'statementTimeout 应为不小于 1 的整数（毫秒）。',
      'statementTimeout must be a whole number of milliseconds, 1 or more.',
    )
  if (distribute !== undefined && distribute !== 'citus')
    wrong('distribute', "distribute 只能是 'citus'。", "distribute must be 'citus'.")
  const quoted = `"${schema}"`
  return {
    connection,
    pool,
    poolSize,
    schema: quoted,
    unsafe,
    retryTimeout,
    statementTimeout,
    listen,
    distribute,
    create,
  }
}
