import { createHuiyin, type Huiyin, type HuiyinOptions, type Storage } from '@huiyin/core'
import type { CommandContext } from '../outcome.js'
import { mustExist, storageOf } from '../storage/open-storage.js'
import { parseTarget, type StorageTarget } from '../storage/target.js'
import { type Config, loadConfig } from './config.js'
import { type DigestOptions, digestOf } from './digest.js'
import { assertSameDigest } from './same-digest.js'

/** The options that every command on a record takes. */
export interface RecordOptions extends DigestOptions {
  readonly storage?: string
  readonly config?: string
}

/** A record that is open. */
export interface OpenRecord {
  readonly target: StorageTarget
  readonly storage: Storage
  readonly huiyin: Huiyin
  /** What the place set up beside the storage. */
  readonly config: Config
}

/** How a record is opened. */
export interface Opening {
  /**
   * `look` (when absent): no event is written, whatever starting would write. `write`: only when the digest is that of the record.
   * `fill`: the database may be made by opening it, and what must hold of it is asked by `first`.
   */
  readonly to?: 'look' | 'write' | 'fill'
  /** Asked once the storage is open and before anything is written. */
  readonly first?: (storage: Storage) => Promise<void>
  /** Wins over what the place's configuration says. */
  readonly also?: Partial<HuiyinOptions>
}

// Looking writes nothing, whatever is asked of the library: least of all in a record that is evidence, or with another digest than the record's.
function looking(storage: Storage): Storage {
  return {
    ...storage,
    commit: async (changes) => changes.map(() => ({ kind: 'committed' })),
    takeDue: async () => [],
  }
}

/** Opens the record, does the work, and closes it whatever comes of the work. */
export async function withRecord<Result>(
  options: RecordOptions,
  context: CommandContext,
  { to = 'look', first, also = {} }: Opening,
  work: (record: OpenRecord) => Promise<Result>,
): Promise<Result> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  const digest = digestOf(options)
  const config: Config = { ...(await loadConfig(options.config)), ...(digest !== undefined && { digest }) }
  if (to !== 'fill') mustExist(target)
  const storage = await storageOf(target)
  const seen = to === 'look' ? looking(storage) : storage
  const huiyin: Huiyin = createHuiyin({ ...config, ...also, storage: seen })
  try {
    await storage.open()
    await first?.(storage)
    if (to === 'write') await assertSameDigest(storage, config)
    await huiyin.start({ readOnly: to === 'look' })
    return await work({ target, storage: seen, huiyin, config })
  } finally {
    await huiyin.stop()
  }
}
