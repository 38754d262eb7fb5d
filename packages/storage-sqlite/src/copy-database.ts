import { backup, DatabaseSync } from 'node:sqlite'

/**
 * Copies a database page by page while others write to it: the copy is the database as it was at one moment, in one file. Opens `from` read-only
 * and does not migrate its schema.
 *
 * @param onProgress is called now and then with the number of pages done and in total
 *
 * @example
 * ```ts
 * import { copyDatabase, sqliteStorage } from '@huiyin/storage-sqlite'
 *
 * const storage = sqliteStorage({ path: 'city.db' })
 * await storage.open()
 * await copyDatabase('city.db', 'copy.db', (done, of) => console.log(`${done} / ${of}`))
 * ```
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    // One read transaction for the whole copy: without it the backup restarts whenever another process writes, and may never end.
    source.exec('PRAGMA busy_timeout = 5000; BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    await backup(source, to, {
      rate: 1000,
      progress: ({ totalPages, remainingPages }) => onProgress(totalPages - remainingPages, totalPages),
    })
  } finally {
    source.close()
  }
  // The copy inherits the WAL mode. Switching it off leaves one complete file, which can be copied further.
  const copy = new DatabaseSync(to)
  try {
    copy.exec('PRAGMA journal_mode = DELETE')
  } finally {
    copy.close()
  }
}
