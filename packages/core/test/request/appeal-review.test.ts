import {
  at,
  awaitingRating,
  dispatcher,
  handler,
  handling,
  resident,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

const deputy = { ...supervisor, id: 'deputy' }
const late = () =>
  handling('2022-01-04 10:00').at('2022-01-10 10:00').do(handler, 'reply', { text: sealed }).do(resident, 'rate', {
    grade: 5,
  })
const filed = () => late().do(handler, 'appeal', { about: 'overdue', reason: sealed })
const clockOf = (walk: ReturnType<typeof filed>) => walk.facts.clocks['appealReview/a1']

describe('an appeal that was filed', () => {
  it('has a deadline for its review, also after the matter has ended', () => {
    const walk = filed()
    expect(walk.facts.open).toBe(false)
    expect(clockOf(walk)).toMatchObject({ startedAt: at('2022-01-10 10:00'), dueDate: '2022-01-17' })
    expect(clockOf(walk)?.stoppedAt).toBeUndefined()
  })

  it('lapses when nobody decided in time: the fact stands, no unit is charged with that, and it may be disputed again', () => {
    const walk = filed().do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true })
    walk.at('2022-01-18 00:00').do(system, 'expire', { clock: 'appealReview/a1' })
    expect(walk.facts.appeals).toMatchObject([{ id: 'a1', decision: 'lapsed' }])
    expect(walk.facts.exclusions).toEqual([])
    expect(walk.facts.breaches?.find((each) => each.clock === 'appealReview/a1')).not.toHaveProperty('unit')
    expect(walk.refusal(deputy, 'reviewAppeal', { appeal: 'a1', approve: true })).toBe('appeal-unknown')
    expect(walk.refusal(handler, 'appeal', { about: 'overdue', reason: sealed })).toBeUndefined()
  })

  it('waits no longer once it is decided', () => {
    const refused = filed().do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: false })
    expect(clockOf(refused)?.stoppedAt).toBeDefined()
    const half = filed().do(supervisor, 'reviewAppeal', { appeal: 'a1', approve: true })
    expect(clockOf(half)?.stoppedAt).toBeUndefined()
    expect(clockOf(half.do(deputy, 'reviewAppeal', { appeal: 'a1', approve: true }))?.stoppedAt).toBeDefined()
  })

  it('goes on when a matter under way is answered, rated and closed', () => {
    const walk = awaitingRating('2022-01-04 10:00').do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'appeal', { about: 'rating', reason: sealed }).do(handler, 'reply', { text: sealed })
    expect(clockOf(walk.do(resident, 'rate', { grade: 5 }))?.stoppedAt).toBeUndefined()
  })

  it('waits for nobody where no appeal is reviewed any more', () => {
    const walk = handling('2022-01-04 10:00').at('2022-01-10 10:00').do(system, 'expire', { clock: 'resolve' })
    walk.do(handler, 'appeal', { about: 'overdue', reason: sealed }).do(resident, 'withdraw', {})
    expect(clockOf(walk)?.stoppedAt).toBeDefined()
    expect(walk.refusal(dispatcher, 'reviewAppeal', { appeal: 'a1', approve: true })).toBeDefined()
  })
})
