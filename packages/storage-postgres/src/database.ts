import { AdapterError, isHuiyinError } from '@huiyin/core'
import { Pool, type PoolClient, types } from 'pg'
import type { CheckedOptions } from './options.js'

/** What a statement answered. */
export interface Answered<Row> {
  /** Its rows, as the driver gives them. */
  readonly rows: Row[]
  /** How many rows it read or wrote; `null` for a statement that has none. */
  readonly rowCount: number | null
}

/** Runs statements: a client in a transaction, or the pool. */
export interface Queryable {
  /** Runs one statement with its values, and answers its rows. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Answered<Row>>
}

/** How a statement is run. */
interface HowToRun {
  /** Not safe to repeat once it was sent: a lost answer is an unknown outcome. Default false. */
  readonly once?: boolean
  /** Not retried: the caller has another way, or comes again. Default false. */
  readonly impatient?: boolean
}

/** The connections to one server. */
export interface Database {
  /** Runs one statement, retrying while the server cannot be reached or asks for a retry. */
  query<Row>(operation: string, text: string, values?: readonly unknown[], how?: HowToRun): Promise<Row[]>
  /** Runs one transaction on one connection. */
  transaction<Result>(operation: string, work: (client: Queryable) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

// int8 as a number: instants and sums are far below 2^53; bytes as the text the server sends, see `givenHash`. Applies to these statements only, not to
// those of the host application.
const [int8, bytea] = [20, 17]
const asSent = (text: string) => text
const ownTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8
      ? Number
      : oid === bytea
        ? asSent
        : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
}

/** Runs a statement on a pool or a client of `pg`. */
export async function runOn<Row>(
  on: Pick<PoolClient, 'query'>,
  text: string,
  values: readonly unknown[] = [],
  statementTimeout?: number,
) {
  // The timeout of the driver for one statement, which is missing from its types.
  const limit = statementTimeout === undefined ? {} : { query_timeout: statementTimeout }
  const { rows, rowCount } = await on.query({ text, values: [...values], types: ownTypes, ...limit })
  return { rows: rows as Row[], rowCount }
}

interface DriverError {
  readonly code?: string
  readonly message?: string
  /** A SQLSTATE: only errors sent by the server, or by a pooler in its place, have one. */
  readonly severity?: string
}

// Nothing was executed: the server accepts no connections at the moment, or is read-only, as after a failover.
const notReached = new Set(['57P03', '53300', '25006'])
// The server rolled the transaction back, and it may be retried.
const givenUp = new Set(['40001', '40P01', '55P03'])
const passing = new Set(['53100', '53200', '57014'])

const codeOf = (error: unknown) => (error as DriverError).code ?? ''

// The connection is lost or does not answer. The outcome of a statement that was sent is unknown without a response of the server.
function isCut(error: unknown): boolean {
  const { code = '', message, severity } = error as DriverError
  if (severity !== undefined) return /^(08...|57P0[1245])$/.test(code)
  // Error codes of the operating system, or messages of `pg`, which has no codes.
  if (/^(E(?!RR_)[A-Z_]+|ERR_STREAM_.*)$/.test(code)) return true
  return /connection (terminated|ended)|not queryable|connection error|query read timeout/i.test(String(message))
}

/** Turns any error of the driver into a typed failure. Quoted row values are dropped, because they may be personal data. */
export function adapterError(operation: string, error: unknown, outcome: 'none' | 'unknown' = 'none'): Error {
  if (isHuiyinError(error)) return error
  const { code, message = String(error) } = error as DriverError
  const cause = Object.assign(new Error(message), code === undefined ? {} : { code })
  const retryable = isCut(error) || [notReached, givenUp, passing].some((codes) => codes.has(code ?? ''))
  return new AdapterError({ adapter: 'postgres', operation, retryable, message, outcome, cause })
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const listening = new WeakSet<Pool>()

// An error event without a listener ends the process. A pool listens to its idle connections, and a connection in use reports errors through the
// failing statement; an error between the two has no listener. So every connection gets one as soon as it exists.
function listen(pool: Pool): void {
  if (listening.has(pool)) return
  listening.add(pool)
  const ignore = () => {}
  pool.on('error', ignore)
  const heard = new WeakSet<object>()
  const hear = (client: PoolClient) => {
    if (heard.has(client)) return
    heard.add(client)
    client.on('error', ignore)
  }
  // Connections that the host's pool had before get a listener when they are used.
  pool.on('connect', hear).on('acquire', hear)
}

/** A pool with retries, time limits and typed errors around it. Nothing is connected to yet. */
export function openDatabase({
  connection,
  pool: theirs,
  poolSize,
  retryTimeout,
  statementTimeout,
}: CheckedOptions): Database {
  const pool =
    theirs ?? new Pool({ connectionString: connection, max: poolSize, connectionTimeoutMillis: retryTimeout || 1 })
  listen(pool)

  // Retries what was certainly not executed, with growing delays; `once` excludes what may have been executed.
  async function trying<Result>(operation: string, how: HowToRun, work: (client: PoolClient) => Promise<Result>) {
    const { once = false, impatient = false } = how
    const giveUp = performance.now() + (impatient ? 0 : retryTimeout)
    for (let attempt = 1; ; attempt++) {
      let client: PoolClient | undefined
      let sent = false
      try {
        client = await pool.connect()
        sent = true
        return await work(client)
      } catch (error) {
        const cut = isCut(error)
        // A connection that is lost, leads to the wrong server, or is inside a transaction, is not reused.
        // One that tells of another node's absence is as good as before.
        const unfit =
          (cut && (error as DriverError).severity !== 'ERROR') || notReached.has(codeOf(error)) || isHuiyinError(error)
        client?.release(unfit)
        client = undefined
        if (sent && cut && once) throw adapterError(operation, error, 'unknown')
        const again =
          cut ||
          notReached.has(codeOf(error)) ||
          givenUp.has(codeOf(error)) ||
          /timeout exceeded when trying to connect/.test(String(error))
        if (!again || performance.now() >= giveUp) throw adapterError(operation, error)
        await pause(Math.min(5 * 2 ** attempt, 250) * (0.5 + Math.random()))
      } finally {
        client?.release()
      }
    }
  }

  return {
    query: async <Row>(operation: string, text: string, values?: readonly unknown[], how: HowToRun = {}) =>
      (await trying(operation, how, (client) => runOn<Row>(client, text, values, statementTimeout))).rows,
    transaction: (operation, work) =>
      trying(operation, {}, async (client) => {
        await client.query('BEGIN')
        try {
          const result = await work({ query: (text, values) => runOn(client, text, values) })
          await client.query('COMMIT')
          return result
        } catch (error) {
          await client.query('ROLLBACK').catch(() => {})
          throw error
        }
      }),
    close: async () => {
      if (theirs === undefined) await pool.end()
    },
  }
}
