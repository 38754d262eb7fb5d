import { ConfigurationError } from '@huiyin/core'

/** How `sqliteStorage` opens its file. Unknown options are refused with `ConfigurationError`. */
export interface SqliteStorageOptions {
  /** Path of the database file, or `:memory:`. The folder must exist. */
  readonly path: string
  /**
   * `FULL` (default): an acknowledged commit survives a power loss. `NORMAL` and `OFF` lose the last commits then, and are refused unless `unsafe` is
   * set.
   */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF'
  /** Accepts a `synchronous` that may lose acknowledged commits in a power loss. Default false. */
  readonly unsafe?: boolean
  /** How long to wait for another process's write, in milliseconds. Default 5000. */
  readonly busyTimeout?: number
  /**
   * Bytes reserved in `<path>-ballast`, which `releaseBallast()` frees when the disk is full, so that there is room to recover.
   * Default 1 MiB; 0 for none.
   */
  readonly ballast?: number
}

const known: Readonly<Record<keyof SqliteStorageOptions, true>> = {
  path: true,
  synchronous: true,
  unsafe: true,
  busyTimeout: true,
  ballast: true,
}

/** The options with their defaults. @throws ConfigurationError naming the option that is wrong, before a file is touched */
export function checkOptions(options: SqliteStorageOptions): Required<SqliteStorageOptions> {
  const { path, synchronous = 'FULL', unsafe = false, busyTimeout = 5000, ballast = 1_048_576 } = options ?? {}
  const wrong = (name: string, message: string) => {
    throw new ConfigurationError(message, { path: [name] })
  }
  const misspelt = Object.keys(options ?? {}).find((name) => !Object.hasOwn(known, name))
  if (misspelt !== undefined)
    wrong(misspelt, `there is no option ${misspelt}; known: ${Object.keys(known).join(', ')}.`)
  if (typeof path !== 'string' || path === '') wrong('path', 'sqliteStorage needs a path, or ":memory:".')
  if (typeof unsafe !== 'boolean') wrong('unsafe', 'unsafe must be true or false.')
  // Both become part of the text of a PRAGMA, so only these values are accepted, even from a caller without types.
  if (!['FULL', 'NORMAL', 'OFF'].includes(synchronous))
    wrong('synchronous', "synchronous must be 'FULL', 'NORMAL' or 'OFF'.")
  if (!Number.isInteger(busyTimeout) || busyTimeout < 0 || busyTimeout > 0x7fffffff)
    wrong('busyTimeout', 'busyTimeout must be a whole number of milliseconds, 0 or more.')
  if (!Number.isInteger(ballast) || ballast < 0) wrong('ballast', 'ballast must be a whole number of bytes, 0 or more.')
  if (synchronous !== 'FULL' && !unsafe)
    wrong(
      'synchronous',
      `synchronous: '${synchronous}' may lose acknowledged commits in a power loss; pass unsafe: true if that is meant.`,
    )
  return { path, synchronous, unsafe, busyTimeout, ballast }
}
