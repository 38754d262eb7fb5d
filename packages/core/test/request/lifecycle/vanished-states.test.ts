import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { NotificationChannel } from '../../../src/contracts/channel.js'
import type { Notice } from '../../../src/contracts/notice.js'
import { createHuiyin } from '../../../src/entry/create-huiyin.js'
import { dayPeriod } from '../../../src/evaluation/period.js'
import { memoryStorage } from '../../../src/memory/memory-storage.js'
import { defaultLifecycle } from '../../../src/request/lifecycle/default.js'
import type { EndState, OpenState } from '../../../src/request/lifecycle/definition.js'
import { extendLifecycle } from '../../../src/request/lifecycle/extend.js'
import type { HuiyinOptions } from '../../../src/runtime/options/options.js'
import { ownCommands } from '../../own-commands.js'

const start = Date.parse('2022-01-04T10:00:00+08:00')
const minute = 60_000
const verifying: OpenState = {
  title: { zh: '现场核实中', en: 'being verified on site' },
  step: 'report',
  owner: 'dispatcher',
  clocks: ['dispatch'],
  on: {
    confirm: { target: 'reported' },
    refer: { target: 'referred' },
    void: { target: 'voided' },
    'expire:dispatch': { target: 'reported' },
  },
}
const referred: EndState = {
  title: { zh: '已转介', en: 'referred' },
  end: 'declined',
  echo: { zh: '已转介其他机关', en: 'Referred to another authority' },
}
const commands = ownCommands({ confirm: ['dispatcher'], refer: ['dispatcher'] })
const before = extendLifecycle(defaultLifecycle, { states: { verifying, referred }, initial: 'verifying' })

function world() {
  const storage = { ...memoryStorage(), close: async () => {} }
  const clock = simulatedClock(start)
  const sent: Notice[] = []
  const desk: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'desk',
    audience: 'dispatcher',
    send: async (message) => ({ ok: sent.push(message) > 0 }) as { ok: true },
  }
  let processes = 0
  const city = (more: Partial<HuiyinOptions> = {}) =>
    createHuiyin({ storage, platform: { clock, ids: simulatedIds(++processes) }, channels: [desk], ...more })
  const submit = async (huiyin: ReturnType<typeof city>) => {
    const input = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }
    const result = await huiyin.requests.submit(input, { by: actors.resident })
    if (!result.ok) throw new Error(result.refusal.code)
    return result.request.id
  }
  return { clock, city, submit, sent }
}

describe('a lifecycle without a state in which requests stand', () => {
  it('takes a mapping: they go on where it says, by an event, with the clocks and the owner of that state', async () => {
    const { clock, city, submit, sent } = world()
    const old = city({ lifecycle: before, commands })
    await old.start()
    await seedCity(old)
    const id = await submit(old)
    await old.stop()
    clock.advance(minute)
    await expect(city().start()).rejects.toThrow('start({ states: { old: new } })')
    const huiyin = city()
    await huiyin.start({ states: { verifying: 'reported' } })
    const facts = await huiyin.requests.get(id, { by: actors.system })
    expect(facts).toMatchObject({ status: 'reported', open: true, owner: { role: 'dispatcher' } })
    expect(facts.clocks.dispatch?.stoppedAt).toBeUndefined()
    const events = await huiyin.requests.history(id, { by: actors.system })
    expect(events.at(-1)).toMatchObject({
      type: 'request.stateMapped',
      data: { from: 'verifying' },
      by: { id: 'system' },
    })
    await huiyin.tick()
    expect(sent.map(({ event }) => event)).toContain('request.stateMapped')
    expect((await huiyin.requests.dispatch(id, {}, { by: actors.desk })).ok).toBe(true)
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    // Every later start needs no mapping.
    await huiyin.stop()
    await city().start()
  })

  it('refuses a mapping of a state that it has, and one to a state that it lacks', async () => {
    const { city } = world()
    await expect(city().start({ states: { reported: 'dispatched' } })).rejects.toThrow('reported is a state of')
    await expect(city().start({ states: { verifying: 'nowhere' } })).rejects.toThrow('verifying is mapped to nowhere')
    await expect(city().start({ states: { verifying: 'toString' } })).rejects.toMatchObject({ code: 'configuration' })
  })

  it('goes on reading, counting and verifying requests that ended in a state it lacks', async () => {
    const { city, submit } = world()
    const old = city({ lifecycle: before, commands })
    await old.start()
    await seedCity(old)
    const id = await submit(old)
    expect((await old.requests.act(id, { command: 'refer' }, { by: actors.desk })).ok).toBe(true)
    const huiyin = city()
    await huiyin.start()
    expect(await huiyin.requests.get(id, { by: actors.system })).toMatchObject({
      status: 'referred',
      open: false,
      end: 'declined',
    })
    expect(await huiyin.requests.forResident(id, { by: actors.resident })).toMatchObject({ status: referred.title })
    expect(
      (await huiyin.requests.find({ open: false, status: ['referred'] }, { by: actors.system })).items,
    ).toHaveLength(1)
    expect((await huiyin.evaluation.recount({ by: actors.system })).ok).toBe(true)
    const { figures } = await huiyin.evaluation.measure(
      'completionRate',
      { period: dayPeriod('2022-01-04') },
      { by: actors.system },
    )
    expect(figures.length).toBeGreaterThanOrEqual(0)
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    const basis = 'consentWithdrawn'
    expect((await huiyin.requests.eraseTexts(id, { basis }, { by: actors.securityAdmin })).ok).toBe(true)
  })
})

describe('two processes of a rolling deploy, with the lifecycle of before and of after', () => {
  it('strands nobody: what the older one brings into a state that goes follows within a minute', async () => {
    const { clock, city, submit } = world()
    const old = city({ lifecycle: before, commands })
    await old.start()
    await seedCity(old)
    const fresh = city()
    await fresh.start({ states: { verifying: 'reported' } })
    const id = await submit(old)
    await old.tick()
    await fresh.tick()
    clock.advance(2 * minute)
    await fresh.tick()
    expect((await old.requests.get(id, { by: actors.system })).status).toBe('reported')
    expect((await old.requests.dispatch(id, {}, { by: actors.desk })).ok).toBe(true)
    expect((await fresh.requests.claim(id, {}, { by: actors.housing })).ok).toBe(true)
  })

  it('lets no deadline wait for an hour that fell due at the process which lacks its state', async () => {
    const { clock, city, submit } = world()
    const plain = city()
    await plain.start()
    await seedCity(plain)
    const fresh = city({ lifecycle: before, commands })
    await fresh.start()
    const id = await submit(fresh)
    const due = (await fresh.requests.get(id, { by: actors.system })).clocks.dispatch?.dueAt as number
    clock.set(due)
    await plain.tick()
    expect((await fresh.requests.get(id, { by: actors.system })).status).toBe('verifying')
    clock.advance(minute)
    await fresh.tick()
    expect((await fresh.requests.get(id, { by: actors.system })).status).toBe('reported')
  })
})
