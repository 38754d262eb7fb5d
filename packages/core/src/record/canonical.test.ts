import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonical } from './canonical.js'

it('canonical JSON is JSON: whatever it encodes is read back the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

it.each([
  ['a"b', '"a\\"b"'],
  ['a\\b', '"a\\\\b"'],
  ['\n', '"\\n"'],
  ['回音 !~', '"回音 !~"'],
  ['\u007f', '"\u007f"'],
  [[], '[]'],
  [[1, [2], {}], '[1,[2],{}]'],
  [{ 'a"': 1 }, '{"a\\"":1}'],
  [{ b: undefined, a: undefined, c: false }, '{"c":false}'],
  [[true, false, null, undefined], '[true,false,null,null]'],
  [-0.5, '-0.5'],
])('of %j it is %s', (value, text) => {
  expect(canonical(value)).toBe(text)
})

it('its members are in the order of code units, however many there are and whatever order they came in', () => {
  const names = Array.from({ length: 1500 }, (_, n) => `name-${n}`)
  const backwards = Object.fromEntries(names.toReversed().map((name) => [name, 0]))
  expect(Object.keys(JSON.parse(canonical(backwards)))).toEqual(names.toSorted())
  expect(canonical({ a: 1, b: 2, aa: 3 })).toBe('{"a":1,"aa":3,"b":2}')
})

it.each([Number.NaN, Number.POSITIVE_INFINITY])('%d has no form', (value) => {
  expect(() => canonical([value])).toThrow(`${value} has no JSON form`)
})
