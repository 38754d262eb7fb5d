import {
  awaitingRating,
  dispatched,
  dispatcher,
  handler,
  partner,
  resident,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { measures, talliesOf } from '../../src/evaluation/measures/measures.js'
import type { RequestFacts } from '../../src/request/facts.js'

const counted = (facts: RequestFacts) => talliesOf(facts, measures).map((each) => each.measure)
const deputy = { ...supervisor, id: 'deputy' }
const grant = { appeal: 'a1', approve: true }

describe('what a resident said', () => {
  it('is not taken back by silence after a rectification', () => {
    const walk = awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'reply', { text: sealed }).at('2022-02-20 10:00').do(system, 'expire', { clock: 'rate' })
    expect(counted(walk.facts)).toContain('dissatisfied@rated')
    expect(counted(walk.facts)).not.toContain('unrated@rated')
  })

  it('is unrated only when nothing was ever said', () => {
    const walk = awaitingRating('2022-01-04 10:00').at('2022-02-20 10:00').do(system, 'expire', { clock: 'rate' })
    expect(counted(walk.facts)).toContain('unrated@rated')
  })

  it('counts again in the next round, though an appeal about the round before was granted', () => {
    const walk = awaitingRating()
      .do(resident, 'rate', { grade: 1 })
      .do(handler, 'appeal', { about: 'rating', reason: sealed })
    walk.do(supervisor, 'reviewAppeal', grant).do(deputy, 'reviewAppeal', grant)
    expect(counted(walk.facts)).not.toContain('dissatisfied@rated')
    walk.do(handler, 'reply', { text: sealed }).do(resident, 'rate', { grade: 1 })
    expect(counted(walk.facts)).toContain('dissatisfied@rated')
    expect(counted(walk.facts)).toContain('rectified@accepted')
  })
})

describe('a deadline that passed', () => {
  it('counts, though an appeal about another clock was granted before', () => {
    const walk = dispatched('2022-01-04 10:00').at('2022-01-05 10:00').do(system, 'expire', { clock: 'claim' })
    walk.do(handler, 'appeal', { about: 'overdue', reason: sealed })
    walk.do(supervisor, 'reviewAppeal', grant).do(deputy, 'reviewAppeal', grant)
    walk.do(dispatcher, 'dispatch', { unit: 'water' }).do(partner, 'claim', {})
    walk.at('2022-01-20 10:00').do(system, 'expire', { clock: 'resolve' })
    expect(counted(walk.facts)).toContain('overdue@accepted')
  })

  it('of a rectification counts on the day its round opened, also after a round in time', () => {
    const walk = awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 1 })
    walk.at('2022-01-10 10:00').do(handler, 'reply', { text: sealed })
    walk.do(resident, 'rate', { grade: 1 }).do(handler, 'reply', { text: sealed })
    const days = talliesOf(walk.facts, measures).flatMap(({ measure, day }) =>
      measure === 'overdue@opened' ? [day] : [],
    )
    expect(days).toEqual(['2022-01-04'])
  })

  it('is pardoned for the round it was in, not for the next', () => {
    const walk = awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 1 })
    walk.at('2022-01-10 10:00').do(handler, 'reply', { text: sealed })
    walk.do(handler, 'appeal', { about: 'overdue', reason: sealed })
    walk.do(supervisor, 'reviewAppeal', grant).do(deputy, 'reviewAppeal', grant)
    expect(counted(walk.facts)).not.toContain('overdue@opened')
    walk.do(resident, 'rate', { grade: 1 }).at('2022-01-20 10:00').do(handler, 'reply', { text: sealed })
    expect(counted(walk.facts).filter((each) => each === 'overdue@opened')).toHaveLength(1)
  })
})
