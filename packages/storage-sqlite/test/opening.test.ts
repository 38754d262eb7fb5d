import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isHuiyinError } from '@huiyin/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../src/database.js'
import { checkOptions } from '../src/options.js'
import { sqliteStorage } from '../src/sqlite-storage.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-opening-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What was thrown or rejected, as anybody sees it: code, details, message. */
async function failureOf(call: () => unknown): Promise<{ code: string; message: string; details: object }> {
  try {
    await call()
  } catch (error) {
    if (!isHuiyinError(error)) throw error
    return { code: error.code, message: error.message, details: error.details }
  }
  throw new Error('nothing was thrown')
}
const openingFailed = { adapter: 'sqlite', operation: 'open', retryable: false }
const opening = (path: string) => failureOf(() => sqliteStorage({ path }).open())

/** A file as this package makes it, then changed by hand. */
async function altered(name: string, sql: string): Promise<string> {
  const path = join(folder, name)
  const storage = sqliteStorage({ path })
  await storage.open()
  await storage.close()
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return path
}

describe('what a SQLite storage refuses to be made with', () => {
  it.each(['NORMAL', 'OFF'] as const)(
    'refuses synchronous %s unless the risk is accepted by name',
    async (synchronous) => {
      const refused = await failureOf(() => sqliteStorage({ path: ':memory:', synchronous }))
      expect(refused).toMatchObject({ code: 'configuration', details: { path: ['synchronous'] } })
      expect(refused.message).toContain('pass unsafe: true')
      const accepted = sqliteStorage({ path: ':memory:', synchronous, unsafe: true })
      await accepted.open()
      await accepted.close()
    },
  )

  it.each(['', undefined, 7])('refuses the path %j', async (path) => {
    const refused = await failureOf(() => sqliteStorage({ path: path as string }))
    expect(refused).toMatchObject({ code: 'configuration', details: { path: ['path'] } })
  })

  it.each(['full', 'EXTRA; DROP TABLE records', null])(
    'refuses the setting synchronous %j, unsafe or not',
    async (synchronous) => {
      const options = { path: ':memory:', synchronous: synchronous as 'FULL', unsafe: true }
      const refused = await failureOf(() => sqliteStorage(options))
      expect(refused).toMatchObject({ code: 'configuration', details: { path: ['synchronous'] } })
    },
  )

  it('refuses an option there is none of', async () => {
    const refused = await failureOf(() => sqliteStorage({ path: ':memory:', unsave: true } as { path: string }))
    expect(refused).toMatchObject({ code: 'configuration', details: { path: ['unsave'] } })
    expect(refused.message).toContain('known: path, synchronous')
  })

  it.each([-1, 1.5, Number.NaN, '5; DROP TABLE records'])('refuses the busy timeout %j', async (busyTimeout) => {
    const refused = await failureOf(() => sqliteStorage({ path: ':memory:', busyTimeout: busyTimeout as number }))
    expect(refused).toMatchObject({ code: 'configuration', details: { path: ['busyTimeout'] } })
  })

  it.each([0, -1, 1.5, 2 ** 21, '8; DROP TABLE records'])('refuses a cache of %j megabytes', async (cacheMegabytes) => {
    const refused = await failureOf(() => sqliteStorage({ path: ':memory:', cacheMegabytes: cacheMegabytes as number }))
    expect(refused).toMatchObject({ code: 'configuration', details: { path: ['cacheMegabytes'] } })
  })
})

describe('the cache of a file', () => {
  it.each([
    [{}, 64],
    [{ cacheMegabytes: 8 }, 8],
  ])('is as large as the options say: %j', (options, megabytes) => {
    const db = openDatabase(checkOptions({ path: ':memory:', ...options }))
    expect(db.get('PRAGMA cache_size')).toEqual({ cache_size: -1024 * megabytes })
    db.close()
  })
})

describe('what a SQLite storage refuses to open', () => {
  it('a file in a folder that does not exist, naming the folder', async () => {
    const failure = await opening(join(folder, 'nowhere', 'city.db'))
    expect(failure).toMatchObject({ code: 'adapter-failure', details: openingFailed })
    expect(failure.message).toContain(`the folder ${join(folder, 'nowhere')} does not exist`)
  })

  it('a database of another program, and leaves it as it is, its journal too', async () => {
    const path = join(folder, 'letters.db')
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE letters (text TEXT)')
    db.close()
    const before = readFileSync(path)
    expect((await opening(path)).message).toContain('a database of another program')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('a file that is no database, and leaves it as it is', async () => {
    const path = join(folder, 'letter.db')
    const text = 'Dear mayor, the heating is cold again. '.repeat(100)
    writeFileSync(path, text)
    const failure = await opening(path)
    expect(failure).toMatchObject({ code: 'adapter-failure', details: openingFailed })
    expect(failure.message).toContain(`${path} is not a SQLite database`)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('a folder in the place of the file', async () => {
    const path = join(folder, 'a-folder.db')
    mkdirSync(path)
    expect(await opening(path)).toMatchObject({ code: 'adapter-failure', details: { operation: 'open' } })
  })

  it('a database made by a newer version, and leaves it as it is', async () => {
    const path = await altered('newer.db', "INSERT INTO migrations (number, checksum) VALUES (999, 'ffffffff')")
    const before = readFileSync(path)
    const failure = await opening(path)
    expect(failure).toMatchObject({ code: 'adapter-failure', details: openingFailed })
    expect(failure.message).toContain("step 999 of the database's schema was made by a newer version of this package")
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('a database whose schema was made by other steps', async () => {
    const path = await altered('other.db', "UPDATE migrations SET checksum = '00000000' WHERE number = 1")
    const failure = await opening(path)
    expect(failure).toMatchObject({ code: 'adapter-failure', details: openingFailed })
    expect(failure.message).toContain('step 1')
    expect(failure.message).toContain('differs')
  })

  it('a database of something else, and adds nothing to it', async () => {
    const path = join(folder, 'shop.db')
    const shop = new DatabaseSync(path)
    shop.exec('CREATE TABLE records (price INTEGER)')
    shop.close()
    const failure = await opening(path)
    expect(failure).toMatchObject({ code: 'adapter-failure', details: openingFailed })
    expect(failure.message).toContain('a database of another program')
    const again = new DatabaseSync(path)
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'records' }])
    again.close()
  })
})

describe('after a refusal', () => {
  it('the storage can be opened once the cause is gone', async () => {
    const path = join(folder, 'later', 'city.db')
    const storage = sqliteStorage({ path })
    expect(await failureOf(() => storage.open())).toMatchObject({ code: 'adapter-failure' })
    mkdirSync(join(folder, 'later'))
    await storage.open()
    expect(await storage.find({ limit: 1 })).toEqual({ items: [] })
    await storage.close()
  })

  it('a file that is up to date waits for nobody who writes', async () => {
    const path = join(folder, 'written.db')
    const made = sqliteStorage({ path })
    await made.open()
    await made.close()
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const storage = sqliteStorage({ path, busyTimeout: 0 })
    await storage.open()
    expect(await storage.find({ limit: 1 })).toEqual({ items: [] })
    await storage.close()
    other.close()
  })

  it('a file that another process is just making is waited for, as long as the busy timeout says', async () => {
    const path = join(folder, 'making.db')
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT; BEGIN IMMEDIATE')
    const storage = sqliteStorage({ path, busyTimeout: 150 })
    const start = performance.now()
    expect(await failureOf(() => storage.open())).toMatchObject({
      code: 'adapter-failure',
      details: { retryable: true },
    })
    expect(performance.now() - start).toBeGreaterThanOrEqual(149)
    other.exec('COMMIT')
    await storage.open()
    await storage.close()
    other.close()
  })

  it('a file held by another writer is a failure that may pass', async () => {
    const path = join(folder, 'held.db')
    const storage = sqliteStorage({ path, busyTimeout: 1 })
    await storage.open()
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const failure = await failureOf(() => storage.settle([]))
    expect(failure).toMatchObject({ code: 'adapter-failure', details: { operation: 'settle', retryable: true } })
    other.exec('COMMIT')
    await storage.settle([])
    other.close()
    await storage.close()
  })
})
