import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, type Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it } from 'vitest'
import { storageConformance } from './conformance/index.js'
import { tracingStorage } from './tracing-storage.js'

async function opened(storage: Storage) {
  await storage.open()
  return { storage, cleanup: () => storage.close() }
}

async function inFile() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-kit-'))
  const open = async () => {
    const storage = sqliteStorage({ path: join(folder, 'city.db') })
    await storage.open()
    return storage
  }
  const storage = await open()
  let latest = storage
  return {
    storage,
    reopen: async () => {
      await latest.close()
      latest = await open()
      return latest
    },
    cleanup: async () => {
      await latest.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describe('memory keeps the Storage contract', () => storageConformance({ describe, it }, () => opened(memoryStorage())))
describe('a SQLite file keeps the Storage contract', () => storageConformance({ describe, it }, inFile))
describe('SQLite in memory keeps the Storage contract', () =>
  storageConformance({ describe, it }, () => opened(sqliteStorage({ path: ':memory:' }))))
describe('a traced storage keeps the Storage contract', () =>
  storageConformance({ describe, it }, () => opened(tracingStorage(memoryStorage(), () => {}))))

describe('a traced storage', () => {
  it('tells of every call and whether it failed', async () => {
    const calls: string[] = []
    const storage = tracingStorage(memoryStorage(), (call) => calls.push(`${call.method} ${call.failed}`))
    await storage.find({ limit: 1 }).catch(() => {})
    await storage.open()
    await storage.find({ limit: 1 })
    expect(calls).toEqual(['find true', 'open false', 'find false'])
  })
})
