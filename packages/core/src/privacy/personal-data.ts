// What may be told apart from a code or an order number for certain: telephone numbers, citizen numbers (GB 11643), number plates. A bank card is not
// among them (a tenth of all numbers passes its check digit), nor is a mail address, which is what many accounts are called.

/** What a text that should be an identifier looks like instead. */
export type PersonalData = 'mobile' | 'landline' | 'citizen' | 'plate'

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
// What most identifiers are, and can be told to be without looking closer: every number of a person has eleven digits or more.
const wholeUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const ascii = /^[ -~]*$/
const chineseDigits = '〇一二三四五六七八九'
const spelledNumber = /[〇零一二三四五六七八九幺]{11,}/g
const plate =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][\s·.-]*(?=[A-HJ-NP-Z]*\d)(?:[A-HJ-NP-Z\d]{5,6}|[A-HJ-NP-Z\d]{4}[挂学警港澳])(?![A-Z\d])/i

const mobile = /^(?:0086|86)?1[3-9]\d{9}$/
const landline = /^(?:0(?:10|2[0-57-9])[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7})$/
const abroad = /^(?:0086|86)(?:(?:10|2[0-57-9])[2-8]\d{7}|[3-9]\d{2}[2-8]\d{6,7})$/

// The first two digits of a citizen number are its province, the next four a city and a county of it.
const region = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?!00)\d{2}(?!00)\d{2}/
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isBirthday(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && !leap ? 28 : (daysIn[month - 1] ?? 0)
  // Nobody born in 1900 lives; the codes of grids in the first streets of a county read like it.
  return year > 1900 && year < 2100 && day >= 1 && day <= last
}

/** 公民身份号码: eighteen digits with a check digit, or the fifteen of before 1999. */
function isCitizenNumber(digits: string): boolean {
  if (!region.test(digits)) return false
  const part = (from: number, length: number) => Number(digits.slice(from, from + length))
  if (/^\d{15}$/.test(digits)) return isBirthday(1900 + part(6, 2), part(8, 2), part(10, 2))
  if (!/^\d{17}[\dX]$/i.test(digits) || !isBirthday(part(6, 4), part(10, 2), part(12, 2))) return false
  const sum = weights.reduce((total, weight, position) => total + weight * Number(digits[position]), 0)
  return '10X98765432'[sum % 11] === digits[17]?.toUpperCase()
}

function kindOf(digits: string): PersonalData | undefined {
  if (mobile.test(digits)) return 'mobile'
  if (landline.test(digits)) return 'landline'
  return isCitizenNumber(digits) ? 'citizen' : undefined
}

// Letters on both sides make a number part of a code; on one side they are a word before it (`tel13900001111`) or after it.
const numberIn = (word: string): string =>
  /^[a-z]*(\d+)$/i.exec(word)?.[1] ?? /^(\d{17}x)$/i.exec(word)?.[1] ?? /^(\d+)[a-z]*$/i.exec(word)?.[1] ?? ''

const isNumber = (word: string): boolean => /^\d+x?$/i.test(word)

/** Whether people write a number in these groups: two digits or more in each, or one by one. */
const isGrouped = (groups: readonly string[]): boolean =>
  groups.every(({ length }) => length > 1) || groups.every(({ length }) => length === 1)

/** Words that follow one another with nothing but separators between them, as one number; the first that is somebody's. */
function groupedNumber(words: readonly string[], text: string): PersonalData | undefined {
  for (let first = 0; first < words.length; first++) {
    let joined = ''
    for (let last = first; last < words.length && isNumber(words[last] as string); last++) {
      joined += words[last]
      if (joined.length > 18) break
      if (last === first || !isGrouped(words.slice(first, last + 1))) continue
      const kind = kindOf(joined)
      if (kind !== undefined) return kind
      const isAbroad = /^(?:0086|86)$/.test(words[first] as string) || text.includes(`+${words[first]}`)
      if (isAbroad && abroad.test(joined)) return 'landline'
    }
  }
  return undefined
}

/**
 * Personal data in a text that is to be kept for ever: however it is written (full width, spelled in Chinese, with a country code, `tel:` or separators)
 * and wherever it stands in the text. `undefined` for what cannot be told from a code: an order number of eighteen digits without a right region, birthday
 * and check digit is one.
 */
export function personalDataIn(value: string): PersonalData | undefined {
  if (wholeUuid.test(value) || (ascii.test(value) && value.replace(/\D/g, '').length < 11)) return undefined
  const text = value
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(uuid, ' ')
    .replace(spelledNumber, (spelled) =>
      [...spelled.replaceAll('零', '〇').replaceAll('幺', '一')].map((each) => chineseDigits.indexOf(each)).join(''),
    )
  if (plate.test(text)) return 'plate'
  // Letters of another script end a word: what follows a name or a label is a word of its own.
  for (const stretch of text.split(/[^\dA-Za-z\s\-‐-―−.·•_/()+:~*#,]+/u)) {
    const words = stretch.match(/[\dA-Za-z]+/g) ?? []
    for (const word of words) {
      const kind = kindOf(numberIn(word))
      if (kind !== undefined) return kind
      if (abroad.test(word) && text.includes(`+${word}`)) return 'landline'
    }
    const grouped = groupedNumber(words, stretch)
    if (grouped !== undefined) return grouped
  }
  return undefined
}
