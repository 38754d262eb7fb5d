import { defaultRatingPolicy } from '@huiyin/core'
import {
  awaitingRating,
  contextAt,
  dispatcher,
  handler,
  handling,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../../test/events-of.js'
import type { RequestContext } from '../context.js'
import { defaultLifecycle } from '../lifecycle/default.js'
import { extendLifecycle, type LifecycleChange } from '../lifecycle/extend.js'
import { lifecycleTable } from '../lifecycle/table.js'
import { conditions } from '../rules/conditions.js'
import { laws } from '../rules/index.js'
import { relay as relayed, reviewAppeal as reviewed } from './feedback.js'

type Walk = ReturnType<typeof handling>
const placeWith = (change: LifecycleChange) => ({
  lifecycle: lifecycleTable(extendLifecycle(defaultLifecycle, change), laws, conditions),
})
const reviewers = (appealReviewers: number) => ({ rating: { ...defaultRatingPolicy, appealReviewers } })
const deputy = { ...supervisor, id: 'deputy' }

describe('a rectification', () => {
  const failed = (rounds: number, more: Partial<RequestContext> = {}) => {
    const walk = awaitingRating()
    for (let round = 0; round < rounds; round++) {
      walk.do(resident, 'rate', { grade: 1 }, more).do(handler, 'reply', { text: sealed })
      if (walk.facts.status === 'checking') walk.do(supervisor, 'check', { passed: true })
    }
    return walk
  }
  const supervised = (walk: Walk, more: Partial<RequestContext> = {}) =>
    eventsOf(walk, resident, { name: 'rate', input: { grade: 1 } }, more)
      .filter(({ type }) => type === 'request.supervised')
      .map(({ data }) => data)

  it('raises supervision once as many rounds have failed as the place says, by the next area of the ladder', () => {
    expect(supervised(failed(1))).toEqual([])
    expect(supervised(failed(2))).toMatchObject([{ level: 1, area: '370281001', because: 'failedRounds' }])
    expect(supervised(failed(3))).toMatchObject([{ level: 2, area: '370281' }])
    expect(supervised(failed(4))).toEqual([])
    const strict = { rating: { ...defaultRatingPolicy, superviseAfterFailedRounds: 0 } }
    expect(supervised(failed(0), strict)).toMatchObject([{ level: 1 }])
  })
})

describe('the answer to a leading request', () => {
  const other = { ...scenario().facts, id: 'q-2' }
  const merged = () => handling('2022-01-04 10:00').do(dispatcher, 'merge', { into: 'q-2' }, { other })
  const answer = { request: 'q-2', unit: 'housing', at: 1, round: 0, text: sealed } as const
  const relay = (walk: Walk, input: object = answer) =>
    eventsOf(walk, system, { name: 'relay', input: input as typeof answer }).map(({ type }) => type)

  it('is told once, and again when there is another', () => {
    const told = () => merged().do(system, 'relay', answer)
    expect(relay(merged())).toEqual(['request.leadingAnswered'])
    expect(relay(told())).toEqual([])
    expect(relay(told(), { ...answer, at: 2 })).toEqual(['request.leadingAnswered'])
    expect(relay(told(), { ...answer, request: 'q-3' })).toEqual(['request.leadingAnswered'])
  })
  it('begins a time to rate without warnings, and none where it was rated elsewhere', () => {
    expect(merged().do(system, 'relay', answer).facts.clocks['rate/q-2']).toMatchObject({ warnAt: [], warned: 0 })
    const rated = merged().do(system, 'relay', { ...answer, ratedIn: 'q-9' })
    expect(rated.facts.clocks).not.toHaveProperty('rate/q-2')
  })
  it('is not told once the texts are erased', () => {
    const { facts, now } = merged()
    const said = (more: object) =>
      relayed({ ...facts, ...more }, { name: 'relay', input: answer }, contextAt(now, system), 'merged').events
    expect(said({ textsErasedAt: 1 })).toEqual([])
    expect(said({})).toHaveLength(1)
  })
  it('is rated without a time for it too, where a place gives none', () => {
    const walk = merged().do(system, 'relay', { ...answer, ratedIn: 'q-9' })
    walk.do(resident, 'rate', { grade: 4 }, placeWith({ on: { merged: { rate: {} } } }))
    expect(walk.facts.ratings).toMatchObject([{ grade: 4, leading: { request: 'q-2' } }])
    expect(walk.facts.clocks).not.toHaveProperty('rate/q-2')
  })
  it('has its time stop with the rating, and a bad one opens no round here', () => {
    const walk = merged().do(system, 'relay', answer).do(resident, 'rate', { grade: 1 })
    expect(walk.facts.clocks['rate/q-2']).toMatchObject({ stoppedAt: walk.now })
    expect(walk.facts).toMatchObject({ status: 'merged', rectifications: [] })
    expect(walk.facts.ratings).toMatchObject([{ grade: 1, leading: { request: 'q-2', unit: 'housing' } }])
  })
})

describe('a resident of a merged request who is dissatisfied', () => {
  const dissent = (walk: Walk, round = 0, more = {}) =>
    eventsOf(walk, system, { name: 'dissent', input: { from: 'q-2', round } }, more)

  it('opens a round while the answer stands, and says which request it comes from', () => {
    expect(dissent(awaitingRating())).toMatchObject([
      { type: 'request.rectificationOpened', data: { round: 1, because: 'mergedRating', from: 'q-2' } },
    ])
  })
  it('opens none for an answer that no longer stands, and no second one', () => {
    expect(dissent(awaitingRating(), 1)).toEqual([])
    expect(dissent(handling())).toEqual([])
    expect(dissent(awaitingRating().do(resident, 'rate', { grade: 1 }))).toEqual([])
  })
  it('opens none where the place lets it lead elsewhere', () => {
    const ours = placeWith({ on: { awaitingRating: { dissent: { target: 'closed' } } } })
    expect(dissent(awaitingRating(), 0, ours)).toEqual([])
  })
})

describe('a follow-up', () => {
  const unsolved = { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' } as const
  const types = (walk: Walk, change: LifecycleChange) =>
    eventsOf(walk, dispatcher, { name: 'followUp', input: unsolved }, placeWith(change)).map(({ type }) => type)

  it('opens a round only where it leads from elsewhere to a rectification', () => {
    const to = (target: string): LifecycleChange => ({ on: { awaitingRating: { followUp: { target } } } })
    expect(types(awaitingRating(), to('rectifying'))).toContain('request.rectificationOpened')
    expect(types(awaitingRating(), to('closed'))).toEqual(['request.followedUp'])
    const rectifying = awaitingRating().do(resident, 'rate', { grade: 1 })
    expect(types(rectifying, { on: { rectifying: { followUp: {} } } })).toEqual(['request.followedUp'])
  })
  it('is valid with all three answers of a resident who was reached, whatever else a place lets pass', () => {
    const lax = placeWith({ on: { awaitingRating: { followUp: {} } } })
    const valid = (input: object) =>
      awaitingRating()
        .do(dispatcher, 'followUp', input as never, lax)
        .facts.followUps.at(-1)?.valid
    expect(valid(unsolved)).toBe(true)
    for (const member of ['contacted', 'solved', 'satisfied']) {
      const { [member]: _, ...others } = unsolved as Record<string, unknown>
      expect(valid(others)).toBe(false)
    }
    expect(valid({ ...unsolved, reached: false })).toBe(false)
  })
})

describe('supervision', () => {
  it('goes one level up the ladder with each order', () => {
    const walk = handling()
    const ordered = () => eventsOf(walk, supervisor, { name: 'supervise', input: { reason: sealed } })
    expect(ordered()).toMatchObject([{ data: { level: 1, area: '370281001', because: 'ordered', reason: sealed } }])
    walk.do(supervisor, 'supervise', {})
    expect(ordered()).toMatchObject([{ data: { level: 2, area: '370281' } }])
  })
})

describe('an appeal', () => {
  const disputed = () => {
    const walk = handling().do(handler, 'returnBack', { reason: sealed })
    return walk.do(handler, 'appeal', { about: 'return', reason: sealed })
  }
  const review = (walk: Walk, by = supervisor, approve = true, more = {}) =>
    walk.do(by, 'reviewAppeal', { appeal: 'a1', approve }, more)
  const decided = (walk: Walk) => walk.facts.appeals.map(({ decision }) => decision)

  it('is granted when as many reviewers agree as the place says, not before', () => {
    expect(decided(review(disputed(), supervisor, true, reviewers(1)))).toEqual(['granted'])
    expect(decided(review(disputed(), supervisor, true, reviewers(3)))).toEqual([undefined])
    const two = review(review(disputed(), supervisor, true, reviewers(3)), deputy, true, reviewers(3))
    expect(decided(two)).toEqual([undefined])
    expect(decided(review(two, { ...deputy, id: 'third' }, true, reviewers(3)))).toEqual(['granted'])
  })
  it('is refused by one, whoever agreed before', () => {
    expect(decided(review(disputed(), supervisor, false))).toEqual(['refused'])
    expect(decided(review(review(disputed()), deputy, false))).toEqual(['refused'])
  })
  it('waits for its review while it is not decided, and has no time left once it is', () => {
    const clock = (walk: Walk) => walk.facts.clocks['appealReview/a1']
    const half = review(disputed().at('2022-01-05 10:00'))
    expect(clock(half)).toEqual(clock(disputed()))
    expect(clock(review(disputed(), supervisor, false))).toHaveProperty('stoppedAt')
    expect(clock(review(disputed(), supervisor, true, reviewers(1)))).toHaveProperty('stoppedAt')
  })
  it('that was filed before reviews had a time of their own is decided all the same', () => {
    const { facts, now } = disputed()
    const { 'appealReview/a1': _, ...clocks } = facts.clocks
    const command = { name: 'reviewAppeal', input: { appeal: 'a1', approve: false } } as const
    const draft = reviewed({ ...facts, clocks }, command, contextAt(now, supervisor), 'reassigning')
    expect(draft).toMatchObject({ events: [{ data: { decision: 'refused' } }] })
    expect(draft).not.toHaveProperty('clocks')
  })
  it('says what it is about and has a number of its own', () => {
    const walk = review(disputed(), supervisor, false).do(handler, 'appeal', { about: 'return', reason: sealed })
    expect(walk.facts.appeals.map(({ id }) => id)).toEqual(['a1', 'a2'])
    expect(walk.facts.appeals.at(-1)).toMatchObject({ about: 'return', unit: 'housing' })
    expect(walk.facts.clocks['appealReview/a2']).not.toHaveProperty('stoppedAt')
  })
})
