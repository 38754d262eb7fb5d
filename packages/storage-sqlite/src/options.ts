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
  /** How much of the file each process keeps in memory at most, in megabytes (1 048 576 bytes). Default 64; it is taken as pages are read, and kept. */
  readonly cacheMegabytes?: number
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
  cacheMegabytes: true,
  ballast: true,
}

/** The options with their defaults. @throws ConfigurationError naming the option that is wrong, before a file is touched */
export function checkOptions(options: SqliteStorageOptions): Required<SqliteStorageOptions> {
  const { path, synchronous = 'FULL', unsafe = false, busyTimeout = 5000 } = options ?? {}
  const { cacheMegabytes = 64, ballast = 1_048_576 } = options ?? {}
  const wrong = (name: string, zh: string, en: string) => {
    throw new ConfigurationError({ zh, en }, { path: [name] })
  }
  const misspelt = Object.keys(options ?? {}).find((name) => !Object.hasOwn(known, name))
  if (misspelt !== undefined)
    wrong(
      misspelt,
      `没有选项 ${misspelt}；可用：${Object.keys(known).join('、')}。`,
      `There is no option ${misspelt}; known: ${Object.keys(known).join(', ')}.`,
    )
  if (typeof path !== 'string' || path === '')
    wrong('path', 'sqliteStorage 需要路径，或 ":memory:"。', 'sqliteStorage needs a path, or ":memory:".')
  if (typeof unsafe !== 'boolean') wrong('unsafe', 'unsafe 应为 true 或 false。', 'unsafe must be true or false.')
  // These become part of the text of a PRAGMA, so only these values are accepted, even from a caller without types.
  if (!['FULL', 'NORMAL', 'OFF'].includes(synchronous))
    wrong(
      'synchronous',
      "synchronous 应为 'FULL'、'NORMAL' 或 'OFF'。",
      "synchronous must be 'FULL', 'NORMAL' or 'OFF'.",
    )
  if (!Number.isInteger(busyTimeout) || busyTimeout < 0 || busyTimeout > 0x7fffffff)
    wrong(
      'busyTimeout',
      'busyTimeout 应为不小于 0 的整数（毫秒）。',
      'busyTimeout must be a whole number of milliseconds, 0 or more.',
    )
  // The cache is counted in KiB, by 32 bits.
  if (!Number.isInteger(cacheMegabytes) || cacheMegabytes < 1 || cacheMegabytes > 1_048_576)
    wrong(
      'cacheMegabytes',
      'cacheMegabytes 应为 1 至 1048576 的整数（MB）。',
      'cacheMegabytes must be a whole number of megabytes from 1 to 1048576.',
    )
  if (!Number.isInteger(ballast) || ballast < 0)
    wrong('ballast', 'ballast 应为不小于 0 的整数（字节）。', 'ballast must be a whole number of bytes, 0 or more.')
  if (synchronous !== 'FULL' && !unsafe)
    wrong(
      'synchronous',
      `synchronous: '${synchronous}' 在断电时可能丢失已确认的提交；确需如此，请传入 unsafe: true。`,
      `synchronous: '${synchronous}' may lose acknowledged commits in a power loss; pass unsafe: true if that is meant.`,
    )
  return { path, synchronous, unsafe, busyTimeout, cacheMegabytes, ballast }
}
