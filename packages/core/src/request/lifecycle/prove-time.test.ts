import { describe, expect, it } from 'vitest'
import { faultsOf, known } from '../../../test/request/lifecycle/faults-of.js'
import { defaultLifecycle } from './default.js'
import type { Branch, OpenState } from './definition.js'
import { extendLifecycle, type LifecycleChange } from './extend.js'
import { proveLifecycle } from './prove.js'

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
    // Also beside a clock that somebody can be late for.
    const beside = (expiry: OpenState['on'][string]) =>
      said(last({ clocks: ['resolve', 'rate'], on: { ...handling.on, 'expire:rate': expiry } }))
    expect(beside({})).toEqual(['last: clock-stays-silent'])
    expect(beside(sometimes)).toEqual(['last: clock-stays-silent'])
    expect(beside({ target: 'handling' })).toEqual([])
  })
})

describe('a round in which only time moves the request', () => {
  const again: OpenState = {
    title,
    step: 'rate',
    owner: 'requester',
    clocks: ['rate'],
    on: { forceClose: { target: 'forceClosed' }, 'expire:rate': { target: 'awaitingRating' } },
  }
  const round = (state: Partial<OpenState>): string[] =>
    faultsOf({
      states: { again: { ...again, ...state } },
      on: { awaitingRating: { 'expire:rate': { target: 'again' } } },
    })
  it('is refused by each of its states once, also where it stays in one of them', () => {
    const both = ['awaitingRating: clock-stays-silent', 'again: clock-stays-silent']
    expect(round({}).sort()).toEqual(both.toSorted())
    const on = { ...again.on, 'expire:suspension': {} }
    expect(round({ clocks: ['rate', 'suspension'], on }).sort()).toEqual(both.toSorted())
  })
  it('is accepted where a clock runs that somebody can be late for', () => {
    expect(round({ clocks: ['rate', 'check'], on: { ...again.on, 'expire:check': {} } })).toEqual([])
  })
})

describe('the time of an extension', () => {
  const { 'expire:extensionDecision': expiry, ...everywhere } = defaultLifecycle.everywhere
  const states = Object.fromEntries(
    Object.entries(defaultLifecycle.states).map(([name, state]) => [
      name,
      'end' in state ? state : { ...state, on: { ...state.on, 'expire:extensionDecision': expiry as Branch } },
    ]),
  )
  const faults = (change: LifecycleChange) =>
    proveLifecycle({ ...extendLifecycle({ ...defaultLifecycle, states, everywhere }, change) }, known).map(
      ({ state, fault }) => `${state}: ${fault}`,
    )
  it('needs an end where one can have been asked for, and none before', () => {
    const on = { confirm: { target: 'reported' }, 'expire:dispatch': { target: 'reported' } }
    const verifying: OpenState = { title, step: 'report', owner: 'dispatcher', clocks: ['dispatch'], on }
    expect(faults({ states: { verifying }, initial: 'verifying' })).toEqual([])
    expect(faults({ states: { verifying }, on: { handling: { park: { target: 'verifying' } } } })).toEqual([
      'verifying: clock-without-expiry',
    ])
  })
  it('that runs out without an end is refused once where the state names the clock itself', () => {
    const clocks = ['resolve', 'extensionDecision']
    expect(faults({ states: { handling: { ...handling, clocks } } })).toEqual(['handling: clock-without-expiry'])
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
