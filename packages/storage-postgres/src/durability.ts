import { AdapterError } from '@huiyin/core'
import type { Database } from './database.js'

interface Settings {
  readonly version: number
  readonly synchronous_commit: string
  readonly fsync: string
  readonly full_page_writes: string
}

/** Refuses a server that is too old, or that may lose acknowledged commits, unless `unsafe` is set. */
export async function checkServer(db: Database, unsafe: boolean): Promise<void> {
  const [settings] = await db.query<Settings>(
    'open',
    `SELECT current_setting('server_version_num')::int AS version, current_setting('synchronous_commit') AS synchronous_commit,
       current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes`,
  )
  if (settings === undefined) return
  const refuse = (why: string) => {
    throw new AdapterError('postgres', 'open', false, why)
  }
  if (settings.version < 140_000)
    refuse(`the server is PostgreSQL ${Math.floor(settings.version / 10_000)}; 14 or newer is needed`)
  if (unsafe) return
  const meant = 'set it on, or pass unsafe: true if that is meant'
  if (settings.fsync !== 'on') refuse(`fsync is ${settings.fsync}: a crash may lose or break the record; ${meant}`)
  if (settings.full_page_writes !== 'on')
    refuse(`full_page_writes is ${settings.full_page_writes}: a crash may break the record; ${meant}`)
  if (settings.synchronous_commit === 'off' || settings.synchronous_commit === 'local')
    refuse(`synchronous_commit is ${settings.synchronous_commit}: acknowledged commits may be lost; ${meant}`)
}
