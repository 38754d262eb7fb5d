import { copyDatabase } from '@huiyin/storage-sqlite'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome } from '../outcome.js'
import { mustBeNew, writeWhole } from '../record/new-file.js'
import { mustExist } from '../storage/open-storage.js'
import { sqliteFailure } from '../storage/sqlite-failure.js'
import { schemaSteps, sizeOf } from '../storage/sqlite-file.js'
import { parseTarget, type StorageTarget } from '../storage/target.js'

/** Options of `huiyin backup`. */
export interface BackupOptions {
  readonly storage?: string
  readonly out: string
}

/** Only a file can be copied. A server has backup tools that know its replicas and logs. */
export function sqliteOnly(target: StorageTarget, what: 'backup' | 'restore') {
  if (target.kind === 'sqlite') return target
  throw wrongUse(
    `huiyin ${what} 只用于 SQLite；PostgreSQL 请用 pg_basebackup（含 WAL 归档）或 pg_dump。`,
    `huiyin ${what} is for SQLite; for PostgreSQL use pg_basebackup with WAL archiving, or pg_dump.`,
    { storage: target.shown },
  )
}

/** `huiyin backup`: a copy of the database, taken while it is in use. */
export async function backup(options: BackupOptions, context: CommandContext): Promise<Outcome> {
  const target = sqliteOnly(parseTarget(options.storage ?? context.env.HUIYIN_STORAGE), 'backup')
  mustBeNew(options.out)
  mustExist(target)
  const progress = context.progress('备份 backing up')
  try {
    if (schemaSteps(target.path) === undefined)
      throw wrongUse(`${target.path} 不是回音的数据库。`, `${target.path} is not a Huiyin database.`, {
        file: target.path,
      })
    await writeWhole(options.out, (part) =>
      copyDatabase(target.path, part, (pages, of) => progress.at(pages, of, '页 pages')),
    )
  } catch (error) {
    throw sqliteFailure('backup', error)
  }
  progress.end()
  const bytes = sizeOf(options.out)
  return done({ storage: target.shown, out: options.out, bytes }, [
    `✓ 已备份 backed up ${target.shown} → ${options.out} (${bytes} bytes)`,
    `  请定期演练恢复 rehearse restoring it: huiyin restore ${options.out} --verify --storage sqlite:restored.db`,
  ])
}
