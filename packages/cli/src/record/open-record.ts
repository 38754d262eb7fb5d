import { createHuiyin, type Huiyin, type HuiyinOptions, type Storage } from '@huiyin/core'
import type { CommandContext } from '../outcome.js'
import { mustExist, storageOf } from '../storage/open-storage.js'
import { parseTarget, type StorageTarget } from '../storage/target.js'
import { type DigestOptions, digestOf } from './digest.js'
import { loadPlace, type Place } from './place.js'

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
  readonly place: Place
}

/** How a record is opened. */
export interface Opening {
  /** The database may be made by opening it. */
  readonly create?: boolean
  /** Wins over what the place's configuration says. */
  readonly also?: Partial<HuiyinOptions>
}

/** Opens the record, does the work, and closes it whatever comes of the work. */
export async function withRecord<Result>(
  options: RecordOptions,
  context: CommandContext,
  { create = false, also = {} }: Opening,
  work: (record: OpenRecord) => Promise<Result>,
): Promise<Result> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  const digest = digestOf(options)
  const place = { ...(await loadPlace(options.config)), ...(digest !== undefined && { digest }) }
  if (!create) mustExist(target)
  const storage = await storageOf(target)
  const huiyin: Huiyin = createHuiyin({ ...place, ...also, storage })
  await huiyin.start()
  try {
    return await work({ target, storage, huiyin, place })
  } finally {
    await huiyin.stop()
  }
}
