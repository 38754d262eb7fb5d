import { createHuiyin, memoryStorage } from '@huiyin/core'
import { definePlugin } from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { type Asking, optionsAt } from '../../src/runtime/actor/bound.js'
import type { Services } from '../../src/runtime/actor/services.js'

const names = definePlugin({
  id: 'names',
  setup: () => ({
    hello: async (word: string, { by }: { readonly by: Actor }) => `${word} ${by.id}`,
    bye: async () => 'bye',
  }),
})

async function city() {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock, ids: simulatedIds(1) }, plugins: [names] })
  await huiyin.start()
  await seedCity(huiyin)
  const report = async (id: string, area: string, by: Actor = actors.resident, category = 'heating') => {
    const result = await huiyin.requests.submit(
      id,
      { category, area, description: '家中不热。', person: { name: '王某', phone: '电话', address: '3号楼' } },
      { by },
    )
    if (!result.ok) throw new Error(result.refusal.message.en)
  }
  return { huiyin, report, clock }
}
const staff = (...grants: Actor['grants']): Actor => ({ id: 'staff-x', kind: 'staff', grants })
const inTown = (role: string, area = '370281001') => staff({ role, area })

// What takes no actor, and why not.
const published: {
  readonly [Noun in keyof Services]: Readonly<Record<Exclude<keyof Services[Noun], Asking<Services[Noun]>>, string>>
} = {
  areas: {
    kinds: 'kinds of grids stand in the regulation',
    tree: 'the city publishes its areas',
    treeAt: 'the city publishes its areas',
    get: 'the city publishes its areas',
    versionAt: 'the city publishes its areas',
    nameOf: 'a page shows names',
    check: 'checks a list that the caller has',
    successorOf: 'the city publishes what became of an area',
    formerPaths: 'core asks it; areas alone',
    scheduled: 'a change is announced before its day',
    refresh: 'reads nothing back',
  },
  calendar: {
    inForce: 'notices are published by the State Council',
    amendments: 'notices are published by the State Council',
    refresh: 'reads nothing back',
  },
  policies: {
    inForce: 'time limits are promised to residents',
    adopted: 'time limits are promised to residents',
    editions: 'time limits are promised to residents',
  },
  teams: {},
  contacts: {},
  privacy: {},
  sinks: {},
  catalogue: {
    get: 'the city publishes who is responsible for what',
    resolve: 'the city publishes who is responsible for what',
    check: 'checks a catalogue that the caller has',
    unitName: 'a page shows names',
    categoryName: 'a page shows names',
    fieldsOf: 'a page asks for what a category asks for',
    refresh: 'reads nothing back',
  },
  requests: { choices: 'a form shows what people may choose from' },
  evaluation: { indicators: 'what figures mean is published with them' },
  files: {},
  deliveries: {},
  audit: {},
} as never

describe('every method of the API', () => {
  it('takes `by`, or stands in the list of what a city publishes', async () => {
    const { huiyin } = await city()
    for (const noun of Object.keys(optionsAt) as (keyof Services)[]) {
      const own = Object.keys(huiyin[noun]).filter(
        (name) =>
          ![
            'contextOf',
            'directory',
            'pathOf',
            'load',
            'responsibilities',
            'history',
            'refreshBy',
            'countAt',
            'reconcile',
            'follow',
          ].includes(name),
      )
      const known = [...Object.keys(optionsAt[noun]), ...Object.keys(published[noun])]
      expect(
        own.filter((name) => !known.includes(name)),
        noun,
      ).toEqual([])
    }
  })
  it('says so where `by` is missing, whatever it is about', async () => {
    const { huiyin } = await city()
    const query = { period: { from: '2022-01-01', to: '2022-02-01' } }
    const asked: readonly (() => Promise<unknown>)[] = [
      () => huiyin.requests.get('q-1', {} as never),
      () => huiyin.requests.find({} as never),
      () => huiyin.requests.counts({} as never),
      () => huiyin.requests.history('q-1', undefined as never),
      () => huiyin.requests.explainDeadline('q-1', {} as never),
      () => huiyin.requests.forStaff('q-1', {} as never),
      () => huiyin.requests.forResident('q-1', {} as never),
      () => huiyin.teams.of(cityGrid, {} as never),
      () => huiyin.teams.whoServes(cityGrid, {} as never),
      () => huiyin.teams.buildingLeads(cityGrid, {} as never),
      () => huiyin.teams.check({} as never),
      () => huiyin.evaluation.measure('completionRate', query, {} as never),
      () => huiyin.evaluation.league('completionRate', { ...query, by: 'unit' }, {} as never),
      () => huiyin.evaluation.count(['accepted'], query, {} as never),
      () => huiyin.evaluation.frozen('completionRate', query, {} as never),
      () => huiyin.evaluation.recount({} as never),
      () => huiyin.deliveries.pending({} as never),
      () => huiyin.deliveries.deadLetters({} as never),
      () => huiyin.deliveries.destinations({} as never),
      () => huiyin.deliveries.pauses({} as never),
      async () => huiyin.sinks.backfill('sink', {} as never),
      () => huiyin.contacts.of('res-1', {} as never),
      () => huiyin.contacts.recipients({ kind: 'dispatcher', area: cityGrid }, {} as never),
      () => huiyin.audit.verify({} as never),
      () => huiyin.audit.checkpoint({} as never),
      () => huiyin.areas.plan([], {} as never),
      () => huiyin.areas.preview('change-1', {} as never),
    ]
    for (const ask of asked) await expect(ask(), String(ask)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('a request', () => {
  it('is not found by whom it does not concern, as one that is not there', async () => {
    const { huiyin, report } = await city()
    await report('q-1', cityGrid)
    const strangers = [actors.neighbour, inTown('dispatcher', '370281002'), actors.water, actors.systemAdmin, staff()]
    for (const by of strangers)
      for (const id of ['q-1', 'q-none'])
        for (const read of ['get', 'history', 'explainDeadline', 'forStaff', 'forResident'] as const)
          await expect(huiyin.requests[read](id, { by })).rejects.toMatchObject({
            code: 'not-found',
            details: { what: 'request', id },
          })
    for (const by of [actors.resident, actors.desk, actors.evaluator, actors.auditor, inTown('buildingLead', cityGrid)])
      expect((await huiyin.requests.get('q-1', { by })).id).toBe('q-1')
  })
  it('tells name and phone to who works the area, the address also to who works on it, neither to who judges', async () => {
    const { huiyin, report } = await city()
    await report('q-1', cityGrid)
    await huiyin.requests.dispatch('q-1', { by: actors.desk })
    const fields = async (by: Actor) => Object.values((await huiyin.requests.forStaff('q-1', { by })).texts).sort()
    const all = ['3号楼', '家中不热。', '王某', '电话'].sort()
    for (const by of [actors.desk, inTown('communityClerk'), inTown('gridLead', cityGrid), actors.system])
      expect(await fields(by)).toEqual(all)
    expect(await fields(actors.housing)).toEqual(['3号楼', '家中不热。'])
    for (const by of [actors.evaluator, actors.auditor, inTown('buildingLead', cityGrid)])
      expect(await fields(by)).toEqual(['家中不热。'])
  })
})

describe('a page of requests', () => {
  it('without a condition is what the reader may read, each once, in the order of submission, page by page', async () => {
    const { huiyin, report } = await city()
    const areas = [cityGrid, '370281002001001', '370281001002001', cityGrid, '370281002001002', '370281001002002']
    for (const [n, area] of areas.entries()) await report(`q-${n}`, area)
    for (const id of ['q-0', 'q-4']) await huiyin.requests.dispatch(id, { by: actors.desk })
    const idsOf = async (by: Actor, limit = 50) => {
      const ids: string[] = []
      let after: string | undefined
      do {
        const page = await huiyin.requests.find({ limit, ...(after !== undefined && { after }) }, { by })
        ids.push(...page.items.map(({ id }) => id))
        after = page.next
      } while (after !== undefined)
      return ids
    }
    const everything = areas.map((_, n) => `q-${n}`)
    const two = staff({ role: 'dispatcher', area: '370281001001' }, { role: 'supervisor', area: '370281002' })
    const overlapping = staff(
      ...two.grants,
      { role: 'gridWorker', area: cityGrid },
      { role: 'handler', unit: 'housing' },
    )
    for (const limit of [50, 2, 1]) {
      expect(await idsOf(actors.system, limit)).toEqual(everything)
      expect(await idsOf(actors.resident, limit)).toEqual(everything)
      expect(await idsOf(actors.neighbour, limit)).toEqual([])
      expect(await idsOf(actors.housing, limit)).toEqual(['q-0', 'q-4'])
      expect(await idsOf(two, limit)).toEqual(['q-0', 'q-1', 'q-3', 'q-4'])
      expect(await idsOf(overlapping, limit)).toEqual(['q-0', 'q-1', 'q-3', 'q-4'])
    }
  })
  it('is in the order that is asked for, forwards and backwards, over all that the reader may read', async () => {
    const { huiyin, report, clock } = await city()
    const areas = [cityGrid, '370281002001001', '370281001002001', cityGrid, '370281002001002', '370281001001002']
    for (const [n, area] of areas.entries()) {
      await report(`q-${n}`, area, actors.resident, n % 2 === 0 ? 'heating' : 'works')
      clock.advance(n === 2 ? 0 : 60_000)
    }
    for (const id of ['q-5', 'q-1', 'q-0']) {
      await huiyin.requests.dispatch(id, { by: actors.desk })
      clock.advance(60_000)
    }
    await huiyin.requests.claim('q-1', { by: actors.housing })
    await huiyin.requests.suspend(
      'q-1',
      { reasonCode: 'season' },
      {
        by: actors.housing,
      },
    )
    const two = staff(
      { role: 'dispatcher', area: '370281001001' },
      { role: 'supervisor', area: '370281002' },
      { role: 'handler', unit: 'housing' },
      { role: 'handler', unit: 'water' },
    )
    const theirs = new Set(['q-0', 'q-1', 'q-3', 'q-4', 'q-5'])
    for (const order of ['submitted', 'due', 'updated'] as const)
      for (const descending of [false, true]) {
        const all = await huiyin.requests.find({ order, descending, open: true }, { by: actors.system })
        const expected = all.items.map(({ id }) => id).filter((id) => theirs.has(id))
        for (const limit of [50, 3, 2, 1]) {
          const ids: string[] = []
          let after: string | undefined
          do {
            const page = await huiyin.requests.find(
              { order, descending, open: true, limit, ...(after !== undefined && { after }) },
              { by: two },
            )
            ids.push(...page.items.map(({ id }) => id))
            after = page.next
          } while (after !== undefined)
          expect(ids, `${order} ${descending} ${limit}`).toEqual(expected)
        }
      }
    await expect(huiyin.requests.find({ after: '["due",1]' }, { by: two })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
  it('is counted as it is found: each request once, of what the reader may read', async () => {
    const { huiyin, report } = await city()
    const areas = [cityGrid, '370281002001001', '370281001002001', cityGrid, '370281002001002', '370281001001002']
    for (const [n, area] of areas.entries()) await report(`q-${n}`, area)
    for (const id of ['q-0', 'q-2', 'q-4']) await huiyin.requests.dispatch(id, { by: actors.desk })
    const overlapping = staff(
      { role: 'dispatcher', area: '370281001' },
      { role: 'gridWorker', area: cityGrid },
      { role: 'handler', unit: 'housing' },
      { role: 'handler', unit: 'housing', area: '370281002' },
    )
    for (const by of [actors.system, actors.chief, actors.housing, actors.resident, overlapping, inTown('gridWorker')])
      for (const query of [{}, { owner: 'housing' }, { owner: '@dispatcher' }]) {
        const found = await huiyin.requests.find({ ...query, open: true }, { by })
        const counted = new Map<string, number>()
        for (const { status } of found.items) counted.set(status, (counted.get(status) ?? 0) + 1)
        const groups = await huiyin.requests.counts(query, { by })
        expect(Object.fromEntries(groups.map(({ status, count }) => [status, count])), by.id).toEqual(
          Object.fromEntries(counted),
        )
      }
    expect(await huiyin.requests.counts({ by: actors.neighbour })).toEqual([])
    for (const [query, by] of [
      [{ within: '370281002' }, inTown('dispatcher')],
      [{ unit: 'water' }, actors.housing],
      [{}, actors.systemAdmin],
    ] as const)
      await expect(huiyin.requests.counts(query, { by })).rejects.toMatchObject({ code: 'forbidden' })
  })
  it('with an area, a unit or a resident that is not the reader’s is refused, and says what they may read', async () => {
    const { huiyin, report } = await city()
    await report('q-1', cityGrid)
    const town = inTown('dispatcher')
    for (const [query, by] of [
      [{ within: '370281' }, town],
      [{ within: '370281002' }, town],
      [{ unit: 'water' }, actors.housing],
      [{ requester: 'res-1' }, actors.neighbour],
    ] as const)
      await expect(huiyin.requests.find(query, { by })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(huiyin.requests.find({ within: '370281' }, { by: town })).rejects.toMatchObject({
      details: { reason: 'reading-not-permitted', areas: ['370281001'] },
    })
    await expect(huiyin.requests.find({ by: actors.systemAdmin })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await huiyin.requests.find({ within: cityGrid }, { by: town })).items).toHaveLength(1)
    expect((await huiyin.requests.find({ requester: 'res-1' }, { by: town })).items).toHaveLength(1)
  })
})

describe('figures, teams, deliveries and the record', () => {
  it('are read by those whose work it is', async () => {
    const { huiyin } = await city()
    const query = { period: { from: '2022-01-01', to: '2022-02-01' } }
    const measure = (by: Actor, more = {}) => huiyin.evaluation.measure('completionRate', { ...query, ...more }, { by })
    for (const by of [actors.housing, inTown('supervisor'), actors.resident, actors.systemAdmin])
      await expect(measure(by)).rejects.toMatchObject({ code: 'forbidden' })
    for (const by of [actors.evaluator, actors.chief, actors.auditor, actors.system]) await measure(by)
    await measure(inTown('supervisor'), { within: cityGrid })
    await measure(actors.housing, { unit: 'housing' })
    await expect(measure(actors.housing, { unit: 'water' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(huiyin.teams.of(cityGrid, { by: actors.resident })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await huiyin.teams.of(cityGrid, { by: inTown('gridWorker') })).toBeUndefined()
    await expect(huiyin.deliveries.pending({ by: actors.chief })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await huiyin.deliveries.pending({ by: actors.systemAdmin })).items).toEqual([])
    await expect(huiyin.audit.verify({ by: actors.systemAdmin })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await huiyin.audit.verify({ by: actors.auditor })).toMatchObject({ ok: true })
    const joined = staff(...actors.auditor.grants, ...actors.systemAdmin.grants)
    await expect(huiyin.audit.verify({ by: joined })).rejects.toMatchObject({
      details: { reason: 'roles-exclude-each-other', roles: ['auditor', 'systemAdmin'] },
    })
  })
})

describe('a grant of the role that was divided', () => {
  it('is refused with its successors, in commands and in reads', async () => {
    const { huiyin } = await city()
    const by = staff({ role: 'admin', area: '*' })
    for (const ask of [() => huiyin.requests.find({ by }), () => huiyin.areas.import([], { by })])
      await expect(ask()).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [
          {
            code: 'unfit',
            message: { en: expect.stringContaining('systemAdmin'), zh: expect.stringContaining('securityAdmin') },
          },
        ],
      })
  })
})

describe('huiyin.as(actor)', () => {
  it('is the same API for one actor: commands, reads and the APIs of plugins', async () => {
    const { huiyin, report } = await city()
    const resident = huiyin.as(actors.resident)
    const desk = huiyin.as(actors.desk)
    const submitted = await resident.requests.submit(
      { category: 'heating', area: cityGrid, description: '不热' },
      { key: 'k-1' },
    )
    if (!submitted.ok) throw new Error(submitted.refusal.message.en)
    const { id } = submitted.request
    expect(
      await resident.requests.submit({ category: 'heating', area: cityGrid, description: '不热' }, { key: 'k-1' }),
    ).toMatchObject({ ok: true, request: { id } })
    expect((await resident.requests.find()).items.map((each) => each.id)).toEqual([id])
    expect(await resident.requests.dispatch(id)).toMatchObject({ refusal: { code: 'not-permitted' } })
    expect(await desk.requests.dispatch(id, { expectedVersion: 9 })).toMatchObject({
      refusal: { code: 'stale-version' },
    })
    expect(await desk.requests.dispatch(id)).toMatchObject({ ok: true })
    expect((await desk.requests.explainDeadline(id, { clock: 'claim' })).clock).toBe('claim')
    await report('q-named', cityGrid)
    expect(await huiyin.as(actors.housing).requests.claim(id, {}, { key: 'k-2' })).toMatchObject({ ok: true })
    await expect(desk.audit.verify()).rejects.toMatchObject({ code: 'forbidden' })
    expect(desk.areas.get(cityGrid)?.code).toBe(cityGrid)
    expect(await desk.plugins.names.hello('hello')).toBe(`hello ${actors.desk.id}`)
    expect(await desk.plugins.names.bye()).toBe('bye')
    // `by` is not asked for, and cannot be given.
    expectTypeOf(desk.requests.get).toBeCallableWith('q-1')
    expectTypeOf(desk.evaluation.recount).toBeCallableWith({ progress: () => {} })
    expectTypeOf(desk.plugins.names.hello).parameters.toEqualTypeOf<[word: string, options?: object]>
  })
  it('takes an actor and nothing else', async () => {
    const { huiyin } = await city()
    expect(() => huiyin.as({ id: 'x' } as never)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})
