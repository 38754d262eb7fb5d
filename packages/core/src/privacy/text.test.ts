import { describe, expect, it } from 'vitest'
import { systemDigest, systemIds } from '../platform/node.js'
import { commitmentOf, sealTexts } from './seal.js'
import { freeText, plainText } from './text.js'

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success

describe('text at the door', () => {
  it('passes every script and every well-formed character untouched', () => {
    for (const text of [
      '𠮷',
      'ئۇيغۇرچە',
      '👩‍👩‍👧',
      '行\n二',
      '制表\t符',
      "'; DROP TABLE",
      '{"a":1}',
      '\u00e9',
      'e\u0301',
    ])
      expect(plainText(100).parse(text)).toBe(text)
  })
  it('refuses what storages cannot keep apart or readers cannot read straight', () => {
    for (const text of ['\ud800', 'a\udc00b', '\u0000', '\u0007', '\u007f', '\u202e', '\u2066'])
      expect(accepts(plainText(100), text)).toBe(false)
  })
  it('refuses the empty and the overlong', () => {
    expect(accepts(plainText(3), '')).toBe(false)
    expect(accepts(plainText(3), '   ')).toBe(false)
    expect(accepts(plainText(3), 'abcd')).toBe(false)
  })
})

describe('sealing', () => {
  it('leaves references with commitments that the vault row proves', () => {
    const input = {
      category: 'heating',
      description: freeText('description', 100).parse('家中不热'),
      person: { name: freeText('name', 10).parse('王某') },
    }
    const { input: sealed, vault } = sealTexts(input, () => 't', 'res-1', systemIds, systemDigest)
    expect(JSON.stringify(sealed)).not.toMatch(/家中|王某/)
    expect(vault.map(({ ref, subject, field, value }) => [ref, subject, field, value])).toEqual([
      ['t.1', 'res-1', 'description', '家中不热'],
      ['t.2', 'res-1', 'name', '王某'],
    ])
    expect(sealed.person.name.commitment).toBe(commitmentOf(systemDigest, vault[1]?.salt ?? '', '王某'))
  })
  it('gives the same text two different commitments', () => {
    const once = () =>
      sealTexts({ a: freeText('name', 10).parse('王某') }, () => 't', 's', systemIds, systemDigest).input.a.commitment
    expect(once()).not.toBe(once())
  })
  it('asks for no prefix when there is no text', () => {
    expect(sealTexts({ a: 1 }, () => expect.unreachable(), 's', systemIds, systemDigest)).toEqual({
      input: { a: 1 },
      vault: [],
    })
  })
})
