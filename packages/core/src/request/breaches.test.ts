import {
  at,
  awaitingRating,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { breachesOf } from './breaches.js'

const deputy = { ...supervisor, id: 'deputy' }
const rated = (start: string) => awaitingRating(start).do(resident, 'rate', { grade: 1 })
const lateRectification = () =>
  rated('2022-01-04 10:00')
    .at('2022-01-10 10:00')
    .do(system, 'expire', { clock: 'rectify' })
    .do(handler, 'reply', { text: sealed })
const lateClaim = () => dispatched('2022-01-04 10:00').at('2022-01-05 10:00').do(system, 'expire', { clock: 'claim' })

describe('a deadline that passed unmet', () => {
  it('stays a fact when the next round begins its clock anew', () => {
    const { facts } = lateRectification().do(resident, 'rate', { grade: 1 })
    expect(facts.clocks.rectify?.breachedAt).toBeUndefined()
    expect(facts.breaches).toEqual([
      { clock: 'rectify', startedAt: at('2022-01-04 10:00'), at: at('2022-01-08 00:00'), round: 1, unit: 'housing' },
    ])
  })

  it('is stated once, though it is noticed by time and by the late answer', () => {
    expect(lateRectification().facts.breaches).toHaveLength(1)
    const unnoticed = rated('2022-01-04 10:00').at('2022-01-10 10:00').do(handler, 'reply', { text: sealed })
    expect(unnoticed.facts.breaches).toEqual(lateRectification().facts.breaches)
  })

  it('is charged to the unit that slept, not to the one the matter went to', () => {
    const walk = lateClaim().do(dispatcher, 'dispatch', { unit: 'water' }).do(partner, 'claim', {})
    expect(walk.facts.breaches).toMatchObject([{ clock: 'claim', unit: 'housing' }])
  })

  it('is stated also when nobody noticed before the clock began anew', () => {
    const walk = dispatched('2022-01-04 10:00').at('2022-01-05 10:00').do(dispatcher, 'transfer', { unit: 'water' })
    expect(walk.facts.breaches).toMatchObject([{ clock: 'claim', unit: 'housing' }])
  })

  it('is charged to no unit while a dispatcher has the matter', () => {
    const walk = lateClaim().at('2022-01-07 10:00').do(system, 'expire', { clock: 'dispatch' })
    expect(walk.facts.breaches?.map(({ clock, unit }) => [clock, unit])).toEqual([
      ['claim', 'housing'],
      ['dispatch', undefined],
    ])
  })

  it('is charged to no unit when the decision on its extension is late', () => {
    const walk = handling('2022-01-04 10:00').do(handler, 'requestExtension', {
      by: { workingDays: 1 },
      reason: sealed,
    })
    walk.at('2022-01-06 00:00').do(system, 'expire', { clock: 'extensionDecision' })
    expect(walk.facts.breaches).toMatchObject([{ clock: 'extensionDecision' }])
    expect(walk.refusal(handler, 'appeal', { about: 'overdue', reason: sealed })).toBe('nothing-to-appeal')
  })

  it('is taken back by the extension that was asked for in time', () => {
    const walk = handling('2022-01-04 10:00')
      .at('2022-01-07 15:00')
      .do(handler, 'requestExtension', { by: { workingDays: 5 }, reason: sealed })
      .at('2022-01-08 09:00')
      .do(system, 'expire', { clock: 'resolve' })
    expect(walk.facts.breaches).toMatchObject([{ clock: 'resolve', at: at('2022-01-08 00:00') }])
    walk.at('2022-01-10 09:00').do(supervisor, 'decideExtension', { granted: true })
    expect(walk.facts.breaches).toEqual([])
    expect(walk.at('2022-01-17 09:00').do(handler, 'reply', { text: sealed }).facts.breaches).toMatchObject([
      { clock: 'resolve', at: at('2022-01-15 00:00') },
    ])
  })

  it('is nobody being late when the time to rate or a suspension is over', () => {
    const silent = awaitingRating('2022-01-04 10:00').at('2022-02-20 10:00').do(system, 'expire', { clock: 'rate' })
    expect(silent.facts.breaches).toBeUndefined()
  })

  it('is read from the clocks of facts stored before breaches were kept', () => {
    const { breaches, ...stored } = lateRectification().facts
    expect(breachesOf(stored)).toEqual(breaches)
  })
})

describe('an appeal about a deadline', () => {
  it('belongs to the unit that let it pass, also after the matter went to another', () => {
    const walk = lateClaim().do(dispatcher, 'dispatch', { unit: 'water' }).do(partner, 'claim', {})
    expect(walk.refusal(partner, 'appeal', { about: 'overdue', reason: sealed })).toBe('not-permitted')
    walk.do(handler, 'appeal', { about: 'overdue', reason: sealed })
    expect(walk.facts.appeals).toMatchObject([{ unit: 'housing', clock: 'claim' }])
  })

  it('disputes one deadline; another may be disputed beside it, the same one not twice', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-10 10:00').do(handler, 'reply', { text: sealed })
    walk.do(resident, 'rate', { grade: 1 }).at('2022-01-20 10:00').do(handler, 'reply', { text: sealed })
    walk.do(handler, 'appeal', { about: 'overdue', clock: 'rectify', reason: sealed })
    expect(walk.refusal(handler, 'appeal', { about: 'overdue', clock: 'rectify', reason: sealed })).toBe(
      'appeal-pending',
    )
    walk.do(handler, 'appeal', { about: 'overdue', reason: sealed })
    expect(walk.facts.appeals.map((each) => [each.clock, each.factAt])).toEqual([
      ['rectify', at('2022-01-14 00:00')],
      ['resolve', at('2022-01-08 00:00')],
    ])
    expect(walk.refusal(handler, 'appeal', { about: 'overdue', reason: sealed })).toBe('appeal-pending')
  })

  it('is over once granted: there is nothing left to dispute', () => {
    const walk = lateClaim().do(handler, 'appeal', { about: 'overdue', reason: sealed })
    walk.do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true })
    walk.do(deputy, 'reviewAppeal', { appeal: 'a1', approve: true })
    expect(walk.refusal(handler, 'appeal', { about: 'overdue', reason: sealed })).toBe('nothing-to-appeal')
  })
})
