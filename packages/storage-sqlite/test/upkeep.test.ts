import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, isHuiyinError } from '@huiyin/core'
import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../src/sqlite-storage.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-upkeep-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = (name = 'city.db') => join(folder, name)

async function city(path: string) {
  const storage = sqliteStorage({ path })
  const huiyin = createHuiyin({ storage, platform: { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')) } })
  await huiyin.start()
  const report = (n: number) =>
    huiyin.requests.submit(
      { category: 'heating', area: cityGrid, description: `诉求 ${n}`.repeat(40) },
      { by: actors.resident },
    )
  return { storage, huiyin, report }
}

describe('an online backup', () => {
  it('taken while commands go on holds every one acknowledged before it began, and verifies', async () => {
    const { storage, huiyin, report } = await city(file())
    await seedCity(huiyin)
    const before = await Promise.all(Array.from({ length: 300 }, (_, n) => report(n)))
    const backup = storage.backup(file('copy.db'))
    const during = await Promise.all(Array.from({ length: 300 }, (_, n) => report(300 + n)))
    await backup
    await huiyin.stop()
    expect([...before, ...during].every((each) => each.ok)).toBe(true)

    const copy = await city(file('copy.db'))
    const verified = await copy.huiyin.audit.verify({ by: actors.system })
    expect(verified.ok).toBe(true)
    for (const each of before) if (each.ok) await copy.huiyin.requests.get(each.request.id, { by: actors.system })
    await copy.huiyin.stop()
  })

  it('into a place that cannot be written fails as a failure of the adapter', async () => {
    const { storage, huiyin } = await city(file())
    const error = await storage.backup(join(folder, 'nowhere', 'copy.db')).catch((thrown: unknown) => thrown)
    expect(isHuiyinError(error, 'adapter-failure')).toBe(true)
    await huiyin.stop()
  })
})

describe('the write-ahead log', () => {
  it('is taken over beside the work before it grows without end', async () => {
    const { storage, huiyin, report } = await city(file())
    await seedCity(huiyin)
    const logSize = () => statSync(`${file()}-wal`).size
    // The thread beside it may be slow to come to it: reports go on until it has. A log that is not taken over grows with every one.
    const most = 1000
    let rounds = 0
    for (let grew = true; grew && rounds < most; rounds++) {
      const before = logSize()
      await Promise.all(Array.from({ length: 150 }, (_, n) => report(rounds * 150 + n)))
      // One turn of the loop: what the thread has to say is heard.
      await new Promise((resolve) => setImmediate(resolve))
      grew = logSize() > before
    }
    expect(rounds).toBeLessThan(most)
    expect(statSync(file()).size).toBeGreaterThan(8_000_000)
    await storage.close()
    expect(existsSync(`${file()}-wal`)).toBe(false)
  })
})

describe('ballast', () => {
  it('is set aside when the file is opened, freed once, and set aside again', async () => {
    const storage = sqliteStorage({ path: file(), ballast: 100_000 })
    await storage.open()
    expect(statSync(file('city.db-ballast')).size).toBe(100_000)
    expect([storage.releaseBallast(), storage.releaseBallast()]).toEqual([true, false])
    await storage.close()
    await storage.open()
    expect(existsSync(file('city.db-ballast'))).toBe(true)
    await storage.close()
  })

  it('is none where none is wanted, and for a record in memory', async () => {
    for (const options of [{ path: file(), ballast: 0 }, { path: ':memory:' }]) {
      const storage = sqliteStorage(options)
      await storage.open()
      expect(storage.releaseBallast()).toBe(false)
      await storage.close()
    }
  })

  it('of no whole number of bytes is refused before anything is opened', () => {
    expect(() => sqliteStorage({ path: file(), ballast: -1 })).toThrow(/ballast/)
  })
})
