import { createRequire } from 'node:module'
import { AdapterError } from '@huiyin/core'
import { CommandFailure } from '../command-failure.js'
import { exitCodes } from '../exit-codes.js'

/** What is used of `pg`. */
interface PgClient {
  connect(): Promise<unknown>
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>
  end(): Promise<void>
}
interface PgPackage {
  readonly Client: new (options: {
    readonly connectionString: string
    readonly connectionTimeoutMillis: number
    readonly statement_timeout: number
  }) => PgClient
}

const packageName = '@huiyin/storage-postgres'

function missing(error: unknown): never {
  if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error
  throw new CommandFailure(
    exitCodes.missing,
    'package-missing',
    {
      zh: `未安装 ${packageName}。请执行 npm install ${packageName} 后重试。`,
      en: `${packageName} is not installed. Run npm install ${packageName} and try again.`,
    },
    { package: packageName },
    error,
  )
}

/** Loads the PostgreSQL storage, which a city on SQLite does without. */
export function loadPostgres(): Promise<typeof import('@huiyin/storage-postgres')> {
  return import('@huiyin/storage-postgres').catch(missing)
}

/** Asks a server beside the storage, as an administrator would. The driver is the one the storage brings along. */
export async function askServer<Result>(
  url: string,
  ask: (query: PgClient['query']) => Promise<Result>,
): Promise<Result> {
  await loadPostgres()
  const { Client } = createRequire(import.meta.resolve(packageName))('pg') as PgPackage
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000, statement_timeout: 10_000 })
  try {
    await client.connect()
    return await ask((text, values) => client.query(text, values))
  } finally {
    await client.end().catch(() => {}) // what led here is what is told
  }
}

/** A failure of the server as the storage adapter would tell it. What the server quotes of rows is left out: it may be personal data. */
export function serverFailure(operation: string, error: unknown): unknown {
  if (error instanceof CommandFailure || !(error instanceof Error)) return error
  const { code = '' } = error as { code?: string }
  // SQLSTATE, or a failure of the network: anything else is a fault of this program.
  if (!/^([0-9A-Z]{5}|E[A-Z_]+)$/.test(code) && !/connect|timeout/i.test(error.message)) return error
  const told = error.message || code // connecting to several addresses at once fails without a message
  return new AdapterError('postgres', operation, /^(E|08|53|57)/.test(code), told, new Error(told))
}
