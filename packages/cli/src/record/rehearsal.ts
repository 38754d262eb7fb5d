import type { Verification } from '@huiyin/core'
import { copyDatabase } from '@huiyin/storage-sqlite'
import { verifyRecord } from '../commands/verify.js'
import type { CommandContext } from '../outcome.js'
import { sqliteFailure } from '../storage/sqlite-failure.js'
import { writeWhole } from './new-file.js'
import { type RecordOptions, withRecord } from './open-record.js'

/**
 * Migrates a copy of a SQLite file and verifies the whole record in it. So a fault that was in the file is told of before anything of the file is
 * changed, and a migration that lost anything would show. The copy lies beside the file and is deleted.
 */
export async function rehearseMigration(
  path: string,
  options: RecordOptions,
  context: CommandContext,
): Promise<Verification> {
  try {
    return await writeWhole(
      `${path}.rehearsal`,
      async (copy) => {
        const progress = context.progress('演练 rehearsing')
        await copyDatabase(path, copy, (pages, of) => progress.at(pages, of, '页 pages'))
        progress.end()
        const place = { ...options, storage: `sqlite:${copy}` }
        return withRecord(place, context, {}, (record) => verifyRecord(record, context, undefined))
      },
      () => false,
    )
  } catch (error) {
    throw sqliteFailure('migrate', error)
  }
}
