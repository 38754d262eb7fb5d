import { createBusinessHours, createWorkCalendar } from '@huiyin/core'
import { defineSlaPolicy } from '@huiyin/core/calendar'
import {
  at,
  awaitingRating,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { nextMoment } from '../../src/request/decide/clocks.js'

// The other side of each law: what must not happen although nothing refuses it. Refusals themselves are in `test/refusals`.
const twoDays = { by: { workingDays: 2 }, reason: sealed }
const dueOf = (walk: ReturnType<typeof handling>) => walk.facts.clocks.resolve?.dueAt
const heard = (solved: 'solved' | 'partlySolved' | 'unsolved', satisfied: 'satisfied' | 'dissatisfied') =>
  awaitingRating().do(dispatcher, 'followUp', { reached: true, contacted: true, solved, satisfied }).facts

describe('an extension', () => {
  it('that is refused leaves the deadline where it is', () => {
    const walk = handling().do(handler, 'requestExtension', twoDays)
    const due = dueOf(walk)
    walk.do(supervisor, 'decideExtension', { granted: false })
    expect(dueOf(walk)).toBe(due)
    expect(walk.facts.extensions).toMatchObject([{ decision: 'refused' }])
  })

  it('that is granted moves the deadline by what it asked for, the second not by what the first did', () => {
    const walk = handling()
      .do(handler, 'requestExtension', twoDays)
      .do(supervisor, 'decideExtension', { granted: true })
    expect(walk.facts.clocks.resolve?.dueDate).toBe('2022-01-11')
    walk
      .do(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })
      .do(supervisor, 'decideExtension', { granted: true })
    expect(walk.facts.clocks.resolve?.dueDate).toBe('2022-01-12')
    expect(walk.facts.extensions.map(({ decision }) => decision)).toEqual(['granted', 'granted'])
  })

  it('that was refused does not come back when the next is granted', () => {
    const walk = handling()
      .do(handler, 'requestExtension', twoDays)
      .do(supervisor, 'decideExtension', { granted: false })
    walk
      .do(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })
      .do(supervisor, 'decideExtension', { granted: true })
    expect(walk.facts.clocks.resolve?.dueDate).toBe('2022-01-10')
    expect(walk.facts.extensions.map(({ decision }) => decision)).toEqual(['refused', 'granted'])
  })
})

describe('a follow-up', () => {
  it('opens a rectification when the matter is not solved, and when the resident is dissatisfied: either will do', () => {
    expect(heard('unsolved', 'satisfied').status).toBe('rectifying')
    expect(heard('solved', 'dissatisfied').status).toBe('rectifying')
  })

  it('opens no round and raises no supervision when the resident is content', () => {
    for (const solved of ['solved', 'partlySolved'] as const) {
      const { status, rectifications, supervision } = heard(solved, 'satisfied')
      expect([status, rectifications, supervision]).toEqual(['awaitingRating', [], 0])
    }
  })

  it('that reached nobody opens nothing', () => {
    const { status, rectifications } = awaitingRating().do(dispatcher, 'followUp', { reached: false }).facts
    expect([status, rectifications]).toEqual(['awaitingRating', []])
  })

  it('of a closed request that is content leaves it closed', () => {
    const closed = awaitingRating().do(resident, 'rate', { grade: 5 })
    const content = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const
    expect(closed.do(dispatcher, 'followUp', content).facts).toMatchObject({ status: 'closed', rectifications: [] })
  })
})

describe('a co-handler', () => {
  const two = () =>
    handling().do(handler, 'assignCoHandler', { unit: 'water' }).do(handler, 'assignCoHandler', { unit: 'town' })

  it('answers for its own unit, not for another that is asked', () => {
    expect(two().refusal(partner, 'coReply', { unit: 'town', text: sealed })).toBe('not-permitted')
    expect(two().refusal(partner, 'coReply', { unit: 'water', text: sealed })).toBeUndefined()
  })

  it('that has answered is late no more: its clock stops, and only its own', () => {
    const { clocks } = two().do(partner, 'coReply', { unit: 'water', text: sealed }).facts
    expect(clocks['coHandle/water']).toMatchObject({ stoppedAt: at('2022-01-04 10:00') })
    expect(clocks['coHandle/town']).not.toHaveProperty('stoppedAt')
    const late = two().do(partner, 'coReply', { unit: 'water', text: sealed }).at('2022-01-10 10:00')
    late.do(system, 'expire', { clock: 'coHandle/water' }).do(system, 'expire', { clock: 'coHandle/town' })
    expect(late.facts.breaches?.map(({ clock }) => clock)).toEqual(['coHandle/town'])
  })
})

describe('an appeal', () => {
  it('is made by a handler of the unit that is charged, not by others who belong to it', () => {
    const returned = handling().do(handler, 'returnBack', { reason: sealed })
    const clerk = { id: 'clerk', kind: 'staff', grants: [{ role: 'gridWorker', unit: 'housing' }] } as const
    const appeal = { about: 'return', reason: sealed } as const
    expect(returned.refusal(clerk, 'appeal', appeal)).toBe('not-permitted')
    expect(returned.refusal(partner, 'appeal', appeal)).toBe('not-permitted')
    expect(returned.refusal(handler, 'appeal', appeal)).toBeUndefined()
  })

  it('is reviewed as the one that is named, whichever else is under review', () => {
    const walk = dispatched()
      .do(handler, 'returnBack', { reason: sealed })
      .do(handler, 'appeal', { about: 'return', reason: sealed })
      .do(dispatcher, 'dispatch', {})
      .at('2022-01-05 10:00')
      .do(handler, 'returnBack', { reason: sealed })
      .do(handler, 'appeal', { about: 'return', reason: sealed })
      .do(supervisor, 'reviewAppeal', { appeal: 'a2', approve: false })
    expect(walk.facts.appeals.map(({ decision }) => decision)).toEqual([undefined, 'refused'])
    expect(walk.refusal(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true })).toBeUndefined()
  })
})

describe('a deadline', () => {
  const calendar = createWorkCalendar()
  const policy = defineSlaPolicy({
    resolve: {
      within: { workingDays: 3 },
      warnings: [{ before: { workingDays: 2 } }, { before: { workingDays: 1 } }],
    },
  })
  const sla = { calendar, hours: createBusinessHours(calendar), policy }

  it('is warned of again after the first yellow card, and then no more', () => {
    const twice = scenario().do(dispatcher, 'dispatch', {}, { sla }).do(handler, 'claim', {}, { sla })
    const moments: number[] = []
    for (let round = 0; round < 4; round++) {
      const resolve = twice.facts.clocks.resolve
      const moment = resolve === undefined ? undefined : nextMoment(resolve)
      if (moment === undefined || moment >= (resolve?.dueAt ?? 0)) break
      moments.push(moment)
      twice
        .at(new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '))
        .do(system, 'warn', { clock: 'resolve' }, { sla })
    }
    expect(moments).toHaveLength(2)
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  })

  it('that passed before the request was answered stays passed: it is not merged, split or declined away', () => {
    const late = handling('2022-01-04 10:00').at('2022-01-10 10:00').do(system, 'expire', { clock: 'resolve' })
    late.do(handler, 'returnBack', { reason: sealed })
    expect(late.facts.clocks.resolve?.breachedAt).toBe(at('2022-01-08 00:00'))
    expect(late.refusal(dispatcher, 'decline', { reasonCode: 'scope', reason: sealed })).toBe('overdue-stays')
  })
})

describe('supervision', () => {
  it('by failed rounds ends at the top of the ladder, and no area is made up beyond it', () => {
    const walk = awaitingRating()
    for (let round = 0; round < 5; round++) {
      walk.do(resident, 'rate', { grade: 1 }).do(handler, 'reply', { text: sealed })
      if (walk.facts.status === 'checking') walk.do(supervisor, 'check', { passed: true })
    }
    expect(walk.facts.supervision).toBe(2)
    expect(walk.facts.rectifications).toHaveLength(5)
  })
})
