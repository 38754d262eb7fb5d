import { defaultSlaPolicy } from '@huiyin/core'
import { type Branch, defaultLifecycle, type EndState, loadLifecycle } from '@huiyin/core/plugin'
import { at, dispatcher, handler, handling, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('a matter under way that was merged and comes back', () => {
  const back = () => {
    const other = { ...scenario().facts, id: 'q-2' }
    return handling('2022-01-04 10:00')
      .do(dispatcher, 'merge', { into: 'q-2' }, { other })
      .at('2022-01-05 10:00')
      .do(dispatcher, 'unmerge', {})
  }
  it('goes on under its own deadline, with the supervisor to dispatch it again', () => {
    const { status, owner, clocks } = back().facts
    expect([status, owner.role, clocks.resolve?.stoppedAt]).toEqual(['reassigning', 'supervisor', undefined])
    expect(clocks.resolve?.dueDate).toBe('2022-01-07')
  })
  it('has its appeal reviewed in the meantime, within the time that began when it was filed', () => {
    const other = { ...scenario().facts, id: 'q-2' }
    const walk = handling('2022-01-04 10:00')
      .do(handler, 'returnBack', { reason: sealed })
      .do(handler, 'appeal', { about: 'return', reason: sealed })
      .at('2022-01-05 10:00')
      .do(dispatcher, 'merge', { into: 'q-2' }, { other })
    const review = { appeal: 'a1', approve: false }
    expect(walk.refusal(supervisor, 'reviewAppeal', review)).toBeUndefined()
    const { clocks } = walk.at('2022-01-06 10:00').do(dispatcher, 'unmerge', {}).facts
    expect(clocks['appealReview/a1']).toMatchObject({ startedAt: at('2022-01-04 10:00') })
  })
  it('has the time for a review begin anew where nobody could review it meanwhile', () => {
    const other = { ...scenario().facts, id: 'q-2' }
    const { merged } = defaultLifecycle.states
    const { unmerge } = (merged as EndState).on as { unmerge: Branch[] }
    const states = { ...defaultLifecycle.states, merged: { ...merged, on: { unmerge } } as EndState }
    const lifecycle = loadLifecycle({ ...defaultLifecycle, states }, [], defaultSlaPolicy)
    const walk = handling('2022-01-04 10:00')
      .do(handler, 'returnBack', { reason: sealed })
      .do(handler, 'appeal', { about: 'return', reason: sealed })
      .at('2022-01-05 10:00')
      .do(dispatcher, 'merge', { into: 'q-2' }, { other, lifecycle })
    expect(walk.facts.clocks['appealReview/a1']?.stoppedAt).toBe(at('2022-01-05 10:00'))
    const { clocks, appeals } = walk.at('2022-01-20 10:00').do(dispatcher, 'unmerge', {}, { lifecycle }).facts
    expect(appeals).toMatchObject([{ id: 'a1' }])
    expect(clocks['appealReview/a1']).toMatchObject({ startedAt: at('2022-01-20 10:00'), dueDate: '2022-01-27' })
    expect(clocks['appealReview/a1']).not.toHaveProperty('stoppedAt')
  })
  it('cannot be set aside as void any more', () => {
    expect(back().refusal(dispatcher, 'void', { reason: sealed })).toBe('wrong-state')
  })
})
