import type { Storage } from '@huiyin/core'
import type { PostgresStorage } from '@huiyin/storage-postgres'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { CommandFailure } from '../command-failure.js'
import { exitCodes } from '../exit-codes.js'
import { loadPostgres } from './postgres.js'
import { sizeOf } from './sqlite-file.js'
import type { ServerTarget, StorageTarget } from './target.js'

/** Fails unless the database exists, because opening a missing or empty file would create one. */
export function mustExist(target: StorageTarget): void {
  if (target.kind !== 'sqlite' || sizeOf(target.path) > 0) return
  throw new CommandFailure(exitCodes.storage, 'storage-absent', {
    zh: `${target.path} 不存在。新建请用 huiyin migrate。`,
    en: `There is no database at ${target.path}. To make one, run huiyin migrate.`,
  })
}

/** The storage of a target, not opened yet. With `create` opening it may make the tables of a new one. */
export async function storageOf(target: StorageTarget, create: boolean): Promise<Storage> {
  // The application decides whether there is a ballast file.
  return target.kind === 'sqlite' ? sqliteStorage({ path: target.path, ballast: 0 }) : serverStorage(target, create)
}

/** The storage on a server, which can also be migrated. */
export async function serverStorage(
  { url, schema, distribute }: ServerTarget,
  create: boolean,
): Promise<PostgresStorage> {
  const { postgresStorage } = await loadPostgres()
  return postgresStorage({
    connection: url,
    create,
    ...(schema !== undefined && { schema }),
    ...(distribute !== undefined && { distribute }),
  })
}
