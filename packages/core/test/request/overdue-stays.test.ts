import { dispatcher, handler, handling, scenario, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('an overdue matter', () => {
  it('is carried through: it is not merged, split or declined, and so leaves no figure', () => {
    const other = { ...scenario().facts, id: 'q-2' }
    const late = () => handling('2022-01-04 10:00').at('2022-01-10 10:00')
    expect(late().refusal(dispatcher, 'merge', { into: 'q-2' }, { other })).toBe('overdue-stays')
    const parts = [1, 2].map(() => ({ category: 'heating', description: sealed }))
    expect(late().refusal(dispatcher, 'split', { parts })).toBe('overdue-stays')
    const returned = late().do(handler, 'returnBack', { reason: sealed })
    expect(returned.refusal(dispatcher, 'decline', { reasonCode: 'scope', reason: sealed })).toBe('overdue-stays')
    expect(returned.refusal(supervisor, 'forceClose', { reason: sealed })).toBeUndefined()
  })
})
