import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { InvalidInputError } from '../errors.js'
import { identifier } from '../privacy/identifier.js'
import { freeText, plainText } from '../privacy/text.js'
import { requestInputs } from '../request/commands.js'
import { callable, parseInput } from './parse.js'

function issueOf(schema: z.ZodType, value: unknown) {
  try {
    parseInput(schema, value, ['input'], 'test')
  } catch (error) {
    return (error as InvalidInputError).issues[0]
  }
  return undefined
}

const form = z.strictObject({
  name: freeText('name', 3).optional(),
  grade: z.number().int().min(1).max(5).optional(),
  parts: z.array(z.string()).min(1).max(2).optional(),
  kind: z.enum(['a', 'b']).optional(),
})

describe('an issue of an input', () => {
  it.each([
    [form, null, 'wrong-type', [], { expected: 'object' }],
    [form, { colour: 1 }, 'unknown-field', ['colour'], {}],
    [form, { name: 7 }, 'wrong-type', ['name'], { expected: 'text' }],
    [form, { name: ' ' }, 'empty', ['name'], {}],
    [form, { name: '一二三四' }, 'too-long', ['name'], { max: 3, length: 4 }],
    [form, { name: 'a\u0000' }, 'forbidden-character', ['name'], { character: 'nul' }],
    [form, { grade: 0 }, 'too-small', ['grade'], { min: 1, inclusive: true }],
    [form, { grade: 6 }, 'too-large', ['grade'], { max: 5, inclusive: true }],
    [form, { grade: 1.5 }, 'not-whole', ['grade'], {}],
    [form, { parts: [] }, 'too-few', ['parts'], { min: 1 }],
    [form, { parts: ['a', 'b', 'c'] }, 'too-many', ['parts'], { max: 2 }],
    [form, { parts: ['a', 1] }, 'wrong-type', ['parts', 1], { expected: 'text' }],
    [form, { kind: 'c' }, 'not-one-of', ['kind'], { allowed: ['a', 'b'] }],
    [z.strictObject({ id: identifier() }), {}, 'missing', ['id'], {}],
    [identifier(), '13900001111', 'personal-number', [], {}],
    [callable(), 1, 'wrong-type', [], { expected: 'function' }],
  ] as const)('has a code, a path, params and words in both languages: %#', (schema, value, code, path, params) => {
    const issue = issueOf(schema, value)
    expect(issue).toMatchObject({ code, path: ['input', ...path], params })
    expect(issue?.message.zh).toMatch(/\p{Script=Han}/u)
    expect(issue?.message.en).toMatch(/^[\x20-\x7e]+$/)
  })

  it('of a value that may have several forms is that of the form it was meant to be', () => {
    const issue = issueOf(requestInputs.requestExtension, { by: { workingDays: 0 }, reason: 'r' })
    expect(issue).toMatchObject({ code: 'too-small', path: ['input', 'by', 'workingDays'] })
    expect(issueOf(requestInputs.requestExtension, { by: { days: 1 }, reason: 'r' })).toMatchObject({
      code: 'unfit',
      path: ['input', 'by'],
    })
  })

  it('of a schema of a plugin has the words the plugin gives, in both languages when it gives both', () => {
    const even = (value: number) => value % 2 === 0
    expect(issueOf(z.number().refine(even, { message: 'is odd', params: { zh: '是奇数' } }), 1)).toMatchObject({
      code: 'unfit',
      message: { zh: '是奇数', en: 'is odd' },
    })
    expect(issueOf(z.number().refine(even, 'is odd'), 1)?.message).toEqual({ zh: '不符合要求（is odd）', en: 'is odd' })
  })

  it('never quotes a text that was entered', () => {
    for (const value of ['13900001111', 'a\u202eb', '', 'x'.repeat(99)])
      expect(JSON.stringify(issueOf(plainText(20).and(identifier()), value) ?? '')).not.toContain(value || '""')
  })
})
