import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../entry/create-huiyin.js'
import { memoryStorage } from '../../memory/memory-storage.js'
import { definePlugin } from '../../plugin/plugin.js'
import { authoriserFrom } from '../../request/authorise.js'
import { defaultLifecycle } from '../../request/lifecycle/default.js'
import type { OpenState } from '../../request/lifecycle/definition.js'
import { extendLifecycle, type LifecycleChange } from '../../request/lifecycle/extend.js'
import { defaultPermissions } from '../../request/permissions/permissions.js'
import type { HuiyinOptions } from '../options/options.js'

const parked: OpenState = {
  title: { zh: '搁置', en: 'parked' },
  step: 'handle',
  owner: 'unit',
  clocks: ['resolve'],
  on: { finish: { target: 'closed' }, 'expire:resolve': {} },
}
const change: LifecycleChange = { states: { parked }, on: { handling: { park: { target: 'parked' } } } }
const lifecycle = extendLifecycle(defaultLifecycle, change)
const load = (options: Partial<HuiyinOptions>) => () => createHuiyin({ storage: memoryStorage(), ...options })
const parking = (finish: readonly never[] | readonly ['unit'] | readonly ['coUnit'] | readonly ['chargedUnit']) =>
  definePlugin({ id: 'parking', lifecycle: change, permissions: { finish, park: ['unit'] }, setup: () => ({}) })

describe('a way to an end is one that somebody may take', () => {
  it('refuses a plugin that permits its only way out to nobody, or to parties a request may lack', () => {
    expect(load({ plugins: [parking(['unit'])] })).not.toThrow()
    for (const nobody of [[], ['coUnit'], ['chargedUnit']] as const)
      expect(load({ plugins: [parking(nobody as never)] })).toThrow('from parked no end can be reached')
  })
  it('refuses it of a place whose table of permissions says so', () => {
    const authorise = (finish: readonly 'unit'[]) => authoriserFrom({ ...defaultPermissions, finish })
    expect(load({ lifecycle, authorise: authorise(['unit']) })).not.toThrow()
    expect(load({ lifecycle, authorise: authorise([]) })).toThrow('from parked no end can be reached')
    const closedByNobody = { ...defaultPermissions, forceClose: [], reply: [] }
    expect(load({ authorise: authoriserFrom(closedByNobody) })).toThrow('from rectifying no end can be reached')
  })
  it('takes an authoriser that the place wrote itself at its word, and a command that no table names for one of nobody', () => {
    expect(load({ lifecycle, authorise: () => undefined })).not.toThrow()
    expect(load({ lifecycle })).toThrow('from parked no end can be reached')
  })
  it('refuses a way out by a command whose name cannot be sent', () => {
    const { finish, ...on } = parked.on as Record<string, object>
    const states = { parked: { ...parked, on: { ...on, 办结: finish as object } } }
    expect(load({ lifecycle: extendLifecycle(lifecycle, { states }) })).toThrow('from parked no end can be reached')
  })
  it('asks no law or condition that a plugin put in the place of one of core as if it were core’s', () => {
    const states = { parked: { ...parked, on: { ...parked.on, finish: { when: 'checkPassed', target: 'closed' } } } }
    const plugin = (conditions: object) =>
      definePlugin({
        id: 'parking',
        lifecycle: { ...change, states },
        permissions: { finish: ['unit'] },
        conditions: conditions as never,
        setup: () => ({}),
      })
    expect(load({ plugins: [plugin({})] })).not.toThrow()
    expect(load({ plugins: [plugin({ checkPassed: () => false })] })).toThrow('from parked no end can be reached')
  })
})

describe('what time does', () => {
  it('is refused by no law of a plugin', () => {
    for (const command of ['warn', 'expire', 'escalate', 'relocate', 'absorb', 'release', 'echo']) {
      const plugin = definePlugin({ id: 'holds-up', laws: { [command]: [() => undefined] }, setup: () => ({}) })
      expect(load({ plugins: [plugin] })).toThrow(`a law for "${command}", which the system issues`)
    }
  })
})

describe("a place's own lifecycle", () => {
  const named = (name: string) => {
    const visited = extendLifecycle(defaultLifecycle, {
      states: { [name]: { ...parked, step: 'report', owner: 'dispatcher' } },
      on: { reported: { visit: { target: name } } },
    })
    return createHuiyin({ storage: memoryStorage(), lifecycle: visited, authorise: () => undefined })
  }
  it('is held to XState by start, which names the lifecycle', async () => {
    await named('on-site').start()
    await expect(named('on.site').start()).rejects.toThrow('The lifecycle closed-loop/1+ cannot be loaded: XState')
  })
})
