import { describe, expect, it } from 'vitest'
import { systemDigest as sm3 } from '../platform/node.js'
import { canonical } from './canonical.js'
import { brokenLink, chainEvents, genesis } from './chain.js'
import type { DomainEvent } from './record-kind.js'

const ref = { bucket: 0, type: 'request', id: 'q-1' }
const events = [1, 2, 3].map(
  (seq): DomainEvent => ({
    seq,
    type: 'request.urged',
    at: seq * 1000,
    by: { id: 'a', kind: 'staff' },
    data: { n: seq },
  }),
)
const start = genesis(sm3, ref)
const { rows } = chainEvents(sm3, start, events)

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

describe('a chain', () => {
  it('holds as written', () => {
    expect(brokenLink(sm3, ref, start, rows)).toBeUndefined()
  })
  it('names the first event that was edited, removed, moved or slipped in', () => {
    const at = (changed: readonly (typeof rows)[number][]) => brokenLink(sm3, ref, start, changed)
    const [one, two, three] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]]
    expect(at([one, { ...two, bytes: two.bytes.replace('"n":2', '"n":9') }, three])).toMatchObject({
      seq: 2,
      fault: 'hash',
    })
    expect(at([one, three])).toMatchObject({ seq: 2, fault: 'gap' })
    expect(at([one, three, two])).toMatchObject({ seq: 2, fault: 'gap' })
    expect(at([one, { ...three, seq: 2 }, { ...three, seq: 3 }])).toMatchObject({ seq: 2, fault: 'hash' })
    expect(at([one, { ...two, at: 7 }, three])).toMatchObject({ seq: 2, fault: 'row' })
  })
  it('belongs to its record: the events of another do not follow', () => {
    expect(brokenLink(sm3, ref, genesis(sm3, { type: 'request', id: 'q-2' }), rows)).toMatchObject({
      seq: 1,
      fault: 'hash',
    })
  })
})
