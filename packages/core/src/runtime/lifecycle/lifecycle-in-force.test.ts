import { describe, expect, it } from 'vitest'
import { ownCommand } from '../../../test/own-commands.js'
import { createHuiyin } from '../../entry/create-huiyin.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import { definePlugin } from '../../plugin/plugin.js'
import { defaultLifecycle } from '../../request/lifecycle/default.js'
import type { OpenState } from '../../request/lifecycle/definition.js'
import { extendLifecycle, type LifecycleChange } from '../../request/lifecycle/extend.js'
import type { OwnCommand } from '../../request/own/own-command.js'
import { defaultSlaPolicy } from '../../sla/policy.js'
import type { HuiyinOptions } from '../options/options.js'
import { compileLifecycle } from './compile-lifecycle.js'
import { loadLifecycle } from './load-lifecycle.js'

const parked: OpenState = {
  title: { zh: '搁置', en: 'parked' },
  step: 'handle',
  owner: 'unit',
  clocks: ['resolve'],
  on: { finish: { target: 'closed' }, 'expire:resolve': {} },
}
const change: LifecycleChange = { states: { parked }, on: { handling: { park: { target: 'parked' } } } }
const lifecycle = extendLifecycle(defaultLifecycle, change)
const load = (options: Partial<HuiyinOptions>) => expect(createHuiyin({ storage: memoryStorage(), ...options }).start())
const parkCommands = (finish: OwnCommand['who']) => ({
  finish: { ...ownCommand('finish', finish), event: 'parking.finished' },
  park: { ...ownCommand('park', ['unit']), event: 'parking.begun' },
})
const parking = (finish: readonly never[] | readonly ['unit'] | readonly ['coUnit'] | readonly ['chargedUnit']) =>
  definePlugin({
    id: 'parking',
    lifecycle: change,
    commands: parkCommands(finish),
    setup: () => ({}),
  })

describe('a way to an end is one that somebody may take', () => {
  it('refuses a plugin that permits its only way out to nobody, or to parties a request may lack', async () => {
    await load({ plugins: [parking(['unit'])] }).resolves.toBeUndefined()
    for (const nobody of [[], ['coUnit'], ['chargedUnit']] as const)
      await load({ plugins: [parking(nobody as never)] }).rejects.toThrow('from parked no end can be reached')
  })
  it('refuses it of a place whose table of permissions says so', async () => {
    const permissions = (finish: readonly 'unit'[]) => ({ requests: { finish } })
    const commands = parkCommands(['handler'])
    await load({ lifecycle, commands, permissions: permissions(['unit']) }).resolves.toBeUndefined()
    await load({ lifecycle, commands, permissions: permissions([]) }).rejects.toThrow(
      'from parked no end can be reached',
    )
    const closedByNobody = { requests: { forceClose: [], reply: [] } }
    await load({ permissions: closedByNobody }).rejects.toThrow('from rectifying no end can be reached')
  })
  it('takes an authoriser that the place wrote itself at its word, and a command that no table names for one of nobody', async () => {
    await load({ lifecycle, commands: parkCommands([]), authorise: () => undefined }).resolves.toBeUndefined()
    await load({ lifecycle, commands: parkCommands([]) }).rejects.toThrow('from parked no end can be reached')
  })
  it('refuses a way out by a command whose name cannot be sent', async () => {
    const { finish, ...on } = parked.on as Record<string, object>
    const states = { parked: { ...parked, on: { ...on, 办结: finish as object } } }
    const commands = parkCommands([])
    const create = () =>
      createHuiyin({ storage: memoryStorage(), lifecycle: extendLifecycle(lifecycle, { states }), commands })
    expect(create).toThrow('the lifecycle names "办结", which is not a command')
  })
  it('asks no law or condition that a plugin put in the place of one of core as if it were core’s', async () => {
    const states = { parked: { ...parked, on: { ...parked.on, finish: { when: 'checkPassed', target: 'closed' } } } }
    const plugin = (conditions: object) =>
      definePlugin({
        id: 'parking',
        lifecycle: { ...change, states },
        commands: parkCommands(['unit']),
        conditions: conditions as never,
        setup: () => ({}),
      })
    await load({ plugins: [plugin({})] }).resolves.toBeUndefined()
    await load({ plugins: [plugin({ checkPassed: () => false })] }).rejects.toThrow('from parked no end can be reached')
  })
})

describe('what time does', () => {
  it('is refused by no law of a plugin', async () => {
    for (const command of ['warn', 'expire', 'escalate', 'relocate', 'absorb', 'release', 'echo']) {
      const plugin = definePlugin({ id: 'holds-up', laws: { [command]: [() => undefined] }, setup: () => ({}) })
      expect(() => createHuiyin({ storage: memoryStorage(), plugins: [plugin] })).toThrow(
        `a law for "${command}", which the system issues`,
      )
    }
  })
})

describe('the lifecycle of core', () => {
  it('is proved here, and not by each start', () => {
    expect(() => loadLifecycle(undefined, [], defaultSlaPolicy)).not.toThrow()
    expect(compileLifecycle(undefined, [], defaultSlaPolicy).toProve).toBe('nothing')
  })
  it('is made once for all processes', () => {
    const [one, other] = [createHuiyin({ storage: memoryStorage() }), createHuiyin({ storage: memoryStorage() })]
    expect(one.lifecycle).toBe(other.lifecycle)
    expect(Object.isFrozen(one.lifecycle.states.reported?.title)).toBe(true)
  })
  it('is proved by start where a place says who may issue commands, or leaves out a limit', async () => {
    const { claim: _, ...clocks } = defaultSlaPolicy.clocks
    await load({ sla: { ...defaultSlaPolicy, clocks } }).rejects.toThrow('runs the clock claim')
    await load({ permissions: { requests: { forceClose: [], reply: [] } } }).rejects.toThrow(
      'from rectifying no end can be reached',
    )
  })
})

describe("a place's own lifecycle", () => {
  const visit = { ...parkCommands([]), visit: ownCommand('visit') }
  const named = (name: string) => {
    const visited = extendLifecycle(defaultLifecycle, {
      states: { [name]: { ...parked, step: 'report', owner: 'dispatcher' } },
      on: { reported: { visit: { target: name } }, handling: { park: {} } },
    })
    return createHuiyin({ storage: memoryStorage(), lifecycle: visited, commands: visit, authorise: () => undefined })
  }
  it('is held to XState by start, which names the lifecycle', async () => {
    await named('on-site').start()
    await expect(named('on.site').start()).rejects.toThrow('The lifecycle closed-loop/1+ cannot be loaded: XState')
  })
})
