import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import type { Logger } from '../../src/contracts/logger.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { defaultSlaPolicy, defineSlaPolicy } from '../../src/sla/policy.js'

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const admin = { by: actors.systemAdmin }
const quick = { dispatch: { workingHours: 1 }, version: 'quick' } as const
const slow = defineSlaPolicy({ dispatch: { workingDays: 9 }, version: 'slow' })

async function city() {
  const clock = simulatedClock(at('2026-11-23 09:00'))
  const ids = simulatedIds(1)
  const storage = { ...memoryStorage(), close: async () => {} }
  const process = async (options: Partial<HuiyinOptions> = {}) => {
    const huiyin = createHuiyin({ storage, platform: { clock, ids }, ...options })
    await huiyin.start()
    return huiyin
  }
  const huiyin = await process()
  await seedCity(huiyin)
  const submit = async (through = huiyin) => {
    const input = { area: cityGrid, category: 'other', channel: 'hotline', description: 'The lamp is dark.' }
    const result = await through.requests.submit(input, { by: actors.resident })
    if (!result.ok) throw new Error(result.refusal.message.en)
    return result.request
  }
  return { clock, huiyin, process, submit }
}
const limitIn = ({ clocks }: Awaited<ReturnType<Awaited<ReturnType<typeof city>>['submit']>>) => clocks.dispatch?.limit

describe('limits that are adopted', () => {
  it('hold from their first day on, in every process; what runs already keeps its own', async () => {
    const { clock, huiyin, process, submit } = await city()
    const other = await process()
    const result = await huiyin.policies.adopt(quick, { ...admin, from: '2026-11-25' })
    expect(result).toEqual({ ok: true, version: 'quick', from: '2026-11-25', changed: true })
    expect(huiyin.policies.inForce()).toBe(huiyin.policies.inForce())
    expect(huiyin.policies.inForce().version).toBe(defaultSlaPolicy.version)
    clock.set(at('2026-11-24 23:59'))
    const before = await submit()
    expect(limitIn(before)).toEqual(defaultSlaPolicy.clocks.dispatch?.within)
    clock.set(at('2026-11-25 00:00'))
    expect(huiyin.policies.inForce().version).toBe('quick')
    expect(limitIn(await submit())).toEqual({ workingHours: 1 })
    clock.set(at('2026-11-25 00:01'))
    expect(limitIn(await submit(other))).toEqual({ workingHours: 1 })
    expect(limitIn(await other.requests.get(before.id, { by: actors.system }))).toEqual(limitIn(before))
    expect((await other.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('hold at once when no day is named, and are adopted once', async () => {
    const { huiyin, submit } = await city()
    await huiyin.policies.adopt(quick, admin)
    expect(limitIn(await submit())).toEqual({ workingHours: 1 })
    expect(await huiyin.policies.adopt(quick, admin)).toMatchObject({ ok: true, changed: false })
    expect(huiyin.policies.adopted()).toMatchObject([{ policy: { version: 'quick' }, from: '2026-11-23' }])
  })

  it('go before those of the code that a later process brings, which says so at its start', async () => {
    const { huiyin, process, submit } = await city()
    await huiyin.policies.adopt(quick, admin)
    const said: unknown[] = []
    const logger: Logger = { info: () => {}, warn: (text, details) => said.push([text, details]) }
    const deployed = await process({ sla: slow, logger })
    expect(limitIn(await submit(deployed))).toEqual({ workingHours: 1 })
    await deployed.tick()
    const told = { own: 'slow', inForce: 'quick' }
    expect(said).toEqual([['the limits of this process are not in force: others were adopted', told]])
    const silent: unknown[] = []
    await process({ logger: { info: () => {}, warn: (text) => silent.push(text) } })
    expect(silent).toEqual([])
  })

  it('of two for one day are those that were decided last; a later first day waits for its day', async () => {
    const { clock, huiyin } = await city()
    await huiyin.policies.adopt(quick, { ...admin, from: '2026-11-25' })
    await huiyin.policies.adopt(slow, { ...admin, from: '2026-11-25' })
    await huiyin.policies.adopt({ ...quick, version: 'later' }, { ...admin, from: '2026-12-01' })
    clock.set(at('2026-11-26 09:00'))
    expect(huiyin.policies.inForce().version).toBe('slow')
    clock.set(at('2026-12-01 09:00'))
    expect(huiyin.policies.inForce().version).toBe('later')
  })

  it('are previewed: which rules differ from those of their day, or why they would be refused; nothing is written', async () => {
    const { huiyin } = await city()
    const within = { clock: 'dispatch', rule: 'within' }
    const preview = await huiyin.policies.preview(quick, { ...admin, from: '2026-11-25' })
    expect(preview).toEqual({
      ...{ ok: true, version: 'quick', from: '2026-11-25', changed: true, instead: defaultSlaPolicy.version },
      changes: [{ ...within, before: { workingHours: 4 }, after: { workingHours: 1 } }],
    })
    expect(await huiyin.policies.preview(quick, { ...admin, from: '2026-11-20' })).toMatchObject({
      refusal: { code: 'policy-day-passed' },
    })
    expect(await huiyin.policies.preview(quick, { by: actors.desk })).toMatchObject({
      refusal: { code: 'policy-not-permitted' },
    })
    expect(huiyin.policies.adopted()).toEqual([])
    await huiyin.policies.adopt(quick, { ...admin, from: '2026-11-25' })
    const next = { ...quick, escalateEvery: { workingDays: 1 }, warnings: [], version: 'next' }
    expect(await huiyin.policies.preview(next, { ...admin, from: '2026-12-01' })).toMatchObject({
      ...{ instead: 'quick', changed: true },
      changes: [
        { clock: 'rectify', rule: 'warnings', after: [] },
        { clock: 'resolve', rule: 'warnings', before: [{}], after: [] },
        { rule: 'escalateEvery', before: { workingDays: 2 }, after: { workingDays: 1 } },
      ],
    })
    expect(await huiyin.policies.preview(quick, { ...admin, from: '2026-11-25' })).toMatchObject({
      ...{ changed: false, changes: [] },
    })
  })

  it('say what they rest on, and are among the editions that processes record', async () => {
    const { huiyin, process } = await city()
    await huiyin.policies.adopt(quick, { ...admin, basis: '胶政办发〔2026〕12号' })
    expect(huiyin.policies.adopted()).toMatchObject([{ from: '2026-11-23', basis: '胶政办发〔2026〕12号' }])
    await huiyin.tick()
    const later = await process()
    expect(later.policies.editions()).toMatchObject([
      { number: 1, policy: { version: defaultSlaPolicy.version }, lifecycle: { name: huiyin.lifecycle.name } },
      { number: 2, policy: { version: 'quick' }, calendar: later.calendar.inForce().version },
    ])
    await expect(huiyin.policies.adopt(quick, { ...admin, basis: 'x'.repeat(201) })).rejects.toThrow('options.basis')
    expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
  })

  it('are checked before anything is written, with the path of what is wrong', async () => {
    const { huiyin } = await city()
    for (const [policy, options] of [
      [{ resolve: { workingDays: 0 } }, admin],
      [quick, { ...admin, from: '2026-02-30' }],
      [quick, { ...admin, from: 5 }],
    ] as const)
      await expect(huiyin.policies.adopt(policy, options as never)).rejects.toSatisfy((error) =>
        isHuiyinError(error, 'invalid-input'),
      )
    expect(huiyin.policies.adopted()).toEqual([])
  })
})
