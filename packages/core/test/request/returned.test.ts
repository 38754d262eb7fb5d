import { at, dispatched, dispatcher, handler, partner, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { measures, talliesOf } from '../../src/evaluation/measures/measures.js'

const deputy = { ...supervisor, id: 'deputy' }
const returnedByHousing = () =>
  dispatched('2022-01-04 10:00')
    .do(handler, 'returnBack', { reason: sealed })
    .do(dispatcher, 'dispatch', { unit: 'water' })
const counted = (walk: ReturnType<typeof dispatched>) => talliesOf(walk.facts, measures).map((each) => each.measure)

describe('a return', () => {
  it('says who returned and when, whoever has the matter now', () => {
    expect(returnedByHousing().facts).toMatchObject({
      unit: 'water',
      returns: 1,
      returned: [{ unit: 'housing', at: at('2022-01-04 10:00') }],
    })
  })

  it('is disputed by the unit that returned, not by the one that has the matter now', () => {
    const walk = returnedByHousing()
    expect(walk.refusal(partner, 'appeal', { about: 'return', reason: sealed })).toBe('not-permitted')
    walk.do(handler, 'appeal', { about: 'return', reason: sealed })
    expect(walk.facts.appeals).toMatchObject([{ about: 'return', unit: 'housing', factAt: at('2022-01-04 10:00') }])
  })

  it('cannot be judged by the unit that returned, but by one that only has the matter now', () => {
    const walk = returnedByHousing().do(handler, 'appeal', { about: 'return', reason: sealed })
    const both = { ...supervisor, grants: [...supervisor.grants, ...handler.grants] }
    expect(walk.refusal(both, 'reviewAppeal', { appeal: 'a1', approve: true })).toBe('reviewer-involved')
    const successor = { ...supervisor, grants: [...supervisor.grants, ...partner.grants] }
    expect(walk.refusal(successor, 'reviewAppeal', { appeal: 'a1', approve: true })).toBeUndefined()
  })

  it('counts until every one of them was pardoned', () => {
    const walk = returnedByHousing().at('2022-01-04 11:00').do(partner, 'returnBack', { reason: sealed })
    walk.do(handler, 'appeal', { about: 'return', reason: sealed })
    for (const by of [supervisor, deputy]) walk.do(by, 'reviewAppeal', { appeal: 'a1', approve: true })
    expect(counted(walk)).toContain('returned@accepted')
    walk.do(partner, 'appeal', { about: 'return', reason: sealed })
    for (const by of [supervisor, deputy]) walk.do(by, 'reviewAppeal', { appeal: 'a2', approve: true })
    expect(counted(walk)).not.toContain('returned@accepted')
    expect(counted(walk)).toContain('returnAppeal@accepted')
  })
})
