import { describe, expect, it } from 'vitest'
import { dispatcher, handling, scenario, sealed } from './scenario.js'

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
  it('cannot be set aside as void any more', () => {
    expect(back().refusal(dispatcher, 'void', { reason: sealed })).toBe('wrong-state')
  })
})
