import { existsSync } from 'node:fs'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { schemaSteps, sizeOf } from '../storage/sqlite-file.js'
import { parseTarget, type StorageTarget } from '../storage/target.js'

function stepsOf(target: StorageTarget): number | undefined {
  if (target.kind !== 'sqlite') return undefined
  return existsSync(target.path) && sizeOf(target.path) > 0 ? schemaSteps(target.path)?.length : 0
}

/** `huiyin migrate`: makes the database, or brings its schema up to date. */
export async function migrate(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  const created = target.kind === 'sqlite' ? !existsSync(target.path) : undefined
  // A file that is no database of ours is refused by the storage, which says why.
  const before = created === false ? quietly(() => stepsOf(target)) : stepsOf(target)
  return withRecord(options, context, { create: true }, async ({ huiyin }) => {
    const after = stepsOf(target)
    const changed = before === undefined || after === undefined ? undefined : after - before
    const result = {
      storage: target.shown,
      ...(created !== undefined && { created }),
      ...(changed !== undefined && { steps: after, run: changed }),
      areas: huiyin.areas.tree().size,
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
  })
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
