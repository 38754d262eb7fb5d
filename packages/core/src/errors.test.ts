import { describe, expect, expectTypeOf, it } from 'vitest'
import { type InputIssue, inputIssue } from './errors/input-issue.js'
import {
  AdapterError,
  CalendarCoverageError,
  ConfigurationError,
  ConflictError,
  type HuiyinError,
  InvalidInputError,
  isHuiyinError,
  NotFoundError,
  OverloadedError,
} from './errors.js'

const every = [
  new InvalidInputError([inputIssue('empty', ['input', 'description'], {}), inputIssue('missing', ['by'], {})]),
  new NotFoundError('request', 'q-1'),
  new ConfigurationError({ zh: '有两个计数项名为 a。', en: 'Two measures are called a.' }),
  new ConflictError('request', 'q-1', 16),
  new AdapterError({ adapter: 'sqlite', operation: 'commit', retryable: true, message: 'busy' }),
  new OverloadedError(10_000),
  new CalendarCoverageError(2027, '2007-01-01', '2026-12-31'),
]

describe('an error', () => {
  it.each(every.map((error) => [error.code, error] as const))(
    'has a code and words in both languages: %s',
    (_, error) => {
      expect(error.text.en).toBe(error.message)
      expect(error.text.zh).toMatch(/\p{Script=Han}/u)
      expect(isHuiyinError(error, error.code)).toBe(true)
      expect(isHuiyinError(error, 'another-code')).toBe(false)
    },
  )

  it('of input names the first place in both languages, and how many more there are', () => {
    expect(every[0]?.text).toEqual({
      zh: '输入有误：input.description 为空（另有 1 处）。',
      en: 'Invalid input at input.description: is empty (and 1 more)',
    })
  })

  it('is narrowed by its code, so that what belongs to it has a type', () => {
    const error: unknown = every[0]
    if (!isHuiyinError(error, 'invalid-input')) throw error
    expectTypeOf(error).toEqualTypeOf<InvalidInputError>()
    expectTypeOf(error.code).toEqualTypeOf<'invalid-input'>()
    expectTypeOf(error.issues).toEqualTypeOf<readonly InputIssue[]>()
    expect(error.issues.map(({ code }) => code)).toEqual(['empty', 'missing'])

    const other: unknown = every[3]
    if (isHuiyinError(other, 'conflict')) expectTypeOf(other.details.attempts).toEqualTypeOf<number>()
    if (isHuiyinError(other, 'of-a-plugin')) expectTypeOf(other).toEqualTypeOf<HuiyinError>()
    if (isHuiyinError(other)) expectTypeOf(other).toEqualTypeOf<HuiyinError>()
  })
})
