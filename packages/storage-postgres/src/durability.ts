import { AdapterError } from '@huiyin/core'
import type { Database, Queryable } from './database.js'

interface Settings {
  readonly version: number
  readonly synchronous_commit: string
  readonly fsync: string
  readonly full_page_writes: string
}

// What every node of a cluster must have on. `SHOW` answers one setting, and a node may be asked one thing.
const nodeSettings = `current_setting('fsync') || ' ' || current_setting('full_page_writes') || ' ' || current_setting('synchronous_commit')`

/** The nodes of a cluster that may lose acknowledged commits, each with its settings. A node that is away cannot be asked, and is left out. */
export async function weakNodes(query: Queryable['query']): Promise<readonly string[]> {
  const { rows } = await query<{ node: number; result: string }>(
    `SELECT nodeid AS node, result FROM run_command_on_all_nodes($huiyin$SELECT ${nodeSettings}$huiyin$) WHERE success`,
  )
  return rows.flatMap(({ node, result }) => {
    const [fsync, pages, commit] = result.split(' ')
    const weak = fsync !== 'on' || pages !== 'on' || commit === 'off' || commit === 'local'
    return weak ? [`node ${node}: fsync=${fsync}, full_page_writes=${pages}, synchronous_commit=${commit}`] : []
  })
}

/** Refuses a cluster of which a node may lose acknowledged commits. */
export async function checkNodes(db: Database): Promise<void> {
  const weak = await weakNodes(async (text) => {
    const rows = await db.query<never>('open', text)
    return { rows, rowCount: rows.length }
  })
  if (weak.length === 0) return
  const why = `${weak.join('; ')}: acknowledged commits may be lost; set them on, or pass unsafe: true if that is meant`
  throw new AdapterError({ adapter: 'postgres', operation: 'open', message: why })
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
    throw new AdapterError({ adapter: 'postgres', operation: 'open', message: why })
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
