import { describe, expect, it } from 'vitest'
import { defaultSlaPolicy } from '../../sla/policy.js'
import { conditions } from '../rules/conditions.js'
import { given } from '../rules/given.js'
import { laws } from '../rules/index.js'
import { defaultLifecycle } from './default.js'
import type { OpenState } from './definition.js'
import { extendLifecycle, type LifecycleChange } from './extend.js'
import { proveLifecycle } from './prove.js'

const known = {
  laws: new Set(Object.keys(laws)),
  conditions: new Set(Object.keys(conditions)),
  clocks: new Set(Object.keys(defaultSlaPolicy.clocks)),
  given,
}
const faultsOf = (change: LifecycleChange) =>
  proveLifecycle(extendLifecycle(defaultLifecycle, change), known).map(({ state, fault }) => `${state}: ${fault}`)
const title = { zh: '测试', en: 'test' }
const handling = defaultLifecycle.states.handling as OpenState
const last = (state: Partial<OpenState>): LifecycleChange => ({
  states: { last: { ...handling, ...state } },
  on: { handling: { park: { target: 'last' } } },
})

describe('a lifecycle is refused', () => {
  it('that begins at an end', () => {
    expect(faultsOf({ initial: 'closed' })).toContain('closed: initial-is-end')
  })
  it('whose branches come after one that is always taken', () => {
    expect(faultsOf({ on: { handling: { jump: [{}, { target: 'closed' }] } } })).toEqual([
      'handling: branch-unreachable',
    ])
    expect(faultsOf({ on: { handling: { jump: [{ when: 'underWay' }, { target: 'closed' }] } } })).toEqual([])
  })
  it('whose end says nothing in one of the two languages, or nothing at all', () => {
    for (const echo of [{ zh: '', en: 'over' }, { zh: '结束', en: '' }, undefined])
      expect(faultsOf({ states: { declined: { title, end: 'declined', echo: echo as never } } })).toEqual([
        'declined: no-echo',
      ])
  })
  it('in which the time to rate a merged answer would rest', () => {
    expect(faultsOf({ on: { merged: { 'expire:rate': null } } })).toEqual(['merged: clock-without-expiry'])
  })
  it('in which a silent clock may leave the request where it is, once for each such state', () => {
    const silent = ['awaitingRating: clock-stays-silent']
    const said = (change: LifecycleChange) => faultsOf(change).filter((each) => each.endsWith('silent'))
    expect(said({ on: { awaitingRating: { 'expire:rate': {} } } })).toEqual(silent)
    const sometimes = [{ when: 'inRectification', target: 'closed' }, {}]
    expect(said({ on: { awaitingRating: { 'expire:rate': sometimes } } })).toEqual(silent)
  })
})

describe('time leads to an end', () => {
  const barred = 'last: no-way-to-an-end'
  it('by a clock of the state that runs out, not by another', () => {
    expect(faultsOf(last({ on: { 'expire:resolve': { target: 'closed' } } }))).toEqual([])
    expect(faultsOf(last({ on: { 'expire:resolve': {}, 'expire:claim': { target: 'closed' } } }))).toEqual([barred])
  })
  it('by pressing only where a clock runs that somebody can be late for', () => {
    const on = { escalate: { target: 'closed' }, 'expire:rate': {}, 'expire:resolve': {} }
    expect(faultsOf(last({ clocks: ['rate'], on }))).toContain(barred)
    expect(faultsOf(last({ clocks: ['rate', 'resolve'], on }))).not.toContain(barred)
    expect(faultsOf(last({ clocks: ['resolve'], on }))).toEqual([])
  })
})
