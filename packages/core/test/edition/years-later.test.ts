import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import type { NotificationChannel } from '../../src/contracts/channel.js'
import type { Logger } from '../../src/contracts/logger.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import type { EndState } from '../../src/request/lifecycle/definition.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import type { Huiyin } from '../../src/runtime/huiyin.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { defineSlaPolicy } from '../../src/sla/policy.js'
import { ownCommands } from '../own-commands.js'

const minute = 60_000
const referred: EndState = {
  title: { zh: '已转介', en: 'referred' },
  end: 'declined',
  echo: { zh: '已转介其他机关', en: 'Referred to another authority' },
}
// The rules of a place as they were years ago, none of which its code has any more.
const then = {
  lifecycle: extendLifecycle(defaultLifecycle, {
    name: 'then/1',
    states: { referred },
    on: { reported: { refer: { target: 'referred' } } },
  }),
  commands: ownCommands({ refer: ['dispatcher'] }),
  sla: defineSlaPolicy({ dispatch: { workingDays: 5 }, version: 'five days' }),
  calendar: createWorkCalendar({
    overlays: [{ id: 'flood', name: { zh: '抗洪', en: 'the flood' }, off: [['2026-11-24', '2026-11-24']] }],
  }),
} satisfies Partial<HuiyinOptions>

function world(storage = memoryStorage()) {
  const shared = { ...storage, close: async () => {} }
  const clock = simulatedClock(Date.parse('2026-11-23T09:00:00+08:00'))
  let processes = 0
  const process = async (options: Partial<HuiyinOptions> = {}, starting: Parameters<Huiyin['start']>[0] = {}) => {
    const huiyin = createHuiyin({ storage: shared, platform: { clock, ids: simulatedIds(++processes) }, ...options })
    await huiyin.start(starting)
    return huiyin
  }
  return { clock, process }
}
type City = Awaited<ReturnType<ReturnType<typeof world>['process']>>

async function submit(huiyin: City) {
  const input = { area: cityGrid, category: 'other', channel: 'hotline', description: 'The lamp is dark.' }
  const result = await huiyin.requests.submit(input, { by: actors.resident })
  if (!result.ok) throw new Error(result.refusal.message.en)
  return result.request.id
}

const silent = (name: string): NotificationChannel => ({
  contract: 'huiyin.channel/2',
  name,
  audience: 'resident',
  send: async () => ({ ok: true }),
})

function listening() {
  const said: unknown[] = []
  const logger: Logger = { info: () => {}, warn: (text, details) => said.push([text, details]) }
  return { said, logger }
}

describe('years later, when the code has another lifecycle, other limits and another calendar', () => {
  it('a request that ended stands where it stood, in the words of then; its deadline is explained by the rules of then', async () => {
    const { process } = world()
    const before = await process(then)
    await seedCity(before)
    const id = await submit(before)
    expect((await before.requests.act(id, { command: 'refer' }, { by: actors.desk })).ok).toBe(true)
    const explained = await before.requests.explainDeadline(id, { by: actors.system, clock: 'dispatch' })
    expect(JSON.stringify(explained)).toContain('抗洪')
    const seen = await before.requests.forResident(id, { by: actors.resident })
    expect([seen.status, seen.echo]).toEqual([referred.title, referred.echo])

    const later = await process()
    expect(later.lifecycle.states).not.toHaveProperty('referred')
    const resident = await later.requests.forResident(id, { by: actors.resident })
    expect(resident).toMatchObject({ status: referred.title, echo: referred.echo, step: 'end' })
    expect((await later.requests.forStaff(id, { by: actors.desk })).title).toEqual(referred.title)
    expect(await later.requests.explainDeadline(id, { by: actors.system, clock: 'dispatch' })).toEqual(explained)
    const refused = await later.requests.dispatch(id, {}, { by: actors.desk })
    expect(refused).toMatchObject({
      refusal: { code: 'wrong-state', details: { status: 'referred', title: referred.title } },
    })
    expect(await later.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    expect(await later.evaluation.recount({ by: actors.system })).toMatchObject({ ok: true })
  })

  it('no process starts whose lifecycle gives the name of that end to an open state', async () => {
    const { process } = world()
    const before = await process(then)
    await seedCity(before)
    const id = await submit(before)
    await before.requests.act(id, { command: 'refer' }, { by: actors.desk })
    const renamed = extendLifecycle(defaultLifecycle, {
      states: {
        referred: {
          ...{ title: { zh: '转介中', en: 'being referred' }, step: 'handle', owner: 'unit', clocks: ['resolve'] },
          on: { reply: { target: 'closed' }, 'expire:resolve': {} },
        },
      },
      on: { reported: { refer: { target: 'referred' } } },
    })
    await expect(process({ ...then, lifecycle: renamed })).rejects.toThrow('referred: 1')
  })
})

describe('a process whose code brings other rules than those recorded last', () => {
  it('says at its start which, and what was recorded; one that brings the same is silent', async () => {
    const { process } = world()
    const first = listening()
    const before = await process({ logger: first.logger })
    await seedCity(before)
    const other = listening()
    await process({ ...then, logger: other.logger })
    const calendar = { own: then.calendar.version, recorded: before.calendar.inForce().version }
    const limits = { own: 'five days', recorded: before.policies.inForce().version }
    const lifecycle = {
      own: expect.stringMatching(/^then\/1 [0-9a-f]{16}$/),
      recorded: expect.stringMatching(/^closed-loop\/1 [0-9a-f]{16}$/),
    }
    const text = 'this process brings other rules than those recorded last'
    expect(other.said).toEqual([[text, { lifecycle, limits, calendar: expect.objectContaining(calendar) }]])
    const same = listening()
    await process({ ...then, logger: same.logger })
    expect([first.said, same.said]).toEqual([[], []])
    // Back to the first: the record has that edition already, and the process says so all the same.
    const back = listening()
    await (await process({ logger: back.logger })).tick()
    expect(back.said).toEqual([
      [text, expect.objectContaining({ limits: { own: limits.recorded, recorded: 'five days' } })],
    ])
  })
})

describe('a process without the rules of its place, such as a tool', () => {
  it('writes, and leaves the rules as they were recorded: the next process of the place finds its own', async () => {
    const storage = memoryStorage()
    const { process } = world(storage)
    const place = await process({ ...then, channels: [silent('letters')] })
    await seedCity(place)
    const recorded = async () => {
      const { items } = await storage.find({ limit: 100 })
      return items.filter(({ type }) => type !== 'areas').map(({ type, id, version }) => ({ type, id, version }))
    }
    const before = await recorded()
    expect(before.map(({ type }) => type)).toEqual(expect.arrayContaining(['editions', 'measures']))
    const tool = await process({ channels: [silent('sms')] }, { keepRules: true })
    const rows = [
      { code: `${cityGrid}9`, name: '另一网格', level: 'grid', parent: cityGrid.slice(0, -3), kind: 'residential' },
    ]
    expect((await tool.areas.import(rows, { by: actors.systemAdmin })).ok).toBe(true)
    await tool.tick()
    expect(await recorded()).toEqual(before)
    const next = listening()
    await process({ ...then, logger: next.logger })
    expect(next.said).toEqual([])
  })
})

describe('two processes over one file', () => {
  it('a running one takes up limits that the other adopts, within a minute and at midnight, without a restart', async () => {
    const clock = simulatedClock(Date.parse('2026-11-23T09:00:00+08:00'))
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-two-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'city.db')
    const process = async (number: number) => {
      const storage = sqliteStorage({ path })
      const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(number) } })
      await huiyin.start()
      return huiyin
    }
    const [one, other] = [await process(1), await process(2)]
    await seedCity(one)
    await other.tick()
    const limit = async (through: City) =>
      (await through.requests.get(await submit(through), { by: actors.system })).clocks.dispatch?.limit
    expect(await limit(other)).toEqual({ workingHours: 4 })
    await one.policies.adopt({ dispatch: { workingHours: 1 }, version: 'quick' }, { by: actors.systemAdmin })
    await one.policies.adopt(
      { dispatch: { workingHours: 2 }, version: 'next' },
      { by: actors.systemAdmin, from: '2026-11-24' },
    )
    clock.advance(minute)
    expect(await limit(other)).toEqual({ workingHours: 1 })
    clock.set(Date.parse('2026-11-24T00:00:00+08:00'))
    expect(await limit(other)).toEqual({ workingHours: 2 })
    expect(other.policies.inForce().version).toBe('next')
    await other.tick()
    expect(one.policies.editions().map(({ policy }) => policy.version)).not.toContain('next')
    await one.tick()
    expect(one.policies.editions().map(({ policy }) => policy.version)).toContain('next')
    expect(await one.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
    for (const each of [one, other]) await each.stop()
  })
})
