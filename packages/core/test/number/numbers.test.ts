import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'

const report = { category: 'heating', area: cityGrid, description: '供暖不热' }
const by = { by: cityActors.resident }
const start = Date.parse('2022-01-04T09:00:00+08:00')

function shared(): readonly (() => Storage)[] {
  const memory = memoryStorage()
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-numbers-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return [() => memory, () => sqliteStorage({ path: join(folder, 'city.db') })]
}

async function process(storage: Storage, seed: number, clock = simulatedClock(start)) {
  const ids = simulatedIds(seed)
  const named = { ...ids, next: (type: string) => `p${seed}-${ids.next(type)}` }
  const huiyin = createHuiyin({ storage, numberPrefix: 'JZ', platform: { clock, ids: named } })
  await huiyin.start()
  onTestFinished(() => huiyin.stop())
  const submit = async () => {
    const result = await huiyin.requests.submit(report, by)
    return result.ok ? (result.request.number ?? '') : expect.unreachable()
  }
  return { huiyin, submit, clock }
}

describe('the number of a request', () => {
  it.each([0, 1])('is given out once, by however many processes at the same time (storage %i)', async (which) => {
    const open = shared()[which] as () => Storage
    const one = await process(open(), 1)
    await seedCity(one.huiyin)
    const others = [await process(open(), 2), await process(open(), 3)]
    const all = await Promise.all([one, ...others].flatMap(({ submit }) => Array.from({ length: 100 }, submit)))
    expect(new Set(all).size).toBe(300)
    expect(all.every((each) => each.startsWith('JZ-20220104-'))).toBe(true)
  })

  it('begins anew with every day', async () => {
    const { huiyin, submit, clock } = await process(memoryStorage(), 1)
    await seedCity(huiyin)
    expect([await submit(), await submit()]).toEqual(['JZ-20220104-0001-1', 'JZ-20220104-0002-0'])
    clock.advance(24 * 3_600_000)
    expect(await submit()).toMatch(/^JZ-20220105-0001-\d$/)
  })

  it('is not waited for: a process takes a block of numbers, and the next twice as large', async () => {
    const inner = memoryStorage()
    let blocks = 0
    const storage: Storage = {
      ...inner,
      commit: (changes, within) => {
        blocks += changes.filter(({ type }) => type === 'numbers').length
        return inner.commit(changes, within)
      },
    }
    const { huiyin, submit } = await process(storage, 1)
    await seedCity(huiyin)
    for (let count = 0; count < 140; count++) await submit()
    expect(blocks).toBe(3)
  })

  it('stays the same when a submit is repeated, and finds the request', async () => {
    const { huiyin } = await process(memoryStorage(), 1)
    await seedCity(huiyin)
    const [first, again] = [
      await huiyin.requests.submit(report, { ...by, key: 'k-1' }),
      await huiyin.requests.submit(report, { ...by, key: 'k-1' }),
    ]
    if (!first.ok || !again.ok) expect.unreachable()
    expect(again.request.number).toBe(first.request.number)
    const found = await huiyin.requests.find({ number: 'jz－20220104－0001－1' }, by)
    expect(found.items.map(({ id }) => id)).toEqual([first.request.id])
    expect(await huiyin.requests.forResident(first.request.id, by)).toMatchObject({ number: 'JZ-20220104-0001-1' })
  })

  it('is refused by name when a digit of it was misread', async () => {
    const { huiyin } = await process(memoryStorage(), 1)
    await expect(huiyin.requests.find({ number: 'JZ-20220104-0001-2' }, by)).rejects.toMatchObject({
      details: { issues: [{ path: ['query', 'number'], code: 'unfit' }] },
    })
  })

  it('has a prefix of one to eight capital letters', () => {
    for (const numberPrefix of ['', 'jz', '胶州', 'TOOLONGAB'])
      expect(() => createHuiyin({ storage: memoryStorage(), numberPrefix })).toThrow(/numberPrefix/)
  })
})
