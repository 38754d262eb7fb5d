import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'

const grid = (code: string) => ({ code, name: `网格${code.slice(-3)}`, level: 'grid', parent: '370281001001' }) as const
const into = [grid('370281001001003'), grid('370281001001004')]
const first = into[0]?.code
const input = { category: 'heating', area: cityGrid, description: '家中不热' }

async function city(storage: Storage) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const other = createHuiyin({ storage, platform: { clock } })
  await other.start()
  const must = async <T extends { ok: boolean }>(asked: Promise<T>) => {
    const result = await asked
    expect(result).toMatchObject({ ok: true })
    return result as Extract<T, { ok: true }>
  }
  const submit = async (at = huiyin, who: 'resident' | 'neighbour' = 'resident') =>
    (await must(at.requests.submit(input, { by: actors[who] }))).request.id
  const split = () => must(huiyin.areas.split(cityGrid, { into }, { by: actors.admin }))
  return { huiyin, other, clock, must, submit, split }
}

describe.each([
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage({ path: ':memory:' })],
] as const)('when areas change, on %s', (_name, create) => {
  it('a closed request whose grid was split stays with those in charge of the successor', async () => {
    const { huiyin, must, submit, split } = await city(create())
    const id = await submit()
    await must(huiyin.requests.answerOnTheSpot(id, { text: '已处理。', unit: 'housing' }, { by: actors.desk }))
    await must(huiyin.requests.rate(id, { grade: 5 }, { by: actors.resident }))
    await split()
    for (const by of [actors.admin, actors.chief, actors.desk])
      expect((await huiyin.requests.forStaff(id, { by })).facts.area).toBe(cityGrid)
    await must(huiyin.requests.eraseTexts(id, { basis: 'retentionEnded' }, { by: actors.admin }))
    const unsolved = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
    const { request } = await must(huiyin.requests.followUp(id, unsolved, { by: actors.desk }))
    // Open again: it lies in an area in force from the same decision on.
    expect(request).toMatchObject({ status: 'rectifying', area: first })
  })

  it('a request that comes back to life lies in an area in force', async () => {
    const { huiyin, must, submit, split } = await city(create())
    const [a, b] = [await submit(), await submit(huiyin, 'neighbour')]
    await must(huiyin.requests.merge(b, { into: a }, { by: actors.desk }))
    await split()
    await must(huiyin.requests.withdraw(a, {}, { by: actors.resident }))
    expect(await huiyin.requests.get(b)).toMatchObject({ status: 'reported', area: first })
    await must(huiyin.requests.dispatch(b, {}, { by: actors.desk }))
  })

  it.each(['the one that accepted it', 'the other one'])(
    'a request that a process accepted into a grid it did not know to be split is relocated by %s',
    async (who) => {
      const { huiyin, other, clock, submit, split } = await city(create())
      await split()
      await huiyin.tick()
      const id = await submit(other)
      expect((await huiyin.requests.get(id)).area).toBe(cityGrid)
      clock.advance(5 * 60_000)
      await (who === 'the other one' ? huiyin : other).tick()
      expect((await huiyin.requests.get(id)).area).toBe(first)
      expect(await huiyin.audit.verify()).toMatchObject({ ok: true })
    },
  )

  it('a process that has not seen the change serves requests and areas that are newer than its tree', async () => {
    const { huiyin, other, must, submit, split } = await city(create())
    const id = await submit()
    await split()
    expect((await other.requests.forStaff(id, { by: actors.desk })).facts.area).toBe(first)
    await must(other.requests.dispatch(id, {}, { by: actors.desk }))
    await huiyin.areas.merge(
      into.map(({ code }) => code),
      { into: grid('370281001001005') },
      { by: actors.admin },
    )
    await must(other.requests.submit({ ...input, area: '370281001001005' }, { by: actors.resident }))
  })
})
