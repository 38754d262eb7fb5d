import { existsSync } from 'node:fs'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { storageOf } from '../storage/open-storage.js'
import { schemaSteps, sizeOf } from '../storage/sqlite-file.js'
import { parseTarget, type StorageTarget } from '../storage/target.js'

/** Options of `huiyin migrate`. */
export interface MigrateOptions {
  readonly storage?: string
}

function stepsOf(target: StorageTarget): number | undefined {
  if (target.kind !== 'sqlite') return undefined
  return existsSync(target.path) && sizeOf(target.path) > 0 ? schemaSteps(target.path)?.length : 0
}

/** `huiyin migrate`: creates the database, or migrates its schema. Writes no event, because it does not know the digest of the record. */
export async function migrate(options: MigrateOptions, context: CommandContext): Promise<Outcome> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  const created = target.kind === 'sqlite' ? !existsSync(target.path) : undefined
  // The storage refuses a file that is not a Huiyin database, and says why.
  const before = created === false ? quietly(() => stepsOf(target)) : stepsOf(target)
  const storage = await storageOf(target)
  await storage.open()
  try {
    const after = stepsOf(target)
    const changed = before === undefined || after === undefined ? undefined : after - before
    const result = {
      storage: target.shown,
      ...(created !== undefined && { created }),
      ...(changed !== undefined && { steps: after, run: changed }),
    }
    const what =
      created === true
        ? '已新建 made'
        : changed === 0
          ? '已是最新 up to date already'
          : changed === undefined
            ? '已更新至最新 up to date'
            : `已执行 ${changed} 步，现为最新 ${changed} steps run, up to date`
    return done(result, [`✓ ${target.shown}: ${what}`])
  } finally {
    await storage.close()
  }
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
