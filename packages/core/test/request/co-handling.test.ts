import { dispatched, dispatcher, handler, handling, partner, resident, sealed } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('a co-handler', () => {
  it('that answered before is asked again in a rectification', () => {
    const walk = handling()
      .do(handler, 'assignCoHandler', { unit: 'water' })
      .do(partner, 'coReply', { unit: 'water', text: sealed })
      .do(handler, 'reply', { text: sealed })
      .do(resident, 'rate', { grade: 1 })
      .do(handler, 'assignCoHandler', { unit: 'water' })
    expect(walk.refusal(handler, 'reply', { text: sealed })).toBe('co-handlers-pending')
  })
  it('whose clock was stopped keeps nobody from answering', () => {
    const walk = handling()
      .do(handler, 'assignCoHandler', { unit: 'water' })
      .do(handler, 'returnBack', { reason: sealed })
      .do(dispatcher, 'answerOnTheSpot', { unit: 'town', text: sealed })
      .do(resident, 'rate', { grade: 1 })
    const town = { id: 'clerk', kind: 'staff', grants: [{ role: 'handler', unit: 'town' }] } as const
    expect(walk.refusal(town, 'reply', { text: sealed })).toBeUndefined()
  })
  it('that takes the lead waits for nobody but the others', () => {
    const walk = dispatched().do(handler, 'transfer', { unit: 'town' })
    const town = { id: 'clerk', kind: 'staff', grants: [{ role: 'handler', unit: 'town' }] } as const
    walk
      .do(town, 'claim', {})
      .do(town, 'assignCoHandler', { unit: 'water' })
      .do(town, 'transfer', { unit: 'water' })
      .do(partner, 'claim', {})
    expect(walk.refusal(partner, 'reply', { text: sealed })).toBeUndefined()
  })
})
