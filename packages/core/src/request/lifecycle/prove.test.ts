import { describe, expect, it } from 'vitest'
import { faultsOf, known } from '../../../test/request/lifecycle/faults-of.js'
import { isHuiyinError } from '../../errors.js'
import { defaultLifecycle } from './default.js'
import type { Branch, OpenState } from './definition.js'
import { extendLifecycle, type LifecycleChange } from './extend.js'
import { assertLifecycle, proveLifecycle } from './prove.js'

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
  it('refuses a law or a condition that could refuse what time does', () => {
    const refusable = (entry: Branch | readonly Branch[], command = 'expire:resolve') =>
      faultsOf({ on: { handling: { [command]: entry } } })
    expect(refusable({ laws: ['returnLimit'] })).toContain('handling: time-may-be-refused')
    expect(refusable([{ when: 'inRectification' }])).toContain('handling: time-may-be-refused')
    expect(refusable([])).toContain('handling: time-may-be-refused')
    expect(refusable([{ when: 'inRectification', laws: ['returnLimit'] }, {}])).toEqual([
      'handling: time-may-be-refused',
    ])
    expect(refusable({ laws: ['returnLimit'] }, 'escalate')).toEqual(['handling: time-may-be-refused'])
    expect(refusable({ when: 'needsCheck' }, 'warn')).toEqual(['handling: time-may-be-refused'])
    expect(faultsOf({ on: { closed: { 'expire:appealReview': { laws: ['returnLimit'] } } } })).toEqual([
      'closed: time-may-be-refused',
    ])
    expect(refusable([{ when: 'inRectification' }, {}])).toEqual([])
  })
  it('refuses a state that stays when a clock runs out of which nobody is late, and rounds of such states', () => {
    expect(faultsOf({ on: { awaitingRating: { 'expire:rate': {} } } })).toContain('awaitingRating: clock-stays-silent')
    const again: OpenState = {
      title,
      step: 'rate',
      owner: 'requester',
      clocks: ['rate'],
      on: { forceClose: { target: 'forceClosed' }, 'expire:rate': { target: 'awaitingRating' } },
    }
    expect(faultsOf({ states: { again }, on: { awaitingRating: { 'expire:rate': { target: 'again' } } } })).toEqual(
      expect.arrayContaining(['again: clock-stays-silent', 'awaitingRating: clock-stays-silent']),
    )
  })
  it('refuses a state whose only way to an end a fact or a law of facts may bar for ever', () => {
    const only = (finish: Branch | readonly Branch[]) =>
      faultsOf({
        states: { last: { ...handling, on: { finish, 'expire:resolve': {} } } },
        on: { handling: { park: { target: 'last' } } },
      })
    const barred = ['last: no-way-to-an-end']
    expect(only({ target: 'closed' })).toEqual([])
    expect(only({ when: 'inRectification', target: 'closed' })).toEqual(barred)
    expect(only([{ when: 'inRectification' }, { target: 'closed' }])).toEqual(barred)
    expect(only([{ when: 'inRectification', target: 'handling' }, { target: 'closed' }])).toEqual([])
    expect(only({ laws: ['returnLimit'], target: 'closed' })).toEqual(barred)
    expect(only({ laws: ['unitKnown'], target: 'closed' })).toEqual([])
    expect(only({ laws: ['unitKnown', 'returnLimit'], target: 'closed' })).toEqual(barred)
    expect(only([{ when: 'checkPassed', target: 'closed' }, {}])).toEqual([])
    expect(only([{ when: 'checkPassed' }, { target: 'closed' }])).toEqual([])
    expect(only({ when: 'checkPassed' })).toEqual(barred)
  })
  it('refuses a way to an end after a condition that did not hold before, and overlooks such a branch', () => {
    const only = (finish: readonly Branch[]) =>
      faultsOf({
        states: { last: { ...handling, on: { finish, 'expire:resolve': {} } } },
        on: { handling: { park: { target: 'last' } } },
      })
    const [given, other] = ['checkPassed', 'inRectification']
    expect(only([{ when: given }, { when: given, target: 'closed' }])).toEqual(['last: no-way-to-an-end'])
    expect(only([{ when: other, target: 'closed' }, { when: other }, { target: 'closed' }])).toEqual([])
  })
  it('does not ask a state without a clock to listen to one', () => {
    const { escalate: _, ...everywhere } = defaultLifecycle.everywhere
    const states = { ...defaultLifecycle.states, handling: { ...handling, clocks: [] } }
    const faults = proveLifecycle({ ...defaultLifecycle, states, everywhere }, known)
    expect(faults.filter(({ state }) => state === 'handling').map(({ fault }) => fault)).toEqual(['no-clock'])
  })
  it('refuses a state whose only way to an end is a command that nobody may issue, or that is never asked', () => {
    const last = (on: OpenState['on']): LifecycleChange => ({
      states: { last: { ...handling, on: { ...on, 'expire:resolve': {} } } },
      on: { handling: { park: { target: 'last' } } },
    })
    const mayIssue = (command: string) => command !== 'finish'
    const lifecycle = extendLifecycle(defaultLifecycle, last({ finish: { target: 'closed' } }))
    expect(proveLifecycle(lifecycle, { ...known, mayIssue }).map((each) => each.state)).toEqual(['last'])
    for (const name of ['submit', 'eraseTexts', 'expire:claim', 'relocate', 'warn'])
      expect(faultsOf(last({ [name]: { target: 'closed' } }))).toContain('last: no-way-to-an-end')
    expect(faultsOf(last({ escalate: { target: 'closed' } }))).toEqual([])
  })
  it('refuses a lifecycle in which an appeal, an application, an extension or a co-handler would rest', () => {
    const without = (name: string) => {
      const { [name]: _, ...everywhere } = defaultLifecycle.everywhere
      return proveLifecycle({ ...defaultLifecycle, everywhere }, known).map(({ state, fault }) => `${state}: ${fault}`)
    }
    expect(without('expire:appealReview')).toContain('handling: clock-without-expiry')
    expect(without('expire:extensionDecision')).toContain('suspended: clock-without-expiry')
    expect(without('expire:coHandle')).toContain('handling: clock-without-expiry')
    expect(without('reviewAppeal')).toContain('handling: appeal-without-review')
    expect(faultsOf({ on: { closed: { 'expire:appealReview': null } } })).toEqual(['closed: clock-without-expiry'])
    expect(faultsOf({ on: { closed: { 'expire:reopenDecision': null } } })).toEqual(['closed: clock-without-expiry'])
    expect(faultsOf({ on: { closed: { decideReopen: null } } })).toEqual(['closed: ask-without-decision'])
  })
  it('takes no name that every object has for one of the lifecycle', () => {
    for (const target of ['toString', 'constructor', '__proto__']) {
      expect(faultsOf({ on: { handling: { jump: { target } } } })).toEqual(['handling: target-unknown'])
      expect(faultsOf({ initial: target })).toContain(`${target}: initial-unknown`)
      expect(faultsOf({ states: { handling: { ...handling, clocks: [target] } } })).toEqual(
        expect.arrayContaining([
          'handling: clock-unknown',
          'handling: name-reserved',
          'handling: clock-without-expiry',
        ]),
      )
      const named = Object.fromEntries([[target, { ...handling }]])
      expect(faultsOf({ states: named })).toContain(`${target}: name-reserved`)
      expect(faultsOf({ on: { handling: Object.fromEntries([[target, {}]]) } })).toEqual(['handling: name-reserved'])
      expect(faultsOf({ on: Object.fromEntries([[target, {}]]) })).toContain(`${target}: name-reserved`)
    }
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
