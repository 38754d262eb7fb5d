import { describe, expect, it } from 'vitest'
import { isHuiyinError } from '../../errors.js'
import { defaultSlaPolicy } from '../../sla/policy.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { defaultLifecycle } from './default.js'
import type { OpenState } from './definition.js'
import { extendLifecycle, type LifecycleChange } from './extend.js'
import { assertLifecycle, proveLifecycle } from './prove.js'

const known = {
  laws: new Set(Object.keys(laws)),
  conditions: new Set(Object.keys(conditions)),
  clocks: new Set(Object.keys(defaultSlaPolicy.clocks)),
}
const faultsOf = (change: LifecycleChange) =>
  proveLifecycle(extendLifecycle(defaultLifecycle, change), known).map(({ state, fault }) => `${state}: ${fault}`)
const title = { zh: '测试', en: 'test' }
const handling = defaultLifecycle.states.handling as OpenState

describe('loading a lifecycle proves that nothing rests without a clock, an owner and a way out', () => {
  it('accepts the default', () => {
    expect(proveLifecycle(defaultLifecycle, known)).toEqual([])
  })
  it('accepts a place that verifies on site before dispatching', () => {
    const verifying: OpenState = {
      title,
      step: 'report',
      owner: 'dispatcher',
      clocks: ['dispatch'],
      on: { confirm: { target: 'reported' }, 'expire:dispatch': { target: 'reported' } },
    }
    expect(faultsOf({ states: { verifying }, initial: 'verifying' })).toEqual([])
  })
  it('refuses a state without a clock', () => {
    expect(faultsOf({ states: { handling: { ...handling, clocks: [] } } })).toContain('handling: no-clock')
  })
  it('refuses a state without an owner', () => {
    expect(faultsOf({ states: { handling: { ...handling, owner: undefined as never } } })).toContain(
      'handling: no-owner',
    )
  })
  it('refuses a clock at whose end nothing happens', () => {
    expect(faultsOf({ on: { handling: { 'expire:resolve': null } } })).toContain('handling: clock-without-expiry')
  })
  it('refuses a clock the policy has no limit for', () => {
    expect(faultsOf({ states: { handling: { ...handling, clocks: ['someday'] } } })).toContain(
      'handling: clock-unknown',
    )
  })
  it('refuses a state from which no end can be reached', () => {
    const limbo: OpenState = { title, step: 'handle', owner: 'unit', clocks: ['resolve'], on: { 'expire:resolve': {} } }
    expect(faultsOf({ states: { limbo }, on: { handling: { park: { target: 'limbo' } } } })).toEqual([
      'limbo: no-way-to-an-end',
    ])
  })
  it('refuses a state nothing leads to', () => {
    const island: OpenState = {
      title,
      step: 'handle',
      owner: 'unit',
      clocks: ['resolve'],
      on: { leave: { target: 'closed' }, 'expire:resolve': {} },
    }
    expect(faultsOf({ states: { island } })).toEqual(['island: unreachable'])
  })
  it('refuses a state whose clock nobody hears warning before the deadline and asking after it', () => {
    const { escalate: _, ...everywhere } = defaultLifecycle.everywhere ?? {}
    const faults = proveLifecycle({ ...defaultLifecycle, everywhere }, known)
    expect(faults.map((each) => each.fault)).toContain('clock-without-escalation')
    expect(faults.map((each) => each.state)).toContain('handling')
  })
  it('refuses an end that tells the resident nothing', () => {
    expect(faultsOf({ states: { declined: { title, end: 'declined', echo: { zh: '', en: '' } } } })).toEqual([
      'declined: no-echo',
    ])
  })
  it('refuses names that are not defined', () => {
    expect(faultsOf({ on: { handling: { jump: { target: 'nowhere' } } } })).toEqual(['handling: target-unknown'])
    expect(faultsOf({ on: { handling: { jump: { laws: ['mood'] } } } })).toEqual(['handling: law-unknown'])
    expect(faultsOf({ on: { handling: { jump: { when: 'sunny' } } } })).toEqual(['handling: condition-unknown'])
    expect(faultsOf({ initial: 'nowhere' })).toContain('nowhere: initial-unknown')
  })
  it('throws naming every state at fault', () => {
    const broken = extendLifecycle(defaultLifecycle, { states: { handling: { ...handling, clocks: [] } } })
    try {
      assertLifecycle(broken, known)
      expect.unreachable()
    } catch (error) {
      expect(isHuiyinError(error, 'configuration')).toBe(true)
      expect((error as Error).message).toContain('no clock runs in handling')
    }
  })
})
