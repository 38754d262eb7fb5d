import { createBusinessHours, createWorkCalendar } from '@huiyin/core'
import {
  at,
  contextAt,
  dispatcher,
  handler,
  handling,
  scenario,
  sealed,
  sla,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { ClockState } from '../../sla/clock.js'
import type { RequestClock, RequestFacts } from '../facts.js'
import { beginDeadline, deadlineToHandOn, giveBack, isEarlier } from './chain.js'

type Walk = ReturnType<typeof handling>
const handedOn = ({ now, facts }: Walk) => deadlineToHandOn(contextAt(now, system), facts)
const deadline = (start: string) => handedOn(handling(start)) as ClockState
const dueOf = ({ facts }: Walk) => facts.clocks.resolve?.dueDate
/** Due 7 January. */
const old = deadline('2022-01-04 10:00')
/** Due 10 January. */
const middle = deadline('2022-01-05 10:00')
/** Due 11 January before it takes the other in. */
const young = () => handling('2022-01-06 10:00')
const withOld = (walk = young()) => walk.do(system, 'absorb', { from: 'old', deadline: old })

describe('the deadline that a request hands on', () => {
  it('is its own, without what was done about it so far', () => {
    const late = handling('2022-01-04 10:00').at('2022-01-10 10:00').do(system, 'expire', { clock: 'resolve' })
    const { warned: _, breachedAt, escalateAt: _e, ...own } = late.facts.clocks.resolve as RequestClock
    expect(breachedAt).toBe(at('2022-01-08 00:00'))
    expect(handedOn(late)).toEqual(own)
    const done = handling('2022-01-04 10:00').do(handler, 'reply', { text: sealed })
    expect(handedOn(done)).not.toHaveProperty('stoppedAt')
  })
  it('runs on from the moment of the merger when it stood still, with the pause until then', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'suspend', { reasonCode: 'season' }).at('2022-01-06 10:00')
    expect(handedOn(walk)).toMatchObject({ dueDate: '2022-01-11', pauses: [{ to: at('2022-01-06 10:00') }] })
    expect(handedOn(walk)).not.toHaveProperty('pausedAt')
  })
  it('is the earliest it was handed itself when its own had not begun, and nothing when there is none', () => {
    const waiting = scenario('2022-01-06 10:00')
    expect(handedOn(waiting)).toBeUndefined()
    for (const [from, clock] of Object.entries({ middle, old })) waiting.do(system, 'absorb', { from, deadline: clock })
    expect(handedOn(waiting)).toEqual(old)
  })
})

describe('the deadline of a request that begins', () => {
  const begun = (more: Partial<RequestFacts>, limit?: { workingDays: number }) =>
    beginDeadline(contextAt(at('2022-01-06 10:00'), system), { ...scenario().facts, ...more }, limit)
  const handed = { old: { from: 'old', clock: old }, middle: { from: 'middle', clock: middle } }

  it('is counted from now, or is the earliest that came along', () => {
    expect(begun({})).toMatchObject({ dueDate: '2022-01-11' })
    expect(begun({ handed: [handed.middle, handed.old] })).toMatchObject({ dueDate: '2022-01-07' })
    expect(begun({ handed: [handed.old] }, { workingDays: 1 })).toMatchObject({ dueDate: '2022-01-07' })
    expect(begun({ handed: [handed.middle] }, { workingDays: 1 })).toMatchObject({ dueDate: '2022-01-07' })
    expect(begun({ handed: [handed.middle] }, { workingDays: 1 })).toMatchObject({ startedAt: at('2022-01-06 10:00') })
  })
  it('keeps a date that was promised later than its history says', () => {
    const promised = { ...old, dueAt: old.dueAt + 60_000 }
    expect(begun({ handed: [{ from: 'old', clock: promised }] }).dueAt).toBe(promised.dueAt)
  })
  it('of a part is counted from the start of the whole, by its own limit', () => {
    const part = begun({ splitFrom: 'old', handed: [handed.old] }, { workingDays: 5 })
    expect(part).toMatchObject({ startedAt: at('2022-01-04 10:00'), dueDate: '2022-01-11' })
  })
  it('of a part gives way to an earlier one that came along', () => {
    const both = { splitFrom: 'middle', handed: [handed.old, handed.middle] }
    expect(begun(both, { workingDays: 5 })).toMatchObject({ dueDate: '2022-01-07' })
    const part = { splitFrom: 'old', handed: [handed.old, handed.middle] }
    expect(begun(part, { workingDays: 2 })).toMatchObject({ dueDate: '2022-01-06', limit: { workingDays: 2 } })
  })
  it('is counted on the calendar in force, not on the one it was handed over with', () => {
    const calendar = createWorkCalendar({
      overlays: [{ id: 'snow', name: { zh: '暴雪停工', en: 'snow' }, off: [['2022-01-06', '2022-01-06']] }],
    })
    const now = { sla: { ...sla, calendar, hours: createBusinessHours(calendar) } }
    const context = contextAt(at('2022-01-06 10:00'), system, now)
    const facts = { ...scenario().facts, handed: [handed.old] }
    expect(beginDeadline(context, facts, undefined)).toMatchObject({ dueDate: '2022-01-10' })
    const own = { ...young().facts.clocks.resolve, dueAt: at('2022-01-10 00:00') } as RequestClock
    expect(isEarlier(context, old, own)).toBe(false)
  })
})

describe('a request that takes another in', () => {
  const own = young().facts.clocks.resolve as RequestClock
  const earlier = (more: Partial<RequestClock> = {}, now = '2022-01-06 10:00', clock = old) =>
    isEarlier(contextAt(at(now), system), clock, { ...own, ...more })

  it('takes over an earlier deadline, and none that is as late as its own', () => {
    expect(earlier()).toBe(true)
    expect(earlier({ dueAt: old.dueAt })).toBe(false)
    expect(dueOf(withOld())).toBe('2022-01-07')
    expect(dueOf(young().do(system, 'absorb', { from: 'none' }))).toBe('2022-01-11')
  })
  it('takes none over once its own has stopped or passed, noticed or not', () => {
    expect(earlier({ stoppedAt: at('2022-01-06 10:00') })).toBe(false)
    expect(earlier({ breachedAt: own.dueAt })).toBe(false)
    expect(earlier({}, '2022-01-12 00:00')).toBe(false)
    expect(earlier({}, '2022-01-11 23:59')).toBe(true)
  })
  it('is not late by the hour of the merger when its own stood still before it was', () => {
    expect(earlier({ pausedAt: at('2022-01-10 10:00') }, '2022-02-10 10:00')).toBe(true)
    expect(earlier({ pausedAt: own.dueAt }, '2022-02-10 10:00')).toBe(false)
  })
  it('stands still with the deadline it takes over, from then on and for its own reason', () => {
    const walk = young().do(handler, 'suspend', { reasonCode: 'season' }).at('2022-01-07 10:00')
    const { clocks } = withOld(walk).facts
    expect(clocks.resolve).toMatchObject({ pausedAt: at('2022-01-07 10:00'), pauseReason: 'season', warned: 0 })
    expect(walk.at('2022-01-11 10:00').do(handler, 'resume', {}).facts.clocks.resolve?.dueDate).toBe('2022-01-11')
  })
  it('whose own has not begun keeps it for when it does', () => {
    const walk = withOld(scenario('2022-01-05 10:00'))
    expect(walk.facts.clocks).not.toHaveProperty('resolve')
    expect(dueOf(walk.do(dispatcher, 'dispatch', {}))).toBe('2022-01-07')
  })
})

describe('a request that another leaves', () => {
  const left = (walk: Walk) => walk.do(system, 'release', { from: 'old' })

  it('has the deadline again that it had before', () => {
    const walk = left(withOld())
    expect(walk.facts.clocks.resolve).toEqual(young().facts.clocks.resolve)
    expect(walk.facts.handed).toBeUndefined()
  })
  it('keeps what was granted and what stood still meanwhile, and not what came with the other', () => {
    const extended = handling('2022-01-04 10:00')
      .do(handler, 'suspend', { reasonCode: 'season' })
      .at('2022-01-05 10:00')
      .do(handler, 'resume', {})
      .do(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })
      .do(supervisor, 'decideExtension', { granted: true })
    const clock = handedOn(extended) as ClockState
    expect(clock.dueDate).toBe('2022-01-11')
    const walk = handling('2022-01-07 10:00').do(system, 'absorb', { from: 'old', deadline: clock })
    expect(dueOf(walk)).toBe('2022-01-11')
    const before = handling('2022-01-07 10:00').facts.clocks.resolve
    expect(left(walk).facts.clocks.resolve).toEqual(before)
    walk.do(system, 'absorb', { from: 'old', deadline: clock })
    walk
      .do(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })
      .do(supervisor, 'decideExtension', { granted: true })
      .do(handler, 'suspend', { reasonCode: 'season' })
      .at('2022-01-10 10:00')
      .do(handler, 'resume', {})
    const resolve = left(walk).facts.clocks.resolve
    expect(resolve).toMatchObject({ dueDate: '2022-01-14', extensions: [{ by: { workingDays: 1 } }] })
    expect(resolve?.pauses).toMatchObject([{ from: at('2022-01-07 10:00'), to: at('2022-01-10 10:00') }])
    expect(resolve?.extensions).toHaveLength(1)
  })
  it('goes on standing still', () => {
    const walk = left(withOld().do(handler, 'suspend', { reasonCode: 'season' }))
    expect(walk.facts.clocks.resolve).toMatchObject({ pausedAt: at('2022-01-06 10:00'), pauseReason: 'season' })
  })
  it('keeps its deadline once that has stopped or passed', () => {
    for (const walk of [
      withOld().do(handler, 'reply', { text: sealed }),
      withOld().at('2022-01-08 00:00').do(system, 'expire', { clock: 'resolve' }),
      withOld().at('2022-01-08 00:00'),
    ])
      expect(dueOf(left(walk))).toBe('2022-01-07')
  })
  it('keeps it when another holds, or when the one that left had brought none', () => {
    const { facts, now } = withOld()
    const context = contextAt(now, system)
    const [last] = facts.handed ?? []
    if (last === undefined) throw new Error('nothing was handed over')
    const { instead: _, ...without } = last
    expect(giveBack(context, facts, 'another')).toBeUndefined()
    expect(giveBack(context, { ...facts, handed: [] }, 'old')).toBeUndefined()
    expect(giveBack(context, young().facts, 'old')).toBeUndefined()
    expect(giveBack(context, { ...facts, handed: [without] }, 'old')).toBeUndefined()
    expect(giveBack(context, { ...facts, clocks: {} }, 'old')).toBeUndefined()
    expect(giveBack(context, facts, 'old')).toMatchObject({ dueDate: '2022-01-11', clock: 'resolve' })
  })
  it('keeps a deadline that began anew meanwhile', () => {
    const { facts, now } = withOld()
    const resolve = { ...(facts.clocks.resolve as RequestClock), startedAt: at('2022-01-05 10:00') }
    expect(giveBack(contextAt(now, system), { ...facts, clocks: { resolve } }, 'old')).toBeUndefined()
  })
})
