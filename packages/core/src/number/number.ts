import { type CalendarDate, dateOf } from '../calendar/date.js'

// At least so many digits of the sequence; the ten thousandth request of a day has one more.
const minDigits = 4
const written = /^(?:([A-Z]{1,8})-)?(\d{8})-(\d{4,12})-(\d)$/

/** Forms of a prefix: 1 to 8 letters A to Z. */
export const numberPrefixForm = /^[A-Z]{1,8}$/

/** What a number is made of. */
export interface NumberParts {
  /** Of the place, 1 to 8 letters A to Z; absent: none. */
  readonly prefix?: string | undefined
  /** The day it was given out, as `YYYY-MM-DD` in Asia/Shanghai. */
  readonly date: CalendarDate
  /** 1, 2, 3 … within that day. */
  readonly sequence: number
}

/**
 * Check digit over a text of digits, by ISO/IEC 7064 MOD 11,10: every single wrong digit is noticed, and nearly every pair that changed places.
 */
export function checkDigit(digits: string): number {
  let product = 10
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10
}

/** A number as people read it: `JZ-20220104-0042-5`. */
export function numberOf({ prefix, date, sequence }: NumberParts): string {
  const day = date.replaceAll('-', '')
  const count = String(sequence).padStart(minDigits, '0')
  return `${prefix === undefined ? '' : `${prefix}-`}${day}-${count}-${checkDigit(day + count)}`
}

/**
 * A number as somebody typed it, in the form in which it is kept: full-width letters and digits, spaces and small letters are put right. `undefined` where
 * it cannot be one: its check digit does not fit, so that a digit was misread.
 */
export function readNumber(typed: string): string | undefined {
  const text = typed
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[‐-―−]/g, '-')
    .toUpperCase()
  const [, , day = '', count = '', check] = written.exec(text) ?? []
  return check !== undefined && Number(check) === checkDigit(day + count) ? text : undefined
}

/** The day whose numbers are given out at an instant. */
export const numberDay = (at: number): CalendarDate => dateOf(at)
