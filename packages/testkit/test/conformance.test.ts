import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { memoryStorage, type Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { describe, expect, it } from 'vitest'
import { storageConformance } from '../src/conformance/index.js'
import { tracingStorage } from '../src/tracing-storage.js'

const within = (create: () => Storage) => async () => {
  const storage = create()
  await storage.open()
  return { storage, unopened: create, cleanup: () => storage.close() }
}

async function withinFile() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-kit-'))
  const create = () => sqliteStorage({ path: join(folder, 'city.db') })
  const storage = create()
  await storage.open()
  let latest: Storage = storage
  return {
    storage,
    unopened: create,
    newer: async () => {
      const path = join(folder, 'newer.db')
      const made = sqliteStorage({ path })
      await made.open()
      await made.close()
      const db = new DatabaseSync(path)
      db.exec("INSERT INTO migrations SELECT 1 + max(number), 'of a newer version' FROM migrations")
      db.close()
      return sqliteStorage({ path })
    },
    reopen: async () => {
      await latest.close()
      latest = create()
      await latest.open()
      return latest
    },
    cleanup: async () => {
      await latest.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const runner = { describe, it }
describe('memory keeps the Storage contract', () => storageConformance(runner, within(memoryStorage)))
describe('a SQLite file keeps the Storage contract', () => storageConformance(runner, withinFile))
describe('SQLite in memory keeps the Storage contract', () =>
  storageConformance(
    runner,
    within(() => sqliteStorage({ path: ':memory:' })),
  ))
describe('a traced storage keeps the Storage contract', () =>
  storageConformance(
    runner,
    within(() => tracingStorage(memoryStorage(), () => {})),
  ))

describe('a traced storage', () => {
  it('tells of every call and whether it failed', async () => {
    const calls: string[] = []
    const storage = tracingStorage(memoryStorage(), (call) => calls.push(`${call.method} ${call.failed}`))
    await storage.find({ limit: 1 }).catch(() => {})
    await storage.open()
    await storage.find({ limit: 1 })
    expect(calls).toEqual(['find true', 'open false', 'find false'])
  })

  it('answers as the storage does when the listener throws', async () => {
    const storage = tracingStorage(memoryStorage(), () => {
      throw new Error('a mistake of the listener')
    })
    await storage.open()
    expect(await storage.find({ limit: 1 })).toEqual({ items: [] })
  })

  it('wraps a storage whose methods need the object they belong to', async () => {
    class Bound {
      readonly opened: string[] = []
      async open() {
        this.opened.push('open')
      }
    }
    const bound = new Bound()
    await tracingStorage(Object.assign(bound, memoryStorage(), { open: Bound.prototype.open }), () => {}).open()
    expect(bound.opened).toEqual(['open'])
  })
})
