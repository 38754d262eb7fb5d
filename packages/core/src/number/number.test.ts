import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, numberDay, numberOf, readNumber } from './number.js'

const digits = fc.stringMatching(/^\d{12}$/)

describe('the check digit of a number', () => {
  it('is that of ISO/IEC 7064 MOD 11,10, whose example is 0794 with 5', () => {
    expect([checkDigit('0794'), checkDigit('202201040042')]).toEqual([5, 5])
  })

  it('notices every single digit that was misread', () => {
    fc.assert(
      fc.property(digits, fc.nat(11), fc.integer({ min: 1, max: 9 }), (text, place, by) => {
        const other = (Number(text[place]) + by) % 10
        expect(checkDigit(`${text.slice(0, place)}${other}${text.slice(place + 1)}`)).not.toBe(checkDigit(text))
      }),
    )
  })
})

describe('a number', () => {
  it('has prefix, day, sequence and check digit, and grows longer past 9999', () => {
    expect(numberOf({ prefix: 'JZ', date: '2022-01-04', sequence: 42 })).toBe('JZ-20220104-0042-5')
    expect(numberOf({ date: '2022-01-04', sequence: 42 })).toBe('20220104-0042-5')
    expect(numberOf({ date: '2022-01-04', sequence: 10_000 })).toMatch(/^20220104-10000-\d$/)
  })

  it('is of the day in China', () => {
    expect(numberDay(Date.parse('2022-01-03T16:00:00Z'))).toBe('2022-01-04')
  })

  it.each(['jz-20220104-0042-5', ' JZ－20220104－0042－5 ', 'ＪＺ-２０２２０１０４-00 42-5', 'JZ—20220104—0042—5'])(
    'is read however it is typed: %s',
    (typed) => expect(readNumber(typed)).toBe('JZ-20220104-0042-5'),
  )

  it.each(['JZ-20220104-0042-6', 'JZ-20220104-0024-5', '20220104', 'JZ-20220104-042-5', '', 'JZ-20220104-0042-5x'])(
    'is not read where a digit was misread or something is missing: %s',
    (typed) => expect(readNumber(typed)).toBeUndefined(),
  )
})
