import { backup, DatabaseSync } from 'node:sqlite'

/**
 * Copies a database page by page while others write to it: the copy is the database as it was at one moment, in one file. Opens `from` for reading
 * only, and brings no schema up to date.
 *
 * @param told called now and then with the number of pages done and of all
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
  told: (done: number, of: number) => void = () => {},
): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    // One moment for the whole copy: without it the copying begins anew whenever somebody else writes, and may never end.
    source.exec('PRAGMA busy_timeout = 5000; BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    await backup(source, to, {
      rate: 1000,
      progress: ({ totalPages, remainingPages }) => told(totalPages - remainingPages, totalPages),
    })
  } finally {
    source.close()
  }
  // The copy says it has a write-ahead log, as the database has. It is one file that is complete by itself, for whoever copies it further.
  const copy = new DatabaseSync(to)
  try {
    copy.exec('PRAGMA journal_mode = DELETE')
  } finally {
    copy.close()
  }
}
