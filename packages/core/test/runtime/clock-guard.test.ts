import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const file = () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-clock-'))
  folders.push(folder)
  return () => sqliteStorage({ path: join(folder, 'city.db'), ballast: 0 })
}
const shared = () => {
  const storage = memoryStorage()
  return () => ({ ...storage, close: async () => {} })
}

async function process(storage: Storage, start: string, more: Partial<HuiyinOptions> = {}) {
  const clock = simulatedClock(at(start))
  const warnings: string[] = []
  const logger = { info: () => {}, warn: (message: string) => void warnings.push(message) }
  const platform = { clock, ids: simulatedIds(at(start) % 1000) }
  const huiyin = createHuiyin({ storage, platform, logger, ...more })
  return { huiyin, clock, warnings }
}
const report = { category: 'heating', area: cityGrid, description: '家中不热' }

/** A city with one dispatched request, in the hands of a process whose clock is right. */
async function city(storage: Storage) {
  const right = await process(storage, '2022-01-04 10:00')
  await right.huiyin.start()
  await seedCity(right.huiyin)
  await right.huiyin.requests.submit('q', report, { by: actors.resident })
  await right.huiyin.requests.dispatch('q', {}, { by: actors.desk })
  return right
}

describe.each([
  ['memory', shared],
  ['a SQLite file', file],
] as const)('a process whose clock is ten years off, on %s', (_name, storages) => {
  it.each(['2032-01-04 10:00', '2012-01-04 10:00'])('stamps nothing and freezes nothing: %s', async (wrong) => {
    const storage = storages()
    const right = await city(storage())
    const off = await process(storage(), '2022-01-04 11:00')
    await off.huiyin.start()
    off.clock.set(at(wrong))
    const before = await right.huiyin.requests.get('q', { by: actors.system })
    expect(await off.huiyin.tick()).toEqual({ deadlines: 0, deliveries: 0 })
    expect(off.warnings).toEqual(['nothing is done: the clock of this process is wrong'])
    const commands = [
      () => off.huiyin.requests.claim('q', { by: actors.housing }),
      () => off.huiyin.requests.submit('r', report, { by: actors.resident }),
    ]
    for (const command of commands) {
      const error = await command().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(isHuiyinError(error, 'clock-wrong') && error.details).toMatchObject({ at: at(wrong) })
    }
    expect(await right.huiyin.requests.get('q', { by: actors.system })).toEqual(before)
    // The others go on, and so does this one once its clock is set.
    expect((await right.huiyin.requests.claim('q', { by: actors.housing })).ok).toBe(true)
    off.clock.set(at('2022-01-05 10:00'))
    await off.huiyin.tick()
    expect((await off.huiyin.requests.reply('q', { text: '已处理。' }, { by: actors.housing })).ok).toBe(true)
    for (const { huiyin } of [right, off]) await huiyin.stop()
  })

  it('does not start, and says why', async () => {
    const storage = storages()
    const right = await city(storage())
    const off = await process(storage(), '2032-01-04 10:00', {
      // A process that has something of its own to declare writes when it starts.
      channels: [{ contract: 'huiyin.channel/2', name: 'sms', audience: 'unit', send: async () => ({ ok: true }) }],
    })
    const started = off.huiyin.start().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(isHuiyinError(await started, 'clock-wrong')).toBe(true)
    await right.huiyin.stop()
  })

  it('is let through where the place says that it may be', async () => {
    const storage = storages()
    const right = await city(storage())
    const late = await process(storage(), '2032-01-04 10:00', { limits: { clockDriftDays: Number.POSITIVE_INFINITY } })
    await late.huiyin.start()
    expect((await late.huiyin.tick()).deadlines).toBeGreaterThan(0)
    for (const { huiyin } of [right, late]) await huiyin.stop()
  })
})

describe('a clock that goes on', () => {
  it('is right however long the city runs, also after a quiet year', async () => {
    const { huiyin, clock } = await city(memoryStorage())
    for (let month = 0; month < 40; month++) {
      clock.set(clock.now() + 31 * 86_400_000)
      expect((await huiyin.requests.submit(report, { by: actors.resident })).ok).toBe(true)
    }
    clock.set(clock.now() + 365 * 86_400_000)
    expect((await huiyin.requests.submit(report, { by: actors.resident })).ok).toBe(true)
  })

  it('costs a look at the storage once, not with every command', async () => {
    const inner = memoryStorage()
    let looks = 0
    const times = async () => {
      looks++
      return (inner.times as NonNullable<Storage['times']>)()
    }
    const { huiyin } = await city({ ...inner, times })
    const since = looks
    for (let n = 0; n < 50; n++) await huiyin.requests.submit(report, { by: actors.resident })
    expect([since, looks]).toEqual([1, 1])
  })

  it('is compared with the clock of the storage, where it has one', async () => {
    const inner = memoryStorage()
    // The newest record was stamped years ahead before; the server knows better.
    const times = async () => ({ now: at('2022-01-04 10:00'), newest: at('2032-01-04 10:00') })
    const { huiyin } = await city({ ...inner, times })
    expect((await huiyin.requests.submit(report, { by: actors.resident })).ok).toBe(true)
  })

  it('of a storage that cannot say is compared with what the process has seen', async () => {
    const { times: _, ...inner } = memoryStorage()
    const { huiyin, clock } = await city(inner)
    clock.set(at('2032-01-04 10:00'))
    await expect(huiyin.requests.submit(report, { by: actors.resident })).rejects.toThrow(/far ahead of the time/)
  })
})
