import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, type HuiyinOptions, isHuiyinError, memoryStorage } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { defaultLifecycle, extendLifecycle, type LifecycleChange, type OpenState } from '@huiyin/core/plugin'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-lifecycle-'))
const file = join(folder, 'city.db')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const verifying: OpenState = {
  title: { zh: '现场核实中', en: 'being verified on site' },
  step: 'report',
  owner: 'dispatcher',
  clocks: ['dispatch'],
  on: { confirm: { target: 'reported' }, void: { target: 'voided' }, 'expire:dispatch': { target: 'reported' } },
}
const commands = {
  confirm: {
    title: { zh: '核实属实', en: 'confirm' },
    who: ['dispatcher'],
    event: 'verifying.confirmed',
    words: { staff: { zh: '已核实', en: 'was verified' } },
  },
} as const
const keptCommands = {
  ...commands,
  verify: {
    title: { zh: '现场核实', en: 'verify' },
    who: [],
    event: 'verifying.begun',
    words: { staff: { zh: '须现场核实', en: 'is to be verified' } },
  },
} as const
const verified = extendLifecycle(defaultLifecycle, { states: { verifying }, initial: 'verifying' })
const kept = (change: LifecycleChange = {}) =>
  extendLifecycle(defaultLifecycle, {
    states: { verifying },
    on: { reported: { verify: { target: 'verifying' } }, ...change.on },
  })

const shared = memoryStorage()
// Memory ends with its process: what is closed here stays open for the next instance.
const storages: Record<string, () => Storage> = {
  memory: () => ({ ...shared, close: async () => {} }),
  sqlite: () => sqliteStorage({ path: file }),
}

describe.each(Object.entries(storages))('a lifecycle changed in a running city, on %s', (_, storage) => {
  it('is refused when it lacks where open requests stand, and goes on when it has it', async () => {
    let ids = 0
    const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
    const city = (more: Partial<HuiyinOptions>) =>
      createHuiyin({ ...more, storage: storage(), platform: { clock, ids: simulatedIds(++ids) } })
    const refused = async (more: Partial<HuiyinOptions>) => {
      const huiyin = city(more)
      const error = await huiyin.start().then(
        () => undefined,
        (each: unknown) => each,
      )
      await huiyin.stop()
      if (error === undefined) return undefined
      expect(isHuiyinError(error, 'configuration')).toBe(true)
      return (error as { details: { states: object } }).details.states
    }

    const before = city({ lifecycle: verified, commands })
    await before.start()
    await seedCity(before)
    const submitted: string[] = []
    for (let number = 0; number < 3; number++) {
      const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
      const result = await before.requests.submit(report, { by: actors.resident })
      if (!result.ok) throw new Error(result.refusal.code)
      submitted.push(result.request.id)
    }
    const voided = await before.requests.void(submitted[2] as string, { reason: '重复' }, { by: actors.desk })
    expect(voided.ok).toBe(true)
    await before.stop()

    expect(await refused({})).toEqual({ verifying: 2 })
    const { title, step, owner, on } = verifying
    const { 'expire:dispatch': _, ...rest } = on
    const otherClock = { title, step, owner, clocks: ['check'], on: { ...rest, 'expire:check': {} } }
    expect(
      await refused({
        lifecycle: extendLifecycle(kept(), { states: { verifying: otherClock } }),
        commands: keptCommands,
      }),
    ).toEqual({
      'verifying (expire:dispatch)': 2,
    })
    const ended = { title, end: 'voided', echo: title }
    const { verify } = keptCommands
    expect(
      await refused({ lifecycle: extendLifecycle(kept(), { states: { verifying: ended } }), commands: { verify } }),
    ).toEqual({
      verifying: 2,
    })
    const voidedIsOpen = { ...verifying, on: { ...on, 'expire:dispatch': {}, decline: { target: 'declined' } } }
    expect(
      await refused({ lifecycle: extendLifecycle(verified, { states: { voided: voidedIsOpen } }), commands }),
    ).toEqual({
      voided: 1,
    })

    // A process that only reads strands nobody.
    const reader = city({})
    await reader.start({ readOnly: true })
    expect((await reader.requests.find({ open: true }, { by: actors.system })).items).toHaveLength(2)
    await reader.stop()

    // The state is kept until no request stands in it; new ones no longer begin there. Then it may go.
    const between = city({ lifecycle: kept(), commands: keptCommands })
    await between.start()
    for (const id of submitted.slice(0, 2))
      expect((await between.requests.act(id, { command: 'confirm' }, { by: actors.desk })).ok).toBe(true)
    await between.stop()
    expect(await refused({})).toBeUndefined()
  })
  it('is mapped where a state went, also for what an older process on the same record still brings', async () => {
    let ids = 100
    const clock = simulatedClock(Date.parse('2022-01-06T10:00:00+08:00'))
    const city = (more: Partial<HuiyinOptions>) =>
      createHuiyin({ ...more, storage: storage(), platform: { clock, ids: simulatedIds(++ids) } })
    const submit = async (huiyin: ReturnType<typeof city>, id: string) => {
      const report = { category: 'heating', area: cityGrid, description: '家中不热。' }
      const result = await huiyin.requests.submit(id, report, { by: actors.resident })
      expect(result.ok && result.request.status).toBe('verifying')
    }
    const before = city({ lifecycle: verified, commands })
    await before.start()
    await submit(before, 'early')
    const after = city({})
    await after.start({ states: { verifying: 'reported' } })
    expect(await after.requests.get('early', { by: actors.system })).toMatchObject({
      status: 'reported',
      owner: { role: 'dispatcher' },
    })
    await submit(before, 'late')
    clock.advance(120_000)
    await after.tick()
    expect((await after.requests.get('late', { by: actors.system })).status).toBe('reported')
    for (const id of ['early', 'late'])
      expect((await before.requests.dispatch(id, {}, { by: actors.desk })).ok).toBe(true)
    expect((await after.audit.verify({ by: actors.system })).ok).toBe(true)
    for (const each of [before, after]) await each.stop()
  })
})
