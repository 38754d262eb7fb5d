import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { hashDigest, keyedDigest } from '#platform'
import type { NotificationChannel } from '../contracts/channel.js'
import type { Digest } from '../contracts/digest.js'
import type { Storage } from '../contracts/storage.js'
import { createHuiyin } from '../entry/create-huiyin.js'
import { isHuiyinError } from '../errors.js'
import { memoryStorage } from '../memory/memory-storage.js'
import { definePlugin } from '../plugin/plugin.js'
import { type CommandOf, defineRecord, type RecordMoment } from '../plugin/record/record-definition.js'
import type { RecordKind } from '../record/record-kind.js'
import type { HuiyinOptions } from './options/options.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const hour = 3_600_000

async function city(more: Partial<HuiyinOptions> & { storage?: Storage } = {}) {
  const clock = simulatedClock(start)
  const storage = more.storage ?? memoryStorage()
  const huiyin = createHuiyin({ ...more, storage, platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const report = {
    category: 'heating',
    area: cityGrid,
    description: '家中不热，只有 14 度。',
    person: { name: '王某', phone: '000-2000-0001' },
  }
  const submit = async (
    input: object = {},
    by: { id: string; kind: 'resident'; grants: never[] } = actors.resident as never,
  ) => {
    const result = await huiyin.requests.submit({ ...report, ...input }, { by })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  return { huiyin, clock, storage, report, submit }
}
type City = Awaited<ReturnType<typeof city>>

let world: City
beforeEach(async () => {
  world = await city()
})
const by = <K extends keyof typeof actors>(who: K) => ({ by: actors[who] })
const must = async <T extends { ok: boolean }>(result: Promise<T>) => {
  const answer = await result
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer as Extract<T, { ok: true }>
}

describe('nothing happens twice', () => {
  it('gives the first answer to a repeated command key, also after the request went on', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    const first = await must(huiyin.requests.dispatch(id, {}, { ...by('desk'), key: 'k-1' }))
    await must(huiyin.requests.claim(id, {}, by('housing')))
    const again = await must(huiyin.requests.dispatch(id, {}, { ...by('desk'), key: 'k-1' }))
    expect(again).toEqual(first)
    expect(
      (await huiyin.requests.history(id, { by: actors.system })).filter((event) => event.type === 'request.dispatched'),
    ).toHaveLength(1)
  })
  it('makes one request of a submit repeated with its key', async () => {
    const { huiyin, report } = world
    const first = await must(huiyin.requests.submit(report, { ...by('resident'), key: 'form-7' }))
    const again = await must(huiyin.requests.submit(report, { ...by('resident'), key: 'form-7' }))
    expect(again.request.id).toBe(first.request.id)
    expect((await huiyin.requests.find({ by: actors.system })).items).toHaveLength(1)
  })
  it('binds a key to what is asked without keeping anything of a person that could be guessed from it', async () => {
    const { huiyin, report } = world
    const options = { ...by('resident'), key: 'form-9' }
    const first = await must(huiyin.requests.submit(report, options))
    const other = { ...report, person: { name: '李某', phone: '000-2000-0002' } }
    expect(await huiyin.requests.submit(other, options)).toMatchObject({ refusal: { code: 'key-reused' } })
    const again = await must(huiyin.requests.submit(report, options))
    expect(again.request.id).toBe(first.request.id)
    const shorter = await huiyin.requests.submit({ ...report, person: { name: '李' } }, options)
    expect(shorter).toMatchObject({ ok: false, refusal: { code: 'key-reused' } })
  })
  it('refuses a key used again for something else, writing nothing', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, { ...by('desk'), key: 'k-1' }))
    const other = await huiyin.requests.dispatch(id, { unit: 'water' }, { ...by('desk'), key: 'k-1' })
    expect(other).toMatchObject({ ok: false, refusal: { code: 'key-reused', details: { key: 'k-1', path: ['key'] } } })
    expect((await huiyin.requests.get(id, { by: actors.system })).version).toBe(3)
  })
  it('lets exactly one of fifty officers claim', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    const claims = await Promise.all(Array.from({ length: 50 }, () => huiyin.requests.claim(id, {}, by('housing'))))
    expect(claims.filter((each) => each.ok)).toHaveLength(1)
    expect(claims.filter((each) => !each.ok && each.refusal.code === 'wrong-state')).toHaveLength(49)
  })
  it('refuses a version the caller saw too long ago', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    expect(await huiyin.requests.dispatch(id, {}, { ...by('desk'), expectedVersion: 0 })).toMatchObject({
      ok: false,
      refusal: { code: 'stale-version', details: { expected: 0, actual: 1 } },
    })
  })
})

describe('a command of core', () => {
  it("cannot be issued under the cover of a place's own", async () => {
    const { huiyin, submit } = world
    const id = await submit()
    for (const command of ['rate', 'expire:claim', 'warn', 'absorb', 'constructor', '__proto__', 'toString']) {
      const answer = await huiyin.requests.act(id, { command }, by('desk')).catch((error: unknown) => error)
      const typed =
        isHuiyinError(answer, 'invalid-input') || (answer as { refusal?: { code: string } }).refusal?.code !== undefined
      expect(typed, command).toBe(true)
    }
    expect((await huiyin.requests.get(id, { by: actors.system })).version).toBe(1)
  })
  it('is decided in the order of asking, however many ask at once', async () => {
    const { huiyin, submit } = world
    const ids = [await submit(), await submit()]
    const urges = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        huiyin.requests.reclassify(ids[n % 2] as string, { category: n % 4 < 2 ? 'works' : 'heating' }, by('desk')),
      ),
    )
    expect(urges.every((each) => each.ok)).toBe(true)
    expect((await huiyin.requests.get(ids[0] as string, { by: actors.system })).version).toBe(31)
  })
})

describe('a query', () => {
  it('below an area nobody knows finds no such area, and never everything', async () => {
    const { huiyin, submit } = world
    await submit()
    expect((await huiyin.requests.find({ within: '370281001' }, { by: actors.system })).items).toHaveLength(1)
    expect((await huiyin.requests.find({ within: '370281002' }, { by: actors.system })).items).toHaveLength(0)
    await expect(huiyin.requests.find({ within: '999999' }, { by: actors.system })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(
      huiyin.evaluation.measure(
        'completionRate',
        {
          period: { from: '2022-01-01', to: '2022-02-01' },
          within: '999999',
        },
        { by: actors.system },
      ),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('bad input is a typed error with its path, and nothing is written', () => {
  const cases: readonly [string, object, (string | number)[]][] = [
    ['a description of a megabyte', { description: 'x'.repeat(1_048_576) }, ['input', 'description']],
    ['an empty description', { description: ' ' }, ['input', 'description']],
    ['half of a surrogate pair', { description: 'bad \ud800' }, ['input', 'description']],
    ['a NUL character', { description: 'a\u0000b' }, ['input', 'description']],
    ['a bidirectional override', { description: 'abc\u202edef' }, ['input', 'description']],
    ['a member nobody knows', { colour: 'red' }, ['input', 'colour']],
    ['a category of the wrong type', { category: 7 }, ['input', 'category']],
    ['a personal name of the wrong type', { person: { name: 1 } }, ['input', 'person', 'name']],
    ['a requester id that is a phone number', { requester: '13800138000' }, ['input', 'requester']],
    ['a requester id that is a citizen number', { requester: '370281190101010017' }, ['input', 'requester']],
  ]
  it.each(cases)('%s', async (_name, input, path) => {
    const { huiyin, report } = world
    const error = await huiyin.requests
      .submit({ ...report, ...input } as never, by('resident'))
      .catch((caught: unknown) => caught)
    expect(isHuiyinError(error, 'invalid-input')).toBe(true)
    expect((error as { issues: { path: unknown }[] }).issues[0]?.path).toEqual(path)
    expect((await huiyin.requests.find({ by: actors.system })).items).toEqual([])
  })
  it('keeps right-to-left letters and characters outside the basic plane as they are', async () => {
    const { huiyin, submit } = world
    const description = '𠮷野家旁 ئۇيغۇرچە 🚰 "引号" \\ \n 行'
    const id = await submit({ description })
    expect((await huiyin.requests.forResident(id, by('resident'))).description).toBe(description)
  })
  it('refuses an unknown area or category with the path', async () => {
    const { huiyin, report } = world
    expect(await huiyin.requests.submit({ ...report, area: '999' }, by('resident'))).toMatchObject({
      ok: false,
      refusal: { code: 'area-unknown', details: { path: ['input', 'area'] } },
    })
    expect(await huiyin.requests.submit({ ...report, category: 'no' }, by('resident'))).toMatchObject({
      ok: false,
      refusal: { code: 'category-unknown', details: { path: ['input', 'category'] } },
    })
  })
  it('finds no clock of a name that every object has', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    for (const clock of ['__proto__', 'constructor', 'toString'])
      await expect(huiyin.requests.explainDeadline(id, { by: actors.system, clock })).rejects.toMatchObject({
        code: 'not-found',
      })
  })
  it('does not find a request that is not there', async () => {
    const { huiyin } = world
    for (const call of [
      () => huiyin.requests.claim('nobody', {}, by('housing')),
      () => huiyin.requests.reply('nobody', { text: 'x' }, by('housing')),
      () => huiyin.requests.get('nobody', { by: actors.system }),
    ]) {
      expect(isHuiyinError(await call().catch((error: unknown) => error), 'not-found')).toBe(true)
    }
  })
  it('refuses a command without an actor, naming the path', async () => {
    const error = await world.huiyin.requests.submit(world.report, {} as never).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'invalid-input', issues: [{ path: ['options', 'by'] }] })
  })
  it('refuses an evaluation period in the wrong form', async () => {
    await expect(
      world.huiyin.evaluation.measure(
        'completionRate',
        { period: { from: '2022-2-3', to: '2022-13-01' } },
        { by: actors.system },
      ),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ path: ['period', 'from'] }, { path: ['period', 'to'] }],
    })
  })
})

describe('time', () => {
  it('acts on what is due, however late the tick comes', async () => {
    const { huiyin, clock, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    clock.set(Date.parse('2022-01-20T09:00:00+08:00'))
    await huiyin.tick()
    const facts = await huiyin.requests.get(id, { by: actors.system })
    expect(facts.status).toBe('reassigning')
    expect(facts.clocks.resolve?.breachedAt).toBe(Date.parse('2022-01-08T00:00:00+08:00'))
    expect(await huiyin.tick()).toEqual({ deadlines: 0, deliveries: 0 })
  })
  it('warns one working day before the deadline', async () => {
    const { huiyin, clock, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    await must(huiyin.requests.claim(id, {}, by('housing')))
    // Nobody was there at the opening of the day before, and at midnight nobody is warned.
    clock.set(Date.parse('2022-01-07T00:00:00+08:00'))
    await huiyin.tick()
    expect((await huiyin.requests.history(id, { by: actors.system })).at(-1)).toMatchObject({ type: 'request.claimed' })
    clock.set(Date.parse('2022-01-07T09:00:00+08:00'))
    await huiyin.tick()
    expect((await huiyin.requests.history(id, { by: actors.system })).at(-1)).toMatchObject({
      type: 'request.warned',
      data: { clock: 'resolve' },
    })
  })
  it('never writes a time before the last event, when the clock steps back', async () => {
    const { huiyin, clock, submit } = world
    const id = await submit()
    clock.set(start - 48 * hour)
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    const times = (await huiyin.requests.history(id, { by: actors.system })).map((event) => event.at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })
})

describe('what one request asks of another', () => {
  it('tells the request merged into, and tells it again when they are taken apart', async () => {
    const { huiyin, submit } = world
    const [one, two] = [await submit(), await submit()]
    await must(huiyin.requests.merge(two, { into: one }, by('desk')))
    expect((await huiyin.requests.get(one, { by: actors.system })).absorbed).toEqual([two])
    await must(huiyin.requests.unmerge(two, {}, by('desk')))
    expect((await huiyin.requests.get(one, { by: actors.system })).absorbed).toEqual([])
  })
  it('makes a request of each part of a split matter, with the resident as requester', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    const parts = [
      { category: 'heating', description: '家中不热' },
      { category: 'works', description: '门口路面塌陷' },
    ]
    const { request } = await must(huiyin.requests.split(id, { parts }, by('desk')))
    const views = await Promise.all(
      (request.splitInto ?? []).map((part) => huiyin.requests.forResident(part, by('resident'))),
    )
    expect(views.map((view) => view.description)).toEqual(['家中不热', '门口路面塌陷'])
    expect(await huiyin.requests.get(request.splitInto?.[1] ?? '', { by: actors.system })).toMatchObject({
      splitFrom: id,
      requester: 'res-1',
      category: 'works',
    })
  })
  it('lets open requests follow the successor of a split grid, and closed ones stay', async () => {
    const { huiyin, submit } = world
    const [open, closed] = [await submit(), await submit()]
    await must(huiyin.requests.void(closed, { reason: '重复' }, by('desk')))
    const into = ['003', '004'].map((sequence) => ({
      code: `370281001001${sequence}`,
      name: `新网格 ${sequence}`,
      level: 'grid' as const,
      parent: '370281001001',
      kind: 'residential' as const,
    }))
    await must(huiyin.areas.split(cityGrid, { into }, by('systemAdmin')))
    expect((await huiyin.requests.get(open, { by: actors.system })).area).toBe('370281001001003')
    expect((await huiyin.requests.get(closed, { by: actors.system })).area).toBe(cityGrid)
  })
})

describe('what is owed to residents', () => {
  it('sends every step they are shown, in order, and tries again when the channel is down', async () => {
    const sent: string[] = []
    let down = true
    const channel: NotificationChannel = {
      contract: 'huiyin.channel/2',
      name: 'inbox',
      audience: 'resident',
      send: async (message) => {
        if (down) return { ok: false, class: 'transient', reason: 'down' }
        sent.push(message.title.zh)
        return { ok: true }
      },
    }
    const { huiyin, clock, submit } = await city({ channels: [channel] })
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    await huiyin.tick()
    expect(sent).toEqual([])
    down = false
    clock.advance(hour)
    await huiyin.tick()
    expect(sent).toEqual(['诉求已上报', '已受理', '已派单至住房和城乡建设局'])
  })
})

describe('views', () => {
  it('show the resident the responsible department, progress and deadline, and nothing of the staff', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    await must(huiyin.requests.claim(id, {}, by('housing')))
    await must(huiyin.requests.requestExtension(id, { by: { workingDays: 1 }, reason: '内部理由' }, by('housing')))
    await must(huiyin.requests.urge(id, { note: '内部备注' }, by('chief')))
    const view = await huiyin.requests.forResident(id, by('resident'))
    expect(view).toMatchObject({
      responsible: { zh: '住房和城乡建设局' },
      step: 'handle',
      mayDo: ['withdraw', 'urge', 'supplement'],
      deadline: { date: '2022-01-07', overdue: false },
    })
    expect(JSON.stringify(view)).not.toMatch(/内部|officer-|staff-/)
  })
  it('hide a request from anybody else', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    await expect(huiyin.requests.forResident(id, by('neighbour'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(huiyin.requests.forStaff(id, by('water'))).rejects.toMatchObject({ code: 'not-found' })
  })
  it('show name and phone to the desk, not to the handling unit', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    expect(Object.values((await huiyin.requests.forStaff(id, by('desk'))).texts)).toContain('王某')
    expect(Object.values((await huiyin.requests.forStaff(id, by('housing'))).texts)).toEqual(['家中不热，只有 14 度。'])
  })
})

describe('the record', () => {
  it('is verified while commands go on: a record that goes on meanwhile is no fault, and one that is wrong still is', async () => {
    const { huiyin, storage, submit } = world
    const ids: string[] = []
    for (let i = 0; i < 60; i++) ids.push(await submit())
    const verified = huiyin.audit.verify({ by: actors.system })
    for (const id of ids.toReversed()) await must(huiyin.requests.dispatch(id, {}, by('desk')))
    expect(await verified).toMatchObject({ ok: true, faults: [] })
    const wrong: Storage = {
      ...storage,
      history: async (ref, page) =>
        (await storage.history(ref, page)).map((row) =>
          row.seq === 3 && ref.id === ids[7] ? { ...row, bytes: row.bytes.replace('housing', 'centre') } : row,
        ),
    }
    const auditor = createHuiyin({ storage: wrong, platform: { clock: world.clock, ids: simulatedIds(2) } })
    await auditor.start({ readOnly: true })
    const faulty = auditor.audit.verify({ by: actors.system })
    for (const id of ids.toReversed()) await must(huiyin.requests.claim(id, {}, by('housing')))
    expect((await faulty).faults).toEqual([{ type: 'request', id: ids[7], seq: 3, fault: 'hash' }])
  })
  it('is not started with another digest or key than its own, and is with one damaged chain', async () => {
    const { storage, submit } = world
    await submit()
    const start = (digest: Digest, over = storage) =>
      createHuiyin({ storage: over, platform: { clock: world.clock, ids: simulatedIds(2), digest } }).start()
    await expect(start(hashDigest('sha256'))).rejects.toMatchObject({ code: 'configuration' })
    await expect(start(keyedDigest({ algorithm: 'sm3', key: 'sixteen bytes or more' }))).rejects.toThrow('hmac-sm3')
    await start(hashDigest('sm3'))
    const damaged: Storage = {
      ...storage,
      history: async (ref, page) =>
        (await storage.history(ref, page)).map((row) => (ref.type === 'areas' ? { ...row, hash: 'x' } : row)),
    }
    await start(hashDigest('sm3'), damaged)
  })
  it('keeps of an appeal what was filed, and not where the matter stood then', async () => {
    const { huiyin, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    await must(huiyin.requests.returnBack(id, { reason: '非职责' }, by('housing')))
    const filed = await must(huiyin.requests.appeal(id, { about: 'return', reason: '非职责' }, by('housing')))
    expect(Object.keys(filed.request.appeals[0] ?? {}).sort()).toEqual([
      'about',
      'at',
      'factAt',
      'id',
      'reason',
      'reviews',
      'unit',
    ])
  })
  it('tells a record kind that decides nothing for a record that is not there', async () => {
    const inputs = { x: z.strictObject({}) }
    const kind: RecordKind<object, CommandOf<typeof inputs>, RecordMoment> = {
      type: 'idle.record',
      decide: () => ({ events: [] }),
      evolve: () => ({}),
      index: () => ({ status: 'x', open: false, createdAt: 0 }),
    }
    const definition = defineRecord({ kind, inputs, may: { x: ['anyone'] } })
    const idle = definePlugin({ id: 'idle', records: [definition], setup: (host) => host.records })
    const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock: world.clock }, plugins: [idle] })
    await huiyin.start()
    await expect(huiyin.plugins.idle.run(definition, '1', 'x', {}, by('systemAdmin'))).rejects.toMatchObject({
      code: 'configuration',
      details: { type: 'idle.record' },
    })
  })
  it('carries no personal data outside the vault', async () => {
    const { storage, huiyin, submit } = world
    const id = await submit()
    await must(huiyin.requests.dispatch(id, {}, by('desk')))
    await must(huiyin.requests.claim(id, {}, by('housing')))
    await must(huiyin.requests.reply(id, { text: '已上门，王某家已恢复。' }, by('housing')))
    for (const record of (await storage.find({ type: 'request', limit: 10 })).items) {
      const events = await storage.history(record, { after: 0, limit: 100 })
      const outside = record.body + JSON.stringify(record.index) + events.map((event) => event.bytes).join('')
      expect(outside).not.toMatch(/王某|000-2000|不热/)
    }
  })
  it('verifies, and replaying the events gives the facts', async () => {
    const { huiyin, submit } = world
    await must(huiyin.requests.dispatch(await submit(), {}, by('desk')))
    expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true, faults: [] })
  })
})

describe('figures', () => {
  it('keep open requests in the denominator and give no value where there is none', async () => {
    const { huiyin, submit } = world
    const period = { from: '2022-01-01', to: '2022-02-01' }
    expect((await huiyin.evaluation.measure('completionRate', { period }, { by: actors.system })).figures).toEqual([
      { key: '', numerator: 0, denominator: 0, noValue: 'zero-denominator' },
    ])
    const [done] = [await submit(), await submit()]
    for (const { id } of (await huiyin.requests.find({ by: actors.system })).items)
      await must(huiyin.requests.dispatch(id, {}, by('desk')))
    await must(huiyin.requests.claim(done, {}, by('housing')))
    await must(huiyin.requests.reply(done, { text: '已处理' }, by('housing')))
    expect((await huiyin.evaluation.measure('completionRate', { period }, { by: actors.system })).figures).toEqual([
      { key: '', numerator: 1, denominator: 2, value: 50 },
    ])
    expect(
      (
        await huiyin.evaluation.measure(
          'completionRate',
          { period, by: 'unit', within: '370281001' },
          { by: actors.system },
        )
      ).figures,
    ).toMatchObject([{ key: 'housing', value: 50 }])
    await must(huiyin.requests.rate(done, { grade: 1 }, by('resident')))
    expect(
      (await huiyin.evaluation.measure('completionRate', { period }, { by: actors.system })).figures,
    ).toMatchObject([{ numerator: 0, denominator: 2 }])
  })
  it('shown to everybody name no unit with so few matters that they could point at a person', async () => {
    const { huiyin, submit } = world
    for (let n = 0; n < 11; n++) await must(huiyin.requests.dispatch(await submit(), {}, by('desk')))
    for (const [category, count] of [
      ['leak', 8],
      ['other', 3],
    ] as const)
      for (let n = 0; n < count; n++) await must(huiyin.requests.dispatch(await submit({ category }), {}, by('desk')))
    expect(await huiyin.publicFigures({ period: { from: '2022-01-01', to: '2022-02-01' } })).toEqual({
      period: { from: '2022-01-01', to: '2022-02-01' },
      accepted: 22,
      completed: 0,
      completionRate: 0,
      units: [{ unit: { zh: '住房和城乡建设局', en: 'Housing Bureau' }, accepted: 11, completed: 0 }],
      others: { accepted: 11, completed: 0 },
    })
  })
})

describe('a refusal', () => {
  it('has its details typed by its code', async () => {
    const { huiyin, submit } = world
    const answer = await huiyin.requests.claim(await submit(), {}, by('housing'))
    if (answer.ok || answer.refusal.code !== 'not-permitted') throw new Error('not refused')
    expectTypeOf(answer.refusal.details.needs).toEqualTypeOf<readonly string[]>()
    expect(answer.refusal.details.needs).toEqual(['unit'])
  })
})
