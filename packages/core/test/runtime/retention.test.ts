import { createHuiyin, memoryStorage, type RetentionRule, type Storage } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'

const day = 86_400_000
const rules = [
  { name: 'withdrawn-a-week', days: 7, ends: ['withdrawn'] },
  { name: 'leaks-a-month', days: 30, categories: ['leak'] },
  { name: 'a-year', days: 365 },
] as const satisfies readonly RetentionRule[]
const by = actors.securityAdmin

const clock = () => simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))

async function city(time = clock(), storage: Storage = memoryStorage(), retention?: readonly RetentionRule[]) {
  const huiyin = createHuiyin({
    storage,
    platform: { clock: time, ids: simulatedIds(1) },
    ...(retention !== undefined && { privacy: { retention } }),
  })
  await huiyin.start()
  const { requests } = huiyin
  const withdrawn = async (id: string, category = 'heating') => {
    const report = { category, area: cityGrid, description: '家中不热。', person: { name: '王某' } }
    await requests.submit(id, report, { by: actors.resident })
    await requests.withdraw(id, { by: actors.resident })
  }
  const closed = async (id: string, category: string) => {
    const report = { category, area: cityGrid, description: '家中不热。', person: { name: '王某' } }
    await requests.submit(id, report, { by: actors.resident })
    await requests.answerOnTheSpot(id, { text: '已修复。' }, { by: actors.desk })
    await requests.rate(id, { grade: 5 }, { by: actors.resident })
  }
  const textsOf = async (id: string) => Object.keys((await requests.forStaff(id, { by: actors.system })).texts).length
  return { huiyin, requests, clock: time, withdrawn, closed, textsOf }
}

describe.each([
  ['memory', memoryStorage],
  ['SQLite', () => sqliteStorage({ path: ':memory:' })],
])('texts are kept as long as the rules say, on %s', (_name, create) => {
  it('by category and end, and erased by the next tick with the rule as the ground', async () => {
    const { huiyin, withdrawn, closed, textsOf, requests, clock } = await city(undefined, create(), rules)
    await seedCity(huiyin)
    await withdrawn('q-1', 'leak')
    await closed('q-2', 'leak')
    await closed('q-3', 'heating')
    const { endedAt = 0, keptUntil } = await requests.get('q-2', { by })
    expect(keptUntil).toBe(endedAt + 30 * day)
    clock.advance(7 * day - 1)
    await huiyin.tick()
    expect(await textsOf('q-1')).toBeGreaterThan(0)
    clock.advance(1)
    await huiyin.tick()
    expect([await textsOf('q-1'), (await textsOf('q-2')) > 0, (await textsOf('q-3')) > 0]).toEqual([0, true, true])
    const last = (await requests.history('q-1', { by })).at(-1)
    expect(last).toMatchObject({
      type: 'request.textsErased',
      by: { kind: 'system' },
      data: { basis: 'retentionEnded', rule: 'withdrawn-a-week' },
    })
    clock.advance(23 * day)
    await huiyin.tick()
    expect([await textsOf('q-2'), (await textsOf('q-3')) > 0]).toEqual([0, true])
    clock.advance(335 * day)
    await huiyin.tick()
    expect(await textsOf('q-3')).toBe(0)
    // Nothing is left to come back for.
    expect(await huiyin.tick()).toMatchObject({ deadlines: 0 })
    const { ok, faults } = await huiyin.audit.verify({ by: actors.auditor })
    expect([ok, faults]).toEqual([true, []])
    await huiyin.stop()
  })
})

it('a tick reads those whose time is over, and none of the many that are kept', async () => {
  const storage = memoryStorage()
  const read: string[] = []
  const watched: Storage = {
    ...storage,
    load: (ref, options) => {
      if (ref.type === 'request') read.push(ref.id)
      return storage.load(ref, options)
    },
    find: (query) => {
      if (query.type === 'request') read.push('find')
      return storage.find(query)
    },
  }
  const { huiyin, withdrawn, closed, clock } = await city(undefined, watched, rules)
  await seedCity(huiyin)
  for (let n = 0; n < 40; n++) await closed(`kept-${n}`, 'heating')
  await withdrawn('over')
  clock.advance(7 * day)
  await huiyin.tick()
  read.length = 0
  await huiyin.tick()
  expect(read).toEqual([])
  clock.advance(day)
  const later = await city(clock, watched, rules)
  await later.withdrawn('over-2')
  clock.advance(7 * day)
  read.length = 0
  await later.huiyin.tick()
  expect([...new Set(read)]).toEqual(['over-2'])
})

describe('rules that come later', () => {
  it('count for what had ended before, page by page, after a dry run that changes nothing', async () => {
    const storage = memoryStorage()
    const before = await city(undefined, storage)
    await seedCity(before.huiyin)
    for (const id of ['q-1', 'q-2', 'q-3']) await before.withdrawn(id)
    await before.closed('q-4', 'heating')
    before.clock.advance(10 * day)
    expect((await before.requests.get('q-1', { by })).keptUntil).toBeUndefined()

    const { huiyin, requests, textsOf } = await city(before.clock, storage, rules)
    const dry = await huiyin.privacy.retention({ by, dryRun: true })
    expect([dry.erased.map(({ id, rule }) => [id, rule]), dry.counted]).toEqual([
      ['q-1', 'q-2', 'q-3'].map((id) => [id, 'withdrawn-a-week']),
      1,
    ])
    expect(await textsOf('q-1')).toBeGreaterThan(0)
    const pages: string[][] = []
    let after: string | undefined
    do {
      const page = await huiyin.privacy.retention({ by, limit: 2, ...(after !== undefined && { after }) })
      pages.push(page.erased.map(({ id }) => id))
      after = page.next
    } while (after !== undefined)
    expect(pages.flat()).toEqual(['q-1', 'q-2', 'q-3'])
    expect(await textsOf('q-3')).toBe(0)
    expect((await requests.get('q-4', { by })).keptUntil).toBeDefined()
    expect(await huiyin.privacy.retention({ by })).toEqual({ erased: [], waiting: [], counted: 0 })
  })

  it('decide when the time comes, whatever was said when the request ended', async () => {
    const storage = memoryStorage()
    const before = await city(undefined, storage, rules)
    await seedCity(before.huiyin)
    await before.withdrawn('q-1')
    before.clock.advance(7 * day)
    const longer = await city(before.clock, storage, [{ name: 'two-weeks', days: 14 }])
    await longer.huiyin.tick()
    expect(await longer.textsOf('q-1')).toBeGreaterThan(0)
    before.clock.advance(7 * day)
    await longer.huiyin.tick()
    expect(await longer.textsOf('q-1')).toBe(0)
  })

  it('decide nothing in a process that was told none', async () => {
    const storage = memoryStorage()
    const before = await city(undefined, storage, rules)
    await seedCity(before.huiyin)
    await before.withdrawn('q-1')
    before.clock.advance(8 * day)
    const without = await city(before.clock, storage)
    await without.huiyin.tick()
    expect(await without.textsOf('q-1')).toBeGreaterThan(0)
    await before.huiyin.tick(before.clock.now() + 2 * 3_600_000)
    expect(await before.textsOf('q-1')).toBe(0)
  })
})

describe('what is still needed', () => {
  it('waits: a request that goes on is not counted any more, one under review is looked at again', async () => {
    const { huiyin, closed, textsOf, requests, clock } = await city(undefined, undefined, [{ name: 'a-day', days: 1 }])
    await seedCity(huiyin)
    await closed('q-1', 'heating')
    await requests.askReopen('q-1', { reason: '又不热了' }, { by: actors.resident })
    clock.advance(day)
    expect((await huiyin.privacy.retention({ by })).waiting.map(({ id }) => id)).toEqual(['q-1'])
    await huiyin.tick()
    expect(await textsOf('q-1')).toBeGreaterThan(0)
    await requests.decideReopen('q-1', { granted: true, reason: '属实' }, { by: actors.desk })
    expect((await requests.get('q-1', { by })).keptUntil).toBeUndefined()
    clock.advance(30 * day)
    await huiyin.tick()
    expect(await textsOf('q-1')).toBeGreaterThan(0)
  })

  it.each([
    [[{ name: 'a', days: 0 }], 'privacy.retention.0.days is 0; it takes a whole number from 1 to 36500'],
    [
      [
        { name: 'a', days: 1 },
        { name: 'a', days: 2 },
      ],
      'privacy.retention.1.name a is there twice',
    ],
    [[{ name: 'a b', days: 1 }], 'privacy.retention.0.name takes letters, digits and hyphens'],
    [[{ name: 'a', days: 1, end: ['closed'] }], 'there is no privacy.retention.0.end; did you mean ends?'],
    [[{ name: 'a', days: 1, ends: [] }], 'privacy.retention.0.ends takes a list that is not empty'],
  ])('a rule that cannot be kept is refused: %j', async (retention, said) => {
    await expect(city(undefined, undefined, retention as never)).rejects.toThrow(said)
  })

  it('nobody but a security administrator of the whole city asks for it', async () => {
    const { huiyin } = await city(undefined, undefined, rules)
    await seedCity(huiyin)
    for (const reader of [actors.desk, actors.auditor, actors.resident])
      await expect(huiyin.privacy.retention({ by: reader })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
