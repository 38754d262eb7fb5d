import type { Storage } from '@huiyin/core'
import { CommandFailure } from '../command-failure.js'
import { exitCodes } from '../exit-codes.js'

/** What is used of `@huiyin/storage-postgres`, which a city on SQLite does without. */
export interface PostgresPackage {
  readonly postgresStorage: (options: { readonly connection: string }) => Storage
}

const packageName = '@huiyin/storage-postgres'

/** Loads the PostgreSQL storage, when it is installed. */
export async function loadPostgres(): Promise<PostgresPackage> {
  try {
    // The name stands in a variable: nothing is looked up when this program is built.
    return (await import(packageName)) as PostgresPackage
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new CommandFailure(
      exitCodes.missing,
      'package-missing',
      {
        zh: `未安装 ${packageName}。请执行 npm install ${packageName} 后重试。`,
        en: `${packageName} is not installed. Run npm install ${packageName} and try again.`,
      },
      { package: packageName },
      error,
    )
  }
}
