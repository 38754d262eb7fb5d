import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityCatalogue, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { Huiyin } from '../../src/runtime/huiyin.js'

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
  const split = () => must(huiyin.areas.split(cityGrid, { into }, { by: actors.systemAdmin }))
  return { huiyin, other, clock, must, submit, split }
}

const community = '370281001001'
const sibling = '370281001002'
const newCommunity = { code: '370281001003', name: '东路社区', level: 'community', parent: '370281001' } as const
const deskOf = (area: string) =>
  ({ id: `desk-${area}`, kind: 'staff', grants: [{ role: 'dispatcher', area }] }) as const
const rated = async ({ huiyin, must, submit }: Awaited<ReturnType<typeof city>>) => {
  const id = await submit()
  await must(huiyin.requests.answerOnTheSpot(id, { text: '已处理。', unit: 'housing' }, { by: actors.desk }))
  await must(huiyin.requests.rate(id, { grade: 5 }, { by: actors.resident }))
  return id
}

describe.each([
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage({ path: ':memory:' })],
] as const)('when areas change, on %s', (_name, create) => {
  it.each([
    [
      'merged',
      (h: Huiyin) => h.areas.merge([community, sibling], { into: newCommunity }, { by: actors.systemAdmin }),
      newCommunity.code,
      cityGrid,
    ],
    [
      'taken in',
      (h: Huiyin) => h.areas.merge([community], { into: sibling }, { by: actors.systemAdmin }),
      sibling,
      cityGrid,
    ],
    [
      'recoded',
      (h: Huiyin) => h.areas.recode(community, { to: newCommunity.code, below: true }, { by: actors.systemAdmin }),
      newCommunity.code,
      '370281001003001',
    ],
    [
      'retired',
      (h: Huiyin) => h.areas.retire(community, { into: sibling }, { by: actors.systemAdmin }),
      sibling,
      cityGrid,
    ],
    [
      'split',
      (h: Huiyin) =>
        h.areas.split(
          community,
          { into: [newCommunity, { ...newCommunity, code: '370281001004', name: '西路社区' }] },
          { by: actors.systemAdmin },
        ),
      newCommunity.code,
      cityGrid,
    ],
  ] as const)(
    'requests of a community that is %s follow it, and those in charge by its old code stay in charge',
    async (_how, change, place, lies) => {
      const scene = await city(create())
      const { huiyin, must, submit } = scene
      const closed = await rated(scene)
      const open = await submit()
      const inCommunity = (await must(huiyin.requests.submit({ ...input, area: community }, { by: actors.resident })))
        .request.id
      await must(change(huiyin))
      const there = await huiyin.requests.get(open, { by: actors.system })
      expect(there.areaPath).toBe(huiyin.areas.tree().path(lies))
      expect(there.areaPath).toContain(`/${place}/`)
      expect((await huiyin.requests.get(inCommunity, { by: actors.system })).area).toBe(place)
      for (const id of [open, inCommunity, closed])
        for (const by of [deskOf(community), deskOf(place), actors.desk])
          expect((await huiyin.requests.forStaff(id, { by })).facts.id).toBe(id)
      // What was closed keeps its version: the old code still finds it, and last year's figures do not move.
      expect(
        (await huiyin.requests.find({ within: community }, { by: actors.system })).items.map(({ id }) => id),
      ).toEqual([closed])
      const period = { from: '2022-01-01', to: '2022-02-01' }
      const counted = async (within: string) =>
        (await huiyin.evaluation.count(['completed@accepted'], { period, within }, { by: actors.system })).get('')
      expect((await counted(community))?.['completed@accepted']).toBe(1)
      expect((await counted(place))?.['completed@accepted'] ?? 0).toBe(0)
      expect(await huiyin.evaluation.recount({ by: actors.system })).toMatchObject({ ok: true })
      expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
      // A printed code still takes a report, to where the community lies now.
      const late = await must(huiyin.requests.submit({ ...input, area: community }, { by: actors.neighbour }))
      expect(late.request).toMatchObject({ area: place, namedArea: community })
      expect(await huiyin.teams.check({ within: community }, { by: actors.system })).toEqual(
        await huiyin.teams.check({ within: place }, { by: actors.system }),
      )
      expect(huiyin.catalogue.resolve('heating', community).lead).toBe('housing')
    },
  )

  it('a request with the code of a split grid goes to the first that came of it, as its open requests do', async () => {
    const { huiyin, other, must, split } = await city(create())
    await split()
    await must(
      huiyin.areas.merge(
        into.map(({ code }) => code),
        { into: grid('370281001001005') },
        { by: actors.systemAdmin },
      ),
    )
    const { request } = await must(huiyin.requests.submit(input, { by: actors.resident }))
    expect(request).toMatchObject({ area: '370281001001005', namedArea: cityGrid })
    const parts = [
      { category: 'heating', description: '甲', area: cityGrid },
      { category: 'works', description: '乙' },
    ]
    await must(huiyin.requests.split(request.id, { parts }, { by: actors.desk }))
    const open = await huiyin.requests.find({ open: true }, { by: actors.system })
    expect(open.items.map(({ area }) => area)).toEqual(['370281001001005', '370281001001005'])
    await other.areas.refresh()
    expect(await other.requests.submit({ ...input, area: '370281001001777' }, { by: actors.resident })).toMatchObject({
      ok: false,
      refusal: { code: 'area-unknown' },
    })
  })

  it('a catalogue that names retired codes is taken, and its rules hold where those areas lie now', async () => {
    const { huiyin, must, split } = await city(create())
    await split()
    const rules = [{ category: 'heating', area: cityGrid, lead: 'water' }]
    await must(huiyin.catalogue.import({ ...cityCatalogue, rules }, { by: actors.systemAdmin }))
    expect(into.map(({ code }) => huiyin.catalogue.resolve('heating', code).lead)).toEqual(['water', 'water'])
    await must(huiyin.areas.recode(community, { to: newCommunity.code, below: true }, { by: actors.systemAdmin }))
    expect(['003', '004'].map((n) => huiyin.catalogue.resolve('heating', `${newCommunity.code}${n}`).lead)).toEqual([
      'water',
      'water',
    ])
    // The city itself may get another code: who could import goes on.
    await must(huiyin.areas.recode('370281', { to: '370299' }, { by: actors.systemAdmin }))
    await must(huiyin.catalogue.import(cityCatalogue, { by: actors.systemAdmin }))
    const retiredTown = { ...actors.systemAdmin, grants: [{ role: 'systemAdmin', area: '370281001' }] }
    await must(huiyin.areas.retire('370281001', {}, { by: actors.systemAdmin }))
    expect(await huiyin.catalogue.import({ ...cityCatalogue, rules }, { by: retiredTown })).toMatchObject({ ok: false })
  })

  it('figures of a retired area are frozen by whoever looks after its successor, by its old code or its new one', async () => {
    const scene = await city(create())
    const { huiyin, clock, must } = scene
    await rated(scene)
    await must(huiyin.areas.recode(community, { to: newCommunity.code }, { by: actors.systemAdmin }))
    clock.advance(40 * 24 * 3_600_000)
    const evaluatorOf = (area: string) =>
      ({ id: `evaluator-${area}`, kind: 'staff', grants: [{ role: 'evaluator', area }] }) as const
    const options = { period: { from: '2022-01-01', to: '2022-02-01' }, within: community }
    const freeze = (area: string) => huiyin.evaluation.freeze('completionRate', options, { by: evaluatorOf(area) })
    expect(await freeze(sibling)).toMatchObject({ ok: false, refusal: { code: 'freeze-not-permitted' } })
    for (const area of [newCommunity.code, community, '370281001'])
      expect(await freeze(area)).toMatchObject({ ok: true, figures: { figures: [{ value: 100 }] } })
  })

  it('hundreds of changes later, what an old process accepts is still found and relocated', async () => {
    const { huiyin, other, clock, must } = await city(create())
    const many = Array.from({ length: 300 }, (_, n) => grid(`${community}${n + 100}`))
    await must(huiyin.areas.import(many, { by: actors.systemAdmin }))
    await other.areas.refresh()
    for (const [n, { code }] of many.entries())
      await must(huiyin.areas.recode(code, { to: `${community}${n + 500}` }, { by: actors.systemAdmin }))
    await huiyin.tick()
    const late = await must(other.requests.submit({ ...input, area: `${community}250` }, { by: actors.resident }))
    expect(late.request.area).toBe(`${community}250`)
    clock.advance(5 * 60_000)
    await huiyin.tick()
    expect(await huiyin.requests.get(late.request.id, { by: actors.system })).toMatchObject({ area: `${community}650` })
  })

  it('the team of a retired grid serves on in the grid that stands for it, once, with one lead', async () => {
    const { huiyin, other, clock, must } = await city(create())
    const by = { by: actors.systemAdmin }
    const second = '370281001001002'
    const lead = (member: string) =>
      ({ member, role: 'gridLead', from: '2021-01-01', name: '张三', phone: '139' }) as const
    const worker = (member: string) =>
      ({ member, role: 'gridWorker', employment: 'fullTime', from: '2021-01-01' }) as const
    await must(huiyin.teams.join(cityGrid, lead('m1'), by))
    await must(huiyin.teams.join(cityGrid, worker('m2'), by))
    await must(huiyin.teams.join(second, lead('m3'), by))
    await must(huiyin.teams.join(second, worker('m2'), by))
    await must(huiyin.areas.merge([cityGrid, second], { into: grid('370281001001005') }, by))
    const today = await huiyin.teams.whoServes('370281001001005', { by: actors.system })
    expect(today.gridLead).toMatchObject([{ member: 'm1', from: '2022-01-04' }])
    expect(today.gridWorker.map(({ member }) => member)).toEqual(['m2'])
    // Asked by the old code, the answer is who serves there now; who served before is not forgotten.
    expect(await huiyin.teams.whoServes(cityGrid, { by: actors.system })).toEqual(today)
    expect((await huiyin.teams.whoServes(cityGrid, { by: actors.system, date: '2021-06-01' })).gridLead).toMatchObject([
      { member: 'm1' },
    ])
    expect(
      (await huiyin.teams.of(second, { by: actors.system }))?.memberships.every(({ to }) => to === '2022-01-04'),
    ).toBe(true)
    // Commands by the old code reach the team it became.
    clock.advance(24 * 3_600_000)
    await must(huiyin.teams.join(cityGrid, { member: 'm4', role: 'partner', from: '2022-01-05' }, by))
    await must(huiyin.teams.leave(second, { member: 'm2', on: '2022-01-05' }, by))
    expect((await huiyin.teams.whoServes('370281001001005', { by: actors.system })).gridWorker).toEqual([])
    // A process that has not seen the change asks the stored tree before it lets anybody join.
    expect(await other.teams.join(cityGrid, { member: 'm5', role: 'partner', from: '2022-01-05' }, by)).toMatchObject({
      ok: false,
      refusal: { code: 'grid-unknown' },
    })
    // Nobody serves a grid that is retired into its community.
    await must(huiyin.areas.retire('370281001001005', {}, by))
    expect(
      (await huiyin.teams.of('370281001001005', { by: actors.system }))?.memberships.every(
        ({ to }) => to !== undefined,
      ),
    ).toBe(true)
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('a change decided ahead is in force at its instant, and its requests lie there in the same round', async () => {
    const { huiyin, other, clock, must, submit } = await city(create())
    const id = await submit()
    const change = await must(
      huiyin.areas.merge(
        [community, sibling],
        { into: newCommunity, effectiveFrom: '2022-02-01' },
        { by: actors.systemAdmin },
      ),
    )
    expect(await huiyin.areas.preview(change.change as string, { by: actors.system })).toMatchObject({
      openRequests: 1,
      teams: [],
    })
    clock.advance(Date.parse('2022-02-01T00:00:00+08:00') - clock.now() - 1)
    await huiyin.tick()
    expect((await huiyin.requests.get(id, { by: actors.system })).areaPath).toContain(`/${community}/`)
    await other.areas.refresh()
    clock.advance(1)
    // A process that only reads reckons with it before anybody has written it out.
    expect(other.areas.tree().path(cityGrid)).toContain(`/${newCommunity.code}/`)
    for (const by of [deskOf(community), deskOf(newCommunity.code)])
      expect((await other.requests.forStaff(id, { by })).facts.id).toBe(id)
    await huiyin.tick()
    expect((await huiyin.requests.get(id, { by: actors.system })).areaPath).toBe(huiyin.areas.tree().path(cityGrid))
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    expect(huiyin.areas.scheduled()).toEqual([])
  })

  it('a closed request whose grid was split stays with those in charge of the successor', async () => {
    const { huiyin, must, submit, split } = await city(create())
    const id = await submit()
    await must(huiyin.requests.answerOnTheSpot(id, { text: '已处理。', unit: 'housing' }, { by: actors.desk }))
    await must(huiyin.requests.rate(id, { grade: 5 }, { by: actors.resident }))
    await split()
    for (const by of [actors.securityAdmin, actors.chief, actors.desk])
      expect((await huiyin.requests.forStaff(id, { by })).facts.area).toBe(cityGrid)
    await must(huiyin.requests.eraseTexts(id, { basis: 'retentionEnded' }, { by: actors.securityAdmin }))
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
    expect(await huiyin.requests.get(b, { by: actors.system })).toMatchObject({ status: 'reported', area: first })
    await must(huiyin.requests.dispatch(b, {}, { by: actors.desk }))
  })

  it.each(['the one that accepted it', 'the other one'])(
    'a request that a process accepted into a grid it did not know to be split is relocated by %s',
    async (who) => {
      const { huiyin, other, clock, submit, split } = await city(create())
      await split()
      await huiyin.tick()
      const id = await submit(other)
      expect((await huiyin.requests.get(id, { by: actors.system })).area).toBe(cityGrid)
      clock.advance(5 * 60_000)
      await (who === 'the other one' ? huiyin : other).tick()
      expect((await huiyin.requests.get(id, { by: actors.system })).area).toBe(first)
      expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
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
      { by: actors.systemAdmin },
    )
    await must(other.requests.submit({ ...input, area: '370281001001005' }, { by: actors.resident }))
  })
})
