import { AdapterError } from '@huiyin/core'

interface SqliteError {
  readonly code?: string
  readonly errcode?: number
  readonly message?: string
}

const primary = (error: unknown) => ((error as SqliteError).errcode ?? 0) & 0xff

// Primary result codes after which the same may succeed later: busy, locked, I/O, full, cannot open.
const retryable = new Set([5, 6, 10, 13, 14])

/** Another process holds the database. */
export const isBusy = (error: unknown): boolean => primary(error) === 5 || primary(error) === 6

/** A failure of SQLite in the form the storage adapter gives it; other errors are returned unchanged. */
export function sqliteFailure(operation: string, error: unknown): unknown {
  const { code, message = '' } = error as SqliteError
  if (code !== 'ERR_SQLITE_ERROR') return error
  return new AdapterError({
    adapter: 'sqlite',
    operation,
    retryable: retryable.has(primary(error)),
    message,
    cause: error,
  })
}
