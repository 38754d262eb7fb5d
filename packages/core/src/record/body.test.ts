import { expect, it } from 'vitest'
import { bodyOf, formOf, readBody } from './body.js'

it('a body carries the form of its kind, but for the first form, as it did before there were forms', () => {
  expect([formOf({}), formOf({ form: 3 })]).toEqual([1, 3])
  expect(bodyOf(1, '{"a":1}')).toBe('{"a":1}')
  expect(bodyOf(2, '{"a":1}')).toBe('{"$form":2,"a":1}')
  expect(bodyOf(2, '{}')).toBe('{"$form":2}')
})

it.each([
  [1, { a: 1 }],
  [1, {}],
  [2, { a: 1 }],
  [2, {}],
  [123_456_789, { a: { b: [] } }],
])('a body of form %i gives back form and facts: %j', (form, facts) => {
  expect(readBody(bodyOf(form, JSON.stringify(facts)))).toEqual({ form, text: JSON.stringify(facts) })
})

it('what only looks like a mark is none', () => {
  for (const body of ['{"a":{"$form":2}}', '{"$form":"2"}', ' {"$form":2}', '{"$form":1234567890}', '{"$form":2.5}'])
    expect(readBody(body)).toEqual({ form: 1, text: body })
})
