import type { Digest } from '../contracts/digest.js'

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const blanks = /\s+/g
const plain = /^[!-@[-~\u3001-\u3002\u4e00-\u9fff]*$/

/**
 * A text as it is searched: Unicode normal form NFKC (full width becomes half), small letters, nothing invisible, and each run of blanks one space. Two texts
 * that people take for the same are the same then.
 */
export function folded(text: string): string {
  if (plain.test(text)) return text
  // The Greek s has a second small form at the end of words.
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replace(blanks, ' ')
    .trim()
}

/** The words of what somebody looks for, folded, each once. */
export const wordsIn = (text: string): readonly string[] => [
  ...new Set(
    folded(text)
      .split(' ')
      .filter((word) => word !== ''),
  ),
]

/** How many characters a word has as people count them. */
export const lengthOf = (word: string): number => [...word].length

const spelled = '〇一二三四五六七八九'
const written = /[〇零一二三四五六七八九幺]{7,}/g
// What people write between the digits of one number; whatever else stands between two makes them two.
const stretches = /\+?\(?\d[\d\s()+.·•_/‐-―−-]{5,}\d/gu
const landline = /^0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/
const extension = /^(.*\d)[\s]*[‐-―−-]\d{1,5}$/u

// Of a country code nothing is kept: a mobile number stands by itself, a landline begins with 0.
function withoutCountry(digits: string): string {
  const [, code, rest = ''] = /^(0086|86)(\d{9,11})$/.exec(digits) ?? []
  if (code === undefined || landline.test(digits)) return digits
  return /^1[3-9]\d{9}$/.test(rest) ? rest : landline.test(`0${rest}`) ? `0${rest}` : digits
}

/** The telephone numbers in a text, each in one form: digits alone, in half width, without country code, separators and extension. */
export function numbersIn(text: string): readonly string[] {
  const digits = (each: string) => each.replace(/\D/g, '')
  const found = text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(written, (each) =>
      [...each.replaceAll('零', '〇').replaceAll('幺', '一')].map((one) => spelled.indexOf(one)).join(''),
    )
    .matchAll(stretches)
  const numbers = [...found].map(([each]) => {
    const [, main = ''] = extension.exec(each) ?? []
    return withoutCountry(digits(landline.test(withoutCountry(digits(main))) ? main : each))
  })
  return [...new Set(numbers.filter((each) => each.length >= 7))]
}

/** What telephone numbers are found by: their keyed digests. Nobody makes one without the key, so nobody can try all numbers. */
export const keysOf = (numbers: readonly string[], digests: readonly Digest[]): readonly string[] =>
  numbers.flatMap((number) => digests.map((digest) => digest.hex(`huiyin.phone/1\n${number}`)))
