import { numbersIn } from './searchable.js'

// What somebody may know of a person without knowing the person: enough to tell two apart, and to ask whether it is the right one.

const nothing = '***'
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const han = /^\p{Script=Han}+$/u
const between = /[\s·•‧・.,，、/()（）-]+/u
const compound = 4

/** In half width, without what cannot be seen: the forms in which a number or a name may be written are one. */
const plainForm = (text: string): string => text.normalize('NFKC').replace(invisible, '').trim()

/**
 * 姓名脱敏: `张*`, `张*三`, `欧**娜`; of a name in other letters, or longer than names are, the first letter of each part: `J*** S***`. One character alone tells
 * the whole name and is hidden.
 */
export function maskName(name: string): string {
  const text = plainForm(name)
  const characters = [...text]
  if (characters.length < 2) return nothing
  if (han.test(text) && characters.length <= compound) {
    const last = characters.length === 2 ? '*' : `${'*'.repeat(characters.length - 2)}${characters.at(-1)}`
    return `${characters[0]}${last}`
  }
  const parts = text.split(between).filter((part) => part !== '')
  // After a name in Chinese characters people write what it is about: nothing of that is told.
  const told = han.test(characters[0] ?? '') ? parts.slice(0, 1) : parts.slice(0, compound)
  return told.map((part) => ([...part].length < 2 ? nothing : `${[...part][0]}${nothing}`)).join(' ') || nothing
}

const mobile = /^1[3-9]\d{9}$/
const areaCode = /^(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})$/

function maskNumber(digits: string): string {
  if (mobile.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  const [, code, rest = ''] = areaCode.exec(digits) ?? []
  if (code !== undefined) return `${code}-****${rest.slice(4)}`
  // Four digits or more are hidden, of a short number those in front.
  const last = Math.min(4, Math.max(0, digits.length - 4))
  return `${digits.slice(0, Math.min(3, Math.max(0, digits.length - 4 - last)))}****${last === 0 ? '' : digits.slice(-last)}`
}

/**
 * 电话脱敏: `138****1234`, `0532-****8001`; several numbers one after the other, in whatever form each is written. What else stands there, such as whose number it
 * is, is left out; a text without a number is hidden.
 */
export function maskPhone(phone: string): string {
  const numbers = numbersIn(phone)
  return numbers.length === 0 ? nothing : numbers.map(maskNumber).join('、')
}

const citizen = /(?<!\d)(?:\d{17}[\dX]|\d{15})(?!\d)/i

/** 证件号码脱敏: `35*************123` of a citizen number (GB 11643) with eighteen or fifteen characters; anything else is hidden. */
export function maskIdentity(identity: string): string {
  const [number] = citizen.exec(plainForm(identity).replace(/(?<=\d)[\s-](?=[\dX])/gi, '')) ?? []
  return number === undefined ? nothing : `${number.slice(0, 2)}${'*'.repeat(number.length - 5)}${number.slice(-3)}`
}

// What a house, a flat or a number begins with; a number that names a road belongs to the road.
const house =
  /\d(?!\d*(?:国道|省道|县道|路|街))|[〇零一二三四五六七八九十百]+\s*(?:号|栋|幢|座|单元|室|层|户|组|队|弄|期|楼)|#/u
const road = /^.*(?:大街|大道|胡同|国道|省道|县道|路|街|巷|弄|村|社区|镇|乡|街道|县|市|省|(?<!小)区)/u

/** 地址脱敏: down to the road, the village or the community, `胶州市云溪街道北三里河路***`: no number, no building, no name behind it. */
export function maskAddress(address: string): string {
  const [first = ''] = plainForm(address).split(/[\s,，。;；、()（）【】[\]:：]+/u)
  const [before = ''] = first.split(house)
  const [kept = ''] = road.exec(before) ?? []
  return `${kept}${nothing}`
}

/** A field of a category that holds personal data: numbers of eleven digits or more, a citizen number among them; a date and everything else is hidden. */
export function maskOther(text: string): string {
  const identity = maskIdentity(text)
  if (identity !== nothing) return identity
  const numbers = numbersIn(text).filter(({ length }) => length >= 11)
  return numbers.length === 0 ? nothing : numbers.map(maskNumber).join('、')
}
