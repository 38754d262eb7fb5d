import { dispatched, dispatcher, handler, resident, sealed } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('the unit in charge', () => {
  it('is the one that answered on the spot, not the one that had returned the matter', () => {
    const walk = dispatched()
      .do(handler, 'returnBack', { reason: sealed })
      .do(dispatcher, 'answerOnTheSpot', { unit: 'water', text: sealed })
    expect(walk.facts.unit).toBe('water')
    expect(walk.do(resident, 'rate', { grade: 1 }).facts.owner).toEqual({ role: 'unit', unit: 'water' })
  })
})
