import type { Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { CommandFailure } from '../command-failure.js'
import { exitCodes } from '../exit-codes.js'
import { loadPostgres } from './postgres.js'
import { sizeOf } from './sqlite-file.js'
import type { StorageTarget } from './target.js'

/** Fails unless the database exists, because opening a missing or empty file would create one. */
export function mustExist(target: StorageTarget): void {
  if (target.kind !== 'sqlite' || sizeOf(target.path) > 0) return
  throw new CommandFailure(exitCodes.storage, 'storage-absent', {
    zh: `${target.path} 不存在。新建请用 huiyin migrate。`,
    en: `There is no database at ${target.path}. To make one, run huiyin migrate.`,
  })
}

/** The storage of a target, not opened yet. */
export async function storageOf(target: StorageTarget): Promise<Storage> {
  // The application decides whether there is a ballast file.
  if (target.kind === 'sqlite') return sqliteStorage({ path: target.path, ballast: 0 })
  const { postgresStorage } = await loadPostgres()
  return postgresStorage({
    connection: target.url,
    ...(target.schema !== undefined && { schema: target.schema }),
  })
}
