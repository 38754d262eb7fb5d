import { describe, expect, it } from 'vitest'
import { systemDigest as sm3 } from '../platform/node.js'
import { canonical } from './canonical.js'

describe('canonical encoding', () => {
  it('writes equal values as equal text, whatever the order of their members', () => {
    expect(canonical({ b: [1, { d: 'x', c: null }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":null,"d":"x"}]}',
    )
    expect(canonical({ b: 1, a: 2 })).toBe(canonical({ a: 2, b: 1 }))
  })
  it('refuses numbers that JSON has no form for', () => {
    expect(() => canonical({ a: Number.NaN })).toThrow(TypeError)
  })
})

describe('the default digest', () => {
  it('is SM3 as published (GB/T 32905-2016, appendix A)', () => {
    expect(sm3.hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(sm3.hex('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
  })
})
