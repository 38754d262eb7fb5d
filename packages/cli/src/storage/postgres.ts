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

/** Loads the PostgreSQL storage, which need not be installed for SQLite. */
export function loadPostgres(): Promise<typeof import('@huiyin/storage-postgres')> {
  return import('@huiyin/storage-postgres').catch(missing)
}

/** Queries a server without the storage, as an administrator would, with the driver that the storage depends on. */
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
    await client.end().catch(() => {}) // the first error is the one to report
  }
}

/** A failure of the server in the form the storage adapter gives it. Quoted row values are left out, because they may be personal data. */
export function serverFailure(operation: string, error: unknown): unknown {
  if (error instanceof CommandFailure || !(error instanceof Error)) return error
  const { code = '' } = error as { code?: string }
  // A SQLSTATE or a network failure; anything else is a bug of this program.
  if (!/^([0-9A-Z]{5}|E[A-Z_]+)$/.test(code) && !/connect|timeout/i.test(error.message)) return error
  const told = error.message || code // connecting to several addresses at once fails without a message
  return new AdapterError({
    adapter: 'postgres',
    operation,
    retryable: /^(E|08|53|57)/.test(code),
    message: told,
    cause: new Error(told),
  })
}
