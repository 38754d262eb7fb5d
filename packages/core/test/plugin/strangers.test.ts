import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it, vi } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { definePlugin, type Plugin } from '../../src/plugin/plugin.js'
import type { RequestContext } from '../../src/request/context.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { ownCommand } from '../own-commands.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }

async function city(more: Partial<HuiyinOptions>) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const platform = { clock, ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage: memoryStorage(), platform, ...more })
  await huiyin.start()
  await seedCity(huiyin)
  const submit = () => huiyin.requests.submit(report, { by: actors.resident })
  const dispatched = async () => {
    const submitted = await submit()
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    await huiyin.requests.dispatch(id, {}, { by: actors.desk })
    return id
  }
  return { huiyin, submit, dispatched }
}

const plugin = (more: object): readonly Plugin[] => [definePlugin({ id: 'wrong', setup: () => ({}), ...more })]

describe('a measure of a place or a plugin', () => {
  const throwing = () => {
    throw new Error('a mistake of the measure')
  }
  it.each([
    ['a date', () => [new Date()]],
    ['half a millisecond', () => [0.5]],
    ['no list', () => 5],
    ['a promise', async () => []],
    ['nothing', () => undefined],
  ])('that answers %s fails the command with its name, and nothing is written', async (_what, at) => {
    const measure = { name: 'wrong.count', at: at as never }
    for (const more of [{ evaluation: { measures: [measure] } }, { plugins: plugin({ measures: [measure] }) }]) {
      const { huiyin, submit } = await city(more)
      await expect(submit()).rejects.toMatchObject({
        code: 'configuration',
        details: { what: 'the measure wrong.count (at)' },
      })
      expect((await huiyin.requests.find({ by: actors.system })).items).toEqual([])
    }
  })

  it('that throws, that counts for no units, or that changes the facts it is shown, writes nothing either', async () => {
    const units = { name: 'wrong.count', at: () => [0], units: () => [5] as never }
    const changing = {
      name: 'wrong.count',
      at: (facts: object) => {
        Object.assign((facts as { owner: object }).owner, { role: 'systemAdmin' })
        return []
      },
    }
    for (const measure of [{ name: 'wrong.count', at: throwing }, units, changing]) {
      const { huiyin, submit } = await city({ evaluation: { measures: [measure] } })
      await expect(submit()).rejects.toThrow()
      expect((await huiyin.requests.find({ by: actors.system })).items).toEqual([])
      expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    }
  })
})

describe('what a law, a condition or a lifecycle law of a plugin is shown', () => {
  const changes: readonly (readonly [string, (context: RequestContext) => void])[] = [
    ['the time limits', ({ sla }) => Object.assign(sla.policy.clocks.claim as object, { within: { workingDays: 99 } })],
    ['the rating scale', ({ rating }) => Object.assign(rating.scale.grades[0] as object, { means: 'dissatisfied' })],
    ['the lifecycle', ({ lifecycle }) => Object.assign(lifecycle.definition.states, { closed: undefined })],
    ['a rule of the catalogue', (c) => Object.assign(c.responsibilities.resolve('heating', cityGrid), { lead: '' })],
    ['the laws of others', ({ extraLaws }) => Object.assign(extraLaws, { claim: [] })],
    ['the context itself', (context) => Object.assign(context, { now: 0 })],
  ]
  it.each(changes)('cannot be changed by it: %s', async (_what, change) => {
    const law = (_facts: unknown, _command: unknown, context: RequestContext) => void change(context)
    const { huiyin, dispatched } = await city({ plugins: plugin({ laws: { claim: [law] } }) })
    const id = await dispatched()
    await expect(huiyin.requests.claim(id, {}, { by: actors.housing })).rejects.toThrow(TypeError)
    expect((await huiyin.requests.get(id, { by: actors.system })).status).toBe('dispatched')
  })

  it('leaves what the place passed its own: the options may be changed afterwards', async () => {
    const rating = { superviseAfterFailedRounds: 2 }
    await city({ rating })
    rating.superviseAfterFailedRounds = 3
    expect(Object.isFrozen(rating)).toBe(false)
  })

  const lifecycle = (branch: object) => ({
    lifecycle: { on: { handling: { park: { laws: [], target: 'handling', ...branch } } } },
    commands: { park: { ...ownCommand('park', ['unit']), event: 'wrong.parked' } },
  })
  const nonsense: readonly unknown[] = ['no', null, 0, {}, Promise.resolve(true)]
  it.each(nonsense)('a lifecycle law that answers %j, and a condition, fail the command by name', async (said) => {
    for (const [more, what] of [
      [{ ...lifecycle({ laws: ['quiet'] }), lifecycleLaws: { quiet: () => said } }, 'wrong: lifecycleLaws.quiet'],
      [{ ...lifecycle({ when: 'quiet' }), conditions: { quiet: () => said } }, 'wrong: conditions.quiet'],
    ] as const) {
      const { huiyin, dispatched } = await city({ plugins: plugin(more) })
      const id = await dispatched()
      await huiyin.requests.claim(id, {}, { by: actors.housing })
      await expect(huiyin.requests.act(id, { command: 'park' }, { by: actors.housing })).rejects.toMatchObject({
        code: 'configuration',
        details: { what },
      })
    }
  })
})

describe('a wake-up from outside that fails', () => {
  const throwing = () => {
    throw new Error('no connection')
  }
  it.each([
    ['throws', throwing],
    ['rejects', () => Promise.reject(new Error('no connection'))],
    ['gives nothing to end it with', () => undefined],
    ['throws when it is ended', () => throwing],
    ['rejects when it is ended', () => () => Promise.reject(new Error('no connection'))],
  ])('%s: polling goes on, and stopping ends', async (_what, wake) => {
    const sent: string[] = []
    const { huiyin, submit } = await city({
      channels: [
        {
          contract: 'huiyin.channel/2',
          name: 'sms',
          audience: 'resident',
          send: async ({ id }) => ({ ok: sent.push(id) > 0 }) as { ok: true },
        },
      ],
    })
    const running = huiyin.run({ every: 1, wake: wake as never })
    await submit()
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(0), { timeout: 20_000 })
    await running.stop()
  })
})
