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
  /** The place's own options of `createHuiyin`, without the storage. */
  readonly config: Config
}

/** How a record is opened. */
export interface Opening {
  /**
   * `look` (default): no event is written, even if starting would write one. `write`: only when the digest is that of the record.
   * `fill`: opening may create the database; `first` checks it.
   */
  readonly to?: 'look' | 'write' | 'fill'
  /** Called once the storage is open and before anything is written. */
  readonly first?: (storage: Storage) => Promise<void>
  /** Options that override those of `--config`. */
  readonly also?: Partial<HuiyinOptions>
  /** The record itself, where it is not opened by its address. */
  readonly storage?: Storage
}

// Read-only commands write nothing, because the record may be evidence and the digest may not be the record's.
function looking(storage: Storage): Storage {
  return {
    ...storage,
    commit: async (changes) => changes.map(() => ({ kind: 'committed' })),
    takeDue: async () => [],
  }
}

/** Opens the record, does the work, and closes the record even if the work fails. */
export async function withRecord<Result>(
  options: RecordOptions,
  context: CommandContext,
  { to = 'look', first, also = {}, storage: given }: Opening,
  work: (record: OpenRecord) => Promise<Result>,
): Promise<Result> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  const digest = digestOf(options)
  const loaded = await loadConfig(options.config)
  const platform = { ...loaded.platform, ...also.platform, ...(digest !== undefined && { digest }) }
  const config: Config = { ...loaded, platform }
  if (to !== 'fill') mustExist(target)
  const storage = given ?? (await storageOf(target, to === 'fill'))
  const seen = to === 'look' ? looking(storage) : storage
  const huiyin: Huiyin = createHuiyin({ ...config, ...also, platform, storage: seen })
  try {
    await storage.open()
    await first?.(storage)
    if (to === 'write') await assertSameDigest(storage, config)
    // The rules of a place are known by its configuration alone: a tool without it records none in their stead.
    await huiyin.start({ readOnly: to === 'look', keepRules: to === 'write' && options.config === undefined })
    return await work({ target, storage: seen, huiyin, config })
  } finally {
    await huiyin.stop()
  }
}
