import { describe, expect, it } from 'vitest'
import { parseFound, parseSendResult, unknownOutcome } from './send-result.js'

const failed = (more: object) => parseSendResult({ ok: false, class: 'transient', reason: 'why', ...more })
const day = 86_400_000

describe('the answer of a channel', () => {
  it('is made plain: only success, or a failure of a class that is known', () => {
    expect(parseSendResult({ ok: true, more: 1 })).toEqual({ ok: true })
    expect(failed({})).toEqual({ ok: false, class: 'transient', reason: 'why', retryAfter: 0 })
    expect(failed({ class: 'recipient' })).toMatchObject({ class: 'recipient' })
    expect(failed({ class: 'toString' })).toMatchObject({ class: 'unknown' })
    expect(failed({ class: 'gone' })).toMatchObject({ class: 'gone' })
  })

  it('may be that there was nobody to send to, and why, in words that may be kept', () => {
    expect(parseSendResult({ ok: true, skipped: 'no phone of 13800138000' })).toEqual({
      ok: true,
      skipped: 'no phone of …',
    })
    expect(parseSendResult({ ok: true, skipped: Object.create(null) })).toMatchObject({
      ok: true,
      skipped: expect.any(String),
    })
    expect(parseFound(undefined)).toBeUndefined()
    expect(parseFound({ ok: true })).toEqual({ ok: true })
    expect(parseFound(null)).toMatchObject({ class: 'unknown' })
  })

  it.each([undefined, null, 7, 'ok', {}, { ok: 1 }, { ok: 'false' }])(
    'that is none may mean that it was sent: %j',
    (answer) => {
      expect(parseSendResult(answer)).toEqual(unknownOutcome('no answer that could be understood'))
    },
  )

  it('whose members throw is none', () => {
    const answer = {
      get ok() {
        throw new Error('no')
      },
    }
    expect(parseSendResult(answer)).toEqual(unknownOutcome('no answer that could be understood'))
  })
})

describe('the wait that a channel asks for', () => {
  it.each([
    [90_000.25, 90_001],
    ['90000', 90_000],
    [1, 1],
    [0, 0],
    [-5, 0],
    [Number.NaN, 0],
    [null, 0],
    [true, 0],
    [[90_000], 0],
    ['Wed, 05 Jan 2022', 0],
    [30 * day, 30 * day],
    [30 * day + 1, 30 * day],
    [Number.POSITIVE_INFINITY, 30 * day],
  ])('%j is taken for %d milliseconds', (retryAfter, wait) => {
    expect(failed({ retryAfter })).toMatchObject({ retryAfter: wait })
  })
})

describe('the reason of a failure', () => {
  const kept = (reason: unknown) => (failed({ reason }) as { reason: string }).reason

  it('keeps no number that could be a telephone, however it is written, and keeps codes', () => {
    expect(kept('to 000-2000 0001.x')).toBe('to ….x')
    expect(kept('12345')).toBe('…')
    expect(kept('1  2 - 3 4.5')).toBe('…')
    expect(kept('error 1234, 5678')).toBe('error 1234, 5678')
  })

  it('is of characters that every storage keeps, and not long', () => {
    expect(kept('a\u0000\n\u0007b')).toBe('a b')
    expect(kept('x'.repeat(501))).toBe('x'.repeat(500))
    // Cut in the middle of a character of two units.
    expect(kept(`${'x'.repeat(499)}😀`)).toBe(`${'x'.repeat(499)}\ufffd`)
  })
})
