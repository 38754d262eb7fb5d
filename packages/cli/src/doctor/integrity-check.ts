import { readSqlite } from '../storage/sqlite-file.js'
import type { Finding } from './finding.js'

const most = 20

// SQLITE_CORRUPT: a page is damaged so that the check itself cannot go on.
const corrupt = 11
const isCorrupt = (error: unknown): error is Error =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === corrupt

/** What SQLite finds wrong with a file itself, at most twenty lines; empty when it is sound. Reads the whole file. */
export function integrityOf(path: string): readonly string[] {
  return readSqlite(path, (db) => {
    try {
      const rows = db.prepare(`PRAGMA integrity_check(${most})`).all()
      return rows.map((row) => String(row.integrity_check)).filter((line) => line !== 'ok')
    } catch (error) {
      if (isCorrupt(error)) return [error.message]
      throw error
    }
  })
}

/** The finding about a file or a server whose pages, indexes or checksums are damaged. */
export function integrityFinding(broken: readonly string[], how: string): Finding {
  const base = { check: 'integrity', details: { broken, how } }
  if (broken.length === 0)
    return { ...base, level: 'ok', means: { zh: `数据库完好（${how}）。`, en: `The database is sound (${how}).` } }
  return {
    ...base,
    level: 'fail',
    means: {
      zh: `数据库受损 ${broken.length} 处：${broken[0]}。`,
      en: `The database is damaged: ${broken.join('; ')}.`,
    },
    todo: {
      zh: '请停止应用，保全一份副本，以最近的备份恢复（huiyin restore --verify），并检查磁盘。',
      en: 'Stop the application, keep a copy, restore the last backup (huiyin restore --verify), and check the disk.',
    },
  }
}
