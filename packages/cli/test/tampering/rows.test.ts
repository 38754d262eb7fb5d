import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { afterAll, describe } from 'vitest'
import { editFile } from './edit-file.js'
import { itFindsTampering } from './rows.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-rows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
let files = 0

describe('rows changed by hand in SQLite', () =>
  itFindsTampering(async () => {
    const path = join(folder, `${++files}.db`)
    return {
      open: () => sqliteStorage({ path }),
      run: async (sql) => {
        const db = editFile(path)
        db.exec(sql((table) => table))
        db.close()
      },
    }
  }))
