import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqliteStorage } from '@huiyin/storage-sqlite'

/** Which steps of a schema were run, with the checksum of each. */
export type SchemaSteps = readonly { readonly number: number; readonly checksum: string }[]

/** Reads a file that other processes may have open. Nothing is written and the schema is not migrated. */
export function readSqlite<Result>(path: string, read: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    db.exec('PRAGMA busy_timeout = 5000')
    return read(db)
  } finally {
    db.close()
  }
}

/** The steps run on a file; empty for a new file, `undefined` for one that is not ours. */
export function schemaSteps(path: string): SchemaSteps | undefined {
  return readSqlite(path, (db) => {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[]
    if (tables.length === 0) return []
    if (!tables.some(({ name }) => name === 'migrations')) return undefined
    const rows = db.prepare('SELECT number, checksum FROM migrations ORDER BY number').all()
    return rows.map((row) => ({ number: Number(row.number), checksum: String(row.checksum) }))
  })
}

/** The steps that this version of the storage package runs: those of a new database. */
export async function currentSteps(): Promise<SchemaSteps> {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-schema-'))
  try {
    const path = join(folder, 'new.db')
    const storage = sqliteStorage({ path, ballast: 0 })
    await storage.open()
    await storage.close()
    return schemaSteps(path) ?? []
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Bytes of a file, 0 when it is not there. */
export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}
