import {
  awaitingRating,
  dispatched,
  dispatcher,
  handler,
  partner,
  resident,
  supervisor,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { defaultRatingPolicy } from '../../src/rating/policy.js'

const passedOnTwice = () =>
  dispatched().do(handler, 'transfer', { unit: 'water' }).do(partner, 'transfer', { unit: 'housing' })

describe('passing a matter on', () => {
  it('is possible for units twice, not a third time', () => {
    const walk = passedOnTwice()
    const decision = walk.decide(handler, { name: 'transfer', input: { unit: 'water' } })
    expect(decision).toMatchObject({
      refusal: { code: 'transfer-limit-reached', details: { transfers: 2, limit: 2 } },
    })
  })

  it('is limited after the claim and during a rectification too', () => {
    const transfer = { unit: 'water' }
    expect(passedOnTwice().do(handler, 'claim', {}).refusal(handler, 'transfer', transfer)).toBe(
      'transfer-limit-reached',
    )
    const walk = awaitingRating().do(resident, 'rate', { grade: 1 })
    walk.do(handler, 'transfer', transfer).do(partner, 'transfer', { unit: 'housing' })
    expect(walk.refusal(handler, 'transfer', transfer)).toBe('transfer-limit-reached')
  })

  it('is decided by who dispatches or supervises from then on', () => {
    for (const by of [dispatcher, supervisor])
      expect(passedOnTwice().refusal(by, 'transfer', { unit: 'water' })).toBeUndefined()
  })

  it('has the limit the place sets', () => {
    const none = { rating: { ...defaultRatingPolicy, maxTransfers: 0 } }
    expect(dispatched().refusal(handler, 'transfer', { unit: 'water' }, none)).toBe('transfer-limit-reached')
  })
})
