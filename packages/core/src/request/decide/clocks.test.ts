import { defaultRatingPolicy } from '@huiyin/core'
import { defineSlaPolicy } from '@huiyin/core/calendar'
import {
  at,
  contextAt,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  sla,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { RequestClock } from '../facts.js'
import { defaultLifecycle } from '../lifecycle/default.js'
import type { OpenState } from '../lifecycle/definition.js'
import { extendLifecycle, type LifecycleChange } from '../lifecycle/extend.js'
import { lifecycleTable } from '../lifecycle/table.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { breach, extend, nextMoment, nextPress, relimit, stop } from './clocks.js'

const placeWith = (change: LifecycleChange) => ({
  lifecycle: lifecycleTable(extendLifecycle(defaultLifecycle, change), laws, conditions),
  authorise: () => undefined,
})
const resolveOf = (walk: ReturnType<typeof handling>) => walk.facts.clocks.resolve as RequestClock
const due = at('2022-01-08 00:00')
const running = (): RequestClock => resolveOf(handling('2022-01-04 10:00'))
const late = (): RequestClock => breach(contextAt(due, system), running())

describe('a clock that stops', () => {
  it('is late from the deadline on, not a millisecond earlier', () => {
    expect(stop(running(), due - 1)).toEqual({ ...running(), stoppedAt: due - 1 })
    expect(stop(running(), due)).toEqual({ ...running(), stoppedAt: due, breachedAt: due })
  })
  it('keeps what was found of it, and presses nobody any more', () => {
    const { escalateAt, ...rest } = late()
    expect(escalateAt).toBeDefined()
    expect(stop(late(), due + 5)).toEqual({ ...rest, stoppedAt: due + 5 })
    expect(stop({ ...late(), dueAt: due + 1 }, due + 5)).toMatchObject({ breachedAt: due })
  })
  it('was not late by the hour at which it stood still', () => {
    const paused = { ...running(), pausedAt: due - 1 }
    expect(stop(paused, due + 5)).not.toHaveProperty('breachedAt')
  })
})

describe('an extension granted to a deadline that has passed', () => {
  const by = { workingDays: 2 } as const
  it('makes it in time again, unless the new one has passed too', () => {
    const granted = (text: string) => extend(contextAt(at(text), supervisor), late(), by)
    expect(granted('2022-01-10 10:00')).toMatchObject({ dueDate: '2022-01-11', warned: 0 })
    expect(granted('2022-01-11 23:59')).not.toHaveProperty('breachedAt')
    expect(granted('2022-01-11 23:59')).not.toHaveProperty('escalateAt')
    expect(granted('2022-01-12 00:00')).toMatchObject({ breachedAt: due, dueAt: at('2022-01-12 00:00') })
    expect(granted('2022-01-12 00:00')).toHaveProperty('escalateAt')
  })
})

describe('another limit', () => {
  const { facts } = handling('2022-01-04 10:00')
  const one = { workingDays: 1 } as const
  it('changes nothing about a deadline that was found late, by whichever clock that was', () => {
    for (const now of [due - 60_000, due + 60_000])
      for (const limit of [one, { workingDays: 9 }])
        expect(relimit(contextAt(now, system), facts, late(), limit)).toEqual(late())
  })
  it('that moves nothing takes back no warning', () => {
    const warned = { ...running(), warned: 1 }
    expect(relimit(contextAt(at('2022-01-07 10:00'), system), facts, warned, one)).toEqual(warned)
  })
})

describe('the next moment of a clock', () => {
  it('is a warning that is left before the deadline, then the deadline, then the next press', () => {
    const clock = { ...running(), warnAt: [due - 2, due - 1], warned: 0 }
    expect(nextMoment(clock)).toBe(due - 2)
    expect(nextMoment({ ...clock, warned: 1 })).toBe(due - 1)
    expect(nextMoment({ ...clock, warned: 2 })).toBe(due)
    expect(nextMoment({ ...clock, warnAt: [due + 1] })).toBe(due)
    expect(nextMoment(late())).toBe(nextPress(contextAt(due, system), late()))
  })
  it('is none while it stands still, and none after it has stopped', () => {
    expect(nextMoment({ ...running(), pausedAt: due - 5 })).toBeUndefined()
    expect(nextMoment({ ...running(), stoppedAt: due - 5 })).toBeUndefined()
    expect(nextMoment({ ...late(), stoppedAt: due + 5 })).toBeUndefined()
  })
})

describe('a suspension', () => {
  // A place that lets its units suspend also what is late.
  const anyTime = placeWith({ on: { handling: { suspend: { laws: ['pauseReason'], target: 'suspended' } } } })
  const suspend = (walk: ReturnType<typeof handling>) => walk.do(handler, 'suspend', { reasonCode: 'season' }, anyTime)

  it('stops no deadline that has passed, noticed or not: it stays passed, and nobody is pressed meanwhile', () => {
    const noticed = handling('2022-01-04 10:00').at('2022-01-10 10:00').do(system, 'expire', { clock: 'resolve' })
    for (const walk of [noticed, handling('2022-01-04 10:00').at('2022-01-08 00:00')]) {
      const resolve = resolveOf(suspend(walk))
      expect(resolve).toMatchObject({ breachedAt: due, dueAt: due })
      for (const member of ['pausedAt', 'escalateAt', 'stoppedAt']) expect(resolve).not.toHaveProperty(member)
    }
    // Noticed by a process whose clock goes before that of the one which suspends.
    const ahead = handling('2022-01-04 10:00').at('2022-01-08 00:00').do(system, 'expire', { clock: 'resolve' })
    const behind = resolveOf(suspend(ahead.at('2022-01-07 23:59')))
    expect(behind).toMatchObject({ breachedAt: due })
    expect(behind).not.toHaveProperty('pausedAt')
    expect(resolveOf(suspend(handling('2022-01-04 10:00').at('2022-01-07 23:59')))).toMatchObject({
      pausedAt: at('2022-01-07 23:59'),
      pauseReason: 'season',
    })
  })
  it('that ends has supervision climb again where the deadline had passed before it', () => {
    const walk = suspend(handling('2022-01-04 10:00').at('2022-01-10 10:00')).at('2022-01-12 10:00')
    const resumed = resolveOf(walk.do(handler, 'resume', {}))
    expect(resumed).toMatchObject({ breachedAt: due })
    expect(resumed.escalateAt).toBe(nextPress(contextAt(at('2022-01-12 10:00'), system), resumed))
  })
  it('that ends in a rectification stands for its deadline, and leaves the kept one alone', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    const kept = resolveOf(walk)
    walk.do(handler, 'suspend', { reasonCode: 'season' })
    expect(walk.facts.clocks.rectify).toMatchObject({ pausedAt: walk.now })
    walk.at('2022-01-06 10:00').do(handler, 'resume', {})
    expect(walk.facts.clocks.rectify?.pauses).toHaveLength(1)
    expect(resolveOf(walk)).toEqual(kept)
  })
  it('keeps in mind which warnings were given', () => {
    const warned = handling('2022-01-04 10:00')
    const { warnAt } = resolveOf(warned)
    warned.at('2022-01-07 10:00').do(system, 'warn', { clock: 'resolve' })
    expect(resolveOf(warned)).toMatchObject({ warned: 1 })
    const resumed = resolveOf(warned.do(handler, 'suspend', { reasonCode: 'season' }).do(handler, 'resume', {}))
    expect(resumed.warnAt).toHaveLength(warnAt.length)
    expect(resumed.warned).toBe(1)
  })
})

describe('clocks of a request that goes on', () => {
  it('a late request that changes hands is pressed when it was to be, not later', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-10 10:00').do(system, 'expire', { clock: 'resolve' })
    const { escalateAt } = resolveOf(walk)
    walk.at('2022-01-10 15:00').do(handler, 'transfer', { unit: 'water' })
    expect(resolveOf(walk).escalateAt).toBe(escalateAt)
  })
  it('a late request that was answered and is worked on again is pressed anew', () => {
    const walk = scenario('2022-01-04 10:00', { category: 'works' }).do(dispatcher, 'dispatch', {})
    walk.do(handler, 'claim', {}).at('2022-01-12 10:00').do(system, 'expire', { clock: 'resolve' })
    walk.do(handler, 'reply', { text: sealed })
    expect(resolveOf(walk)).not.toHaveProperty('escalateAt')
    walk.at('2022-01-13 10:00').do(supervisor, 'check', { passed: false })
    const resolve = resolveOf(walk)
    expect(resolve).toMatchObject({ escalateAt: nextPress(contextAt(walk.now, system), resolve), pauses: [] })
    expect(resolve).not.toHaveProperty('stoppedAt')
  })
  it('a pause that makes room for another warning has all of them given anew', () => {
    const warnings = [{ before: { workingDays: 2 } }, { before: { workingDays: 1 } }]
    const policy = defineSlaPolicy({ resolve: { within: { workingDays: 1 }, warnings } })
    const ours = { sla: { ...sla, policy } }
    const walk = scenario('2022-01-04 10:00').do(dispatcher, 'dispatch', {}, ours).do(handler, 'claim', {}, ours)
    walk.do(system, 'warn', { clock: 'resolve' }, ours)
    expect(resolveOf(walk)).toMatchObject({ warned: 1 })
    expect(resolveOf(walk).warnAt).toHaveLength(1)
    walk.do(handler, 'suspend', { reasonCode: 'season' }, ours).at('2022-01-10 10:00').do(handler, 'resume', {}, ours)
    expect(resolveOf(walk).warnAt).toHaveLength(2)
    expect(resolveOf(walk)).toMatchObject({ warned: 0 })
  })
  it('an appeal that waits has no time left at an end at which nobody could review it', () => {
    const walk = dispatched('2022-01-04 10:00').do(handler, 'returnBack', { reason: sealed })
    walk.do(handler, 'appeal', { about: 'return', reason: sealed })
    walk.do(dispatcher, 'reclassify', { category: 'works' })
    expect(walk.facts.clocks['appealReview/a1']).not.toHaveProperty('stoppedAt')
    walk.do(resident, 'withdraw', {})
    expect(walk.facts.clocks['appealReview/a1']).toMatchObject({ stoppedAt: walk.now })
  })
  it('an appeal that waits has no time left in an open state in which a place has nobody review', () => {
    const { appeal, reviewAppeal, 'expire:appealReview': lapse, ...everywhere } = defaultLifecycle.everywhere
    const reassigning = defaultLifecycle.states.reassigning as OpenState
    const on = { ...reassigning.on, appeal, reviewAppeal, 'expire:appealReview': lapse } as OpenState['on']
    const states = { ...defaultLifecycle.states, reassigning: { ...reassigning, on } }
    const ours = { lifecycle: lifecycleTable({ ...defaultLifecycle, everywhere, states }, laws, conditions) }
    const walk = dispatched('2022-01-04 10:00').do(handler, 'returnBack', { reason: sealed }, ours)
    walk.do(handler, 'appeal', { about: 'return', reason: sealed }, ours)
    expect(walk.facts.clocks['appealReview/a1']).not.toHaveProperty('stoppedAt')
    walk.do(dispatcher, 'dispatch', {}, ours)
    expect(walk.facts.clocks['appealReview/a1']).toMatchObject({ stoppedAt: walk.now })
  })
  it('each dispatch has its own time to claim, and the time to dispatch stops with it', () => {
    const walk = dispatched('2022-01-04 10:00').do(handler, 'returnBack', { reason: sealed })
    expect(walk.facts.clocks.claim).toMatchObject({ stoppedAt: walk.now })
    expect(walk.facts.clocks.dispatch).not.toHaveProperty('stoppedAt')
    walk.at('2022-01-05 10:00').do(dispatcher, 'dispatch', {})
    expect(walk.facts.clocks.claim).toMatchObject({ startedAt: at('2022-01-05 10:00') })
    expect(walk.facts.clocks.claim).not.toHaveProperty('stoppedAt')
    expect(walk.facts.clocks.dispatch).toMatchObject({ stoppedAt: at('2022-01-05 10:00') })
    // The deadline of the request ran on all the time.
    expect(resolveOf(walk)).toMatchObject({ startedAt: at('2022-01-04 10:00'), dueDate: '2022-01-07', pauses: [] })
  })
  it('a helper has its time while the request is worked on, and none after the answer', () => {
    const walk = handling().do(handler, 'assignCoHandler', { unit: 'water' })
    walk.do(handler, 'suspend', { reasonCode: 'season' }).do(handler, 'resume', {})
    expect(walk.facts.clocks['coHandle/water']).not.toHaveProperty('stoppedAt')
    walk.do(handler, 'returnBack', { reason: sealed })
    expect(walk.facts.clocks['coHandle/water']).not.toHaveProperty('stoppedAt')
    walk.do(dispatcher, 'answerOnTheSpot', { text: sealed })
    expect(walk.facts.clocks['coHandle/water']).toMatchObject({ stoppedAt: walk.now })
  })
  it('a helper has its time in a rectification too', () => {
    const walk = handling().do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'assignCoHandler', { unit: 'water' })
    expect(walk.facts.clocks['coHandle/water']).not.toHaveProperty('stoppedAt')
    walk.do(partner, 'coReply', { unit: 'water', text: sealed }).do(handler, 'reply', { text: sealed })
    expect(walk.facts.clocks.rectify).toMatchObject({ stoppedAt: walk.now })
  })
  it('an answered request that is worked on again has its deadline go on, and a failed check does not count', () => {
    const walk = scenario('2022-01-04 10:00', { category: 'works' }).do(dispatcher, 'dispatch', {})
    walk.do(handler, 'claim', {}).at('2022-01-05 10:00').do(handler, 'reply', { text: sealed })
    expect(resolveOf(walk)).toMatchObject({ stoppedAt: at('2022-01-05 10:00') })
    walk.at('2022-01-07 10:00').do(supervisor, 'check', { passed: false })
    expect(resolveOf(walk)).not.toHaveProperty('stoppedAt')
    expect(resolveOf(walk).pauses).toMatchObject([{ from: at('2022-01-05 10:00'), reason: 'preClosingCheck' }])
  })
  it('an appeal that is decided has no time left, and one that waits keeps its own at the end', () => {
    const rating = { ...defaultRatingPolicy, appealReviewers: 1 }
    const walk = handling()
      .do(handler, 'returnBack', { reason: sealed })
      .do(handler, 'appeal', { about: 'return', reason: sealed })
      .do(supervisor, 'forceClose', { reason: sealed })
    expect(walk.facts.clocks['appealReview/a1']).not.toHaveProperty('stoppedAt')
    walk.at('2022-01-05 10:00').do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true }, { rating })
    expect(walk.facts.appeals).toMatchObject([{ decision: 'granted' }])
    expect(walk.facts.clocks['appealReview/a1']).toMatchObject({ stoppedAt: at('2022-01-05 10:00') })
  })
})
