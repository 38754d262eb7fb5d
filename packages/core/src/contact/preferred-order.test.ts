import { expect, it } from 'vitest'
import { preferredOrder } from './preferred-order.js'

it('tries what a person named first, and leaves out nothing that is offered', () => {
  expect(preferredOrder({ order: ['phone', 'email'] }, ['openid', 'phone'])).toEqual(['phone', 'openid'])
  expect(preferredOrder({ order: ['email'] }, ['openid', 'phone'])).toEqual(['openid', 'phone'])
  expect(preferredOrder({}, ['openid', 'phone'])).toEqual(['openid', 'phone'])
  expect(preferredOrder(undefined, ['phone'])).toEqual(['phone'])
  expect(preferredOrder({ order: ['phone'] }, [])).toEqual([])
})
