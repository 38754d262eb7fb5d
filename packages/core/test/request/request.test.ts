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
import type { RequestContext } from '../../src/request/context.js'
import { roundOf } from '../../src/request/questions.js'
import type { Limit } from '../../src/sla/limit.js'

const capOf = (maxExtension: Limit): Partial<RequestContext> => ({
  responsibilities: {
    hasUnit: () => true,
    category: () => ({ preClosingCheck: false }),
    resolve: () => ({
      lead: 'housing',
      coHandlers: [],
      rule: 'heating',
      why: { zh: '测试', en: 'test' },
      maxExtension,
    }),
  },
})

describe('the loop 诉求 → 认领 → 落实 → 反馈 → 评价 → 整改', () => {
  it('goes round once for a matter done well', () => {
    const { facts } = awaitingRating().do(resident, 'rate', { grade: 5 })
    expect(facts.status).toBe('closed')
    expect(facts.open).toBe(false)
    expect(facts.ratings).toMatchObject([{ grade: 5, meaning: 'satisfied', round: 0 }])
  })

  it('opens a rectification with its own deadline when the resident is dissatisfied', () => {
    const walk = awaitingRating('2022-01-04 10:00').at('2022-01-06 09:00').do(resident, 'rate', { grade: 2 })
    expect(walk.facts.status).toBe('rectifying')
    expect(roundOf(walk.facts)).toBe(1)
    expect(walk.facts.clocks.rectify?.dueDate).toBe('2022-01-11')
    expect(walk.facts.completedAt).toBeUndefined()
    expect(walk.facts.firstCompletedAt).toBeDefined()
  })

  it('gives every rectification round a new deadline and a new rating', () => {
    const walk = awaitingRating()
      .do(resident, 'rate', { grade: 1 })
      .at('2022-01-06 09:00')
      .do(handler, 'reply', { text: sealed })
    expect(walk.refusal(resident, 'rate', { grade: 4 })).toBeUndefined()
    walk.at('2022-01-07 09:00').do(resident, 'rate', { grade: 2 })
    expect(walk.facts.clocks.rectify?.startedAt).toBe(at('2022-01-07 09:00'))
    expect(walk.facts.rectifications).toHaveLength(2)
  })

  it('raises supervision one level after two failed rounds, by itself', () => {
    const walk = awaitingRating().do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    expect(walk.facts.supervision).toBe(0)
    walk.do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    expect(walk.facts.supervision).toBe(1)
    walk.do(handler, 'reply', { text: sealed })
    expect(walk.facts.status).toBe('checking')
  })

  it('marks a default after the rating window as unrated, never as satisfied', () => {
    const walk = awaitingRating()
    walk.at('2022-01-20 00:00').do(system, 'expire', { clock: 'rate' })
    expect(walk.facts.status).toBe('closed')
    expect(walk.facts.ratings).toMatchObject([{ meaning: 'unrated' }])
    expect(walk.facts.ratings[0]).not.toHaveProperty('grade')
  })

  it('reopens a closed matter when a follow-up finds it unsolved', () => {
    const walk = awaitingRating().at('2022-01-20 00:00').do(system, 'expire', { clock: 'rate' })
    walk.do(dispatcher, 'followUp', { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' })
    expect(walk.facts.status).toBe('rectifying')
    expect(walk.facts.open).toBe(true)
    expect(walk.facts.endedAt).toBeUndefined()
  })

  it('leaves the rating to the resident though a follow-up by staff found them content', () => {
    const content = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const
    const walk = awaitingRating('2022-01-04 10:00').do(dispatcher, 'followUp', content)
    expect(walk.facts).toMatchObject({ status: 'awaitingRating', followUps: [{ valid: true }] })
    expect(walk.do(resident, 'rate', { grade: 1 }).facts.status).toBe('rectifying')
  })

  it('closes what a follow-up found good when the time to rate is over', () => {
    const content = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const
    const walk = awaitingRating('2022-01-04 10:00').do(dispatcher, 'followUp', content)
    expect(walk.at('2022-01-12 00:00').do(system, 'expire', { clock: 'rate' }).facts.status).toBe('closed')
  })

  it('counts a follow-up as valid only when the resident was reached', () => {
    const walk = awaitingRating().do(dispatcher, 'followUp', { reached: false })
    expect(walk.facts.status).toBe('awaitingRating')
    expect(walk.facts.followUps).toMatchObject([{ valid: false }])
    expect(walk.refusal(dispatcher, 'followUp', { reached: true, contacted: true, solved: 'solved' })).toBe(
      'follow-up-incomplete',
    )
  })
})

describe('claiming and returning', () => {
  it('refuses a claim after the claim window and hands the matter back to the supervisor', () => {
    const walk = dispatched('2022-01-04 10:00').at('2022-01-05 18:00')
    expect(walk.refusal(handler, 'claim', {})).toBe('claim-window-passed')
    walk.do(system, 'expire', { clock: 'claim' })
    expect(walk.facts.status).toBe('reassigning')
    expect(walk.facts.owner.role).toBe('supervisor')
  })

  it('does not stop the clock when a matter is returned', () => {
    const walk = handling('2022-01-04 10:00')
    const due = walk.facts.clocks.resolve?.dueAt
    walk
      .at('2022-01-05 10:00')
      .do(handler, 'returnBack', { reason: sealed })
      .do(dispatcher, 'dispatch', { unit: 'water' })
    expect(walk.facts.clocks.resolve?.dueAt).toBe(due)
    expect(walk.facts.clocks.resolve?.stoppedAt).toBeUndefined()
  })

  it('lets a matter be returned twice, not a third time', () => {
    const walk = handling()
    for (let i = 0; i < 2; i++)
      walk.do(handler, 'returnBack', { reason: sealed }).do(dispatcher, 'dispatch', { unit: 'housing' })
    expect(walk.refusal(handler, 'returnBack', { reason: sealed })).toBe('return-limit-reached')
  })

  it('remembers the first receiver', () => {
    const walk = dispatched().do(dispatcher, 'transfer', { unit: 'water' })
    expect(walk.facts).toMatchObject({ firstReceiver: 'housing', unit: 'water', transfers: 1, status: 'dispatched' })
  })
})

describe('deadlines', () => {
  it('gives three working days from acceptance, the day of acceptance not counted', () => {
    expect(dispatched('2022-01-04 10:00').facts.clocks.resolve?.dueDate).toBe('2022-01-07')
  })

  it('stands still while suspended and goes on afterwards', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-05 10:00').do(handler, 'suspend', { reasonCode: 'season' })
    expect(walk.facts.clocks.resolve?.pausedAt).toBeDefined()
    walk.at('2022-01-12 10:00').do(handler, 'resume', {})
    expect(walk.facts.clocks.resolve?.dueDate).toBe('2022-01-14')
  })

  it('refuses a reason to suspend that the policy does not know', () => {
    expect(handling().refusal(handler, 'suspend', { reasonCode: 'holiday-mood' })).toBe('pause-reason-unknown')
  })

  it('suspends before the deadline and never after it: that would only keep the escalation waiting', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-08 00:00').do(system, 'expire', { clock: 'resolve' })
    expect(walk.refusal(handler, 'suspend', { reasonCode: 'season' })).toBe('suspension-after-expiry')
  })

  it('resumes by itself when the longest suspension is over', () => {
    const walk = handling().do(handler, 'suspend', { reasonCode: 'season' }).at('2022-03-01 00:00')
    walk.do(system, 'expire', { clock: 'suspension' })
    expect(walk.facts.status).toBe('handling')
    expect(walk.facts.clocks.suspension?.breachedAt).toBeUndefined()
  })

  it('extends before the deadline, within the cap, once decided', () => {
    const walk = handling('2022-01-04 10:00')
    expect(walk.refusal(handler, 'requestExtension', { by: { workingDays: 11 }, reason: sealed })).toBe(
      'extension-beyond-cap',
    )
    walk.do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed })
    expect(walk.refusal(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })).toBe(
      'extension-pending',
    )
    walk.do(supervisor, 'decideExtension', { granted: true })
    expect(walk.facts.clocks.resolve?.dueDate).toBe('2022-01-11')
    expect(walk.facts.clocks.extensionDecision?.stoppedAt).toBeDefined()
  })

  it('has the cap of its category, and says what was granted before', () => {
    const walk = handling('2022-01-04 10:00')
    const more = capOf({ workingDays: 2 })
    const ask = (days: number) =>
      walk.decide(handler, { name: 'requestExtension', input: { by: { workingDays: days }, reason: sealed } }, more)
    expect(ask(3)).toMatchObject({ refusal: { code: 'extension-beyond-cap', details: { cap: { workingDays: 2 } } } })
    walk.do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed }, more)
    walk.do(supervisor, 'decideExtension', { granted: true }, more)
    const refused = ask(1)
    expect('refusal' in refused && refused.refusal).toMatchObject({
      details: { clock: 'resolve', asked: { workingDays: 1 }, granted: [{ workingDays: 2 }] },
      message: { zh: '申请延期 1 个工作日，已延期 2 个工作日，合计超过上限 2 个工作日。' },
    })
  })

  it('refuses an extension asked for after the deadline', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-10 09:00')
    expect(walk.refusal(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })).toBe(
      'extension-after-expiry',
    )
  })

  it('marks a late answer as overdue even when nobody ticked', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-10 09:00').do(handler, 'reply', { text: sealed })
    expect(walk.facts.clocks.resolve).toMatchObject({ breachedAt: at('2022-01-08 00:00') })
  })

  it('escalates one level at a time while a breach lasts, then goes on urging', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-08 00:00').do(system, 'expire', { clock: 'resolve' })
    expect(walk.facts.status).toBe('handling')
    for (const day of ['12', '17', '20']) walk.at(`2022-01-${day} 09:00`).do(system, 'escalate', { clock: 'resolve' })
    expect(walk.facts.supervision).toBe(2)
    expect(walk.facts.urges).toHaveLength(1)
    expect(walk.facts.clocks.resolve?.escalateAt).toBe(at('2022-01-25 09:00'))
  })

  it('lets a resident urge on the day on which time has urged', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-08 00:00').do(system, 'expire', { clock: 'resolve' })
    for (const day of ['12', '17', '20']) walk.at(`2022-01-${day} 09:00`).do(system, 'escalate', { clock: 'resolve' })
    expect(walk.facts.urges).toHaveLength(1)
    expect(walk.at('2022-01-20 10:00').refusal(resident, 'urge', {})).toBeUndefined()
  })

  it('lets the resident and staff urge once a day each: neither uses up the turn of the other', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-05 09:00').do(dispatcher, 'urge', {})
    expect(walk.refusal(supervisor, 'urge', {})).toBe('urged-recently')
    walk.at('2022-01-05 10:00').do(resident, 'urge', {})
    expect(walk.refusal(resident, 'urge', {})).toBe('urged-recently')
    expect(walk.at('2022-01-05 23:59').refusal(dispatcher, 'urge', {})).toBe('urged-recently')
    expect(walk.at('2022-01-06 00:00').refusal(resident, 'urge', {})).toBeUndefined()
    expect(walk.refusal(dispatcher, 'urge', {})).toBeUndefined()
  })

  it('computes the limit again from the start when the category changes', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-06 10:00').do(dispatcher, 'reclassify', { category: 'works' })
    expect(walk.facts.clocks.resolve).toMatchObject({ startedAt: at('2022-01-04 10:00'), dueDate: '2022-01-11' })
    expect(walk.facts.preClosingCheck).toBe(true)
  })
})

describe('checking before closing', () => {
  it('counts the matter as completed when the unit answered, not when it was checked', () => {
    const walk = scenario('2022-01-04 10:00', { category: 'works' })
      .do(dispatcher, 'dispatch', {})
      .do(handler, 'claim', {})
    walk.at('2022-01-05 10:00').do(handler, 'reply', { text: sealed })
    expect(walk.facts.status).toBe('checking')
    walk.at('2022-01-06 10:00').do(dispatcher, 'check', { passed: true })
    expect(walk.facts.completedAt).toBe(at('2022-01-05 10:00'))
  })

  it('lets the same deadline go on when the check fails', () => {
    const walk = scenario('2022-01-04 10:00', { category: 'works' })
      .do(dispatcher, 'dispatch', {})
      .do(handler, 'claim', {})
    const due = walk.facts.clocks.resolve?.dueAt
    walk.do(handler, 'reply', { text: sealed }).do(dispatcher, 'check', { passed: false })
    expect(walk.facts.status).toBe('handling')
    expect(walk.facts.clocks.resolve).toMatchObject({ dueAt: due })
    expect(walk.facts.clocks.resolve?.stoppedAt).toBeUndefined()
  })
})

describe('co-handling', () => {
  it('lets the lead answer when the co-handlers have, or are out of time', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'assignCoHandler', { unit: 'water' })
    expect(walk.refusal(handler, 'reply', { text: sealed })).toBe('co-handlers-pending')
    expect(walk.refusal(handler, 'assignCoHandler', { unit: 'water' })).toBe('co-handler-already-assigned')
    walk.do(partner, 'coReply', { unit: 'water', text: sealed })
    expect(walk.refusal(handler, 'reply', { text: sealed })).toBeUndefined()
    const late = handling('2022-01-04 10:00').do(handler, 'assignCoHandler', { unit: 'water' }).at('2022-01-07 10:00')
    expect(late.refusal(handler, 'reply', { text: sealed })).toBeUndefined()
  })
})

describe('ends', () => {
  it('splits into requests of their own and merges into another of the same category', () => {
    const parts = [
      { category: 'heating', description: sealed },
      { category: 'works', description: sealed },
    ]
    expect(scenario().do(dispatcher, 'split', { parts }).facts).toMatchObject({
      status: 'split',
      splitInto: ['q-1-1', 'q-1-2'],
    })
    const other = scenario().facts
    const walk = scenario()
    expect(walk.refusal(dispatcher, 'merge', { into: 'q-1' })).toBe('merge-target-unfit')
    expect(walk.refusal(dispatcher, 'merge', { into: 'q-2' }, { other: { ...other, category: 'works' } })).toBe(
      'merge-target-unfit',
    )
    walk.do(dispatcher, 'merge', { into: 'q-2' }, { other: { ...other, id: 'q-2' } })
    expect(walk.facts).toMatchObject({ status: 'merged', mergedInto: 'q-2' })
    walk.do(dispatcher, 'unmerge', {})
    expect(walk.facts.status).toBe('reported')
    expect(walk.facts).not.toHaveProperty('mergedInto')
  })

  it('stops every clock', () => {
    const { facts } = handling()
      .do(handler, 'assignCoHandler', { unit: 'water' })
      .do(supervisor, 'forceClose', { reason: sealed })
    expect(Object.values(facts.clocks).filter((clock) => clock.stoppedAt === undefined)).toEqual([])
  })

  it('grants an appeal when two reviewers agree, and keeps the raw fact', () => {
    const walk = handling('2022-01-04 10:00')
      .at('2022-01-10 09:00')
      .do(handler, 'reply', { text: sealed })
      .do(resident, 'rate', { grade: 5 })
    walk.do(handler, 'appeal', { about: 'overdue', reason: sealed })
    walk.do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true })
    expect(walk.refusal(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true })).toBe('reviewer-repeated')
    walk.do({ ...supervisor, id: 'deputy' }, 'reviewAppeal', { appeal: 'a1', approve: true })
    expect(walk.facts.exclusions).toEqual(['overdue'])
    expect(walk.facts.clocks.resolve?.breachedAt).toBeDefined()
  })
})

describe('who may', () => {
  it('lets only the requester rate and withdraw', () => {
    const walk = awaitingRating()
    expect(walk.refusal({ ...resident, id: 'res-2' }, 'rate', { grade: 5 })).toBe('not-permitted')
    expect(walk.refusal(handler, 'rate', { grade: 5 })).toBe('not-permitted')
  })
  it('lets only the handling unit claim and answer', () => {
    expect(dispatched().refusal(partner, 'claim', {})).toBe('not-permitted')
    expect(handling().refusal(partner, 'reply', { text: sealed })).toBe('not-permitted')
  })
  it('lets a supervisor act inside the area subtree only', () => {
    const elsewhere = { ...supervisor, grants: [{ role: 'supervisor', area: '370282' }] }
    expect(handling().refusal(elsewhere, 'forceClose', { reason: sealed })).toBe('not-permitted')
  })
  it('lets nobody but the system expire a clock', () => {
    expect(handling().refusal(supervisor, 'expire', { clock: 'resolve' })).toBe('not-permitted')
  })
  it('lets a resident submit for nobody else', () => {
    expect(() => scenario('2022-01-04 10:00', { requester: 'res-9' })).toThrow('not-permitted')
  })
})
