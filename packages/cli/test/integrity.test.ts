import { mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { seedCity } from '@huiyin/testkit'
import { afterAll, expect, it } from 'vitest'
import { checkFile } from '../src/doctor/file-checks.js'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-integrity-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const integrity = async (path: string) => (await checkFile(path)).find(({ check }) => check === 'integrity')

it('doctor reads the whole file, and says what is damaged in it', async () => {
  const path = join(folder, 'city.db')
  const huiyin = createHuiyin({ storage: sqliteStorage({ path }) })
  await huiyin.start()
  await seedCity(huiyin)
  await huiyin.stop()
  expect(await integrity(path)).toMatchObject({ level: 'ok', details: { broken: [] } })
  // A row of the index by creation is gone: a query by it would not find the record.
  const db = new DatabaseSync(path)
  const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'records_by_creation'").get() as {
    rootpage: number
  }
  const { page_size: pageSize } = db.prepare('PRAGMA page_size').get() as { page_size: number }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  const offset = (rootpage - 1) * pageSize
  const cells = readFileSync(path).readUInt16BE(offset + 3)
  expect(cells).toBeGreaterThan(1)
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.from([0, cells - 1]), 0, 2, offset + 3)
  expect(await integrity(path)).toMatchObject({ level: 'fail' })
})
