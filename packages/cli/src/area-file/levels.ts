import { type AreaLevel, areaLevels } from '@huiyin/core'

const words: Readonly<Record<AreaLevel, readonly string[]>> = {
  province: ['省', '省级', '自治区', '直辖市'],
  city: ['市', '市级', '地市', '地级', '地级市', '州', '盟'],
  county: ['县', '区', '旗', '县级', '区级', '区县', '县区', '县级市', '市辖区', '县市区', '区市县'],
  town: [
    '镇',
    '乡',
    '街道',
    '乡镇',
    '镇街',
    '街镇',
    '街',
    '乡级',
    '镇级',
    '街道级',
    '乡镇街道',
    '街道乡镇',
    '镇街道',
    '镇(街道)',
  ],
  community: [
    '社区',
    '村',
    '村居',
    '村社区',
    '社区村',
    '村(社区)',
    '居委会',
    '村委会',
    '行政村',
    '村级',
    '社区级',
    '居村',
    '村(居)',
  ],
  grid: ['网格', '单元网格', '网格级', '基础网格'],
  building: ['楼栋', '楼', '栋', '楼宇'],
}
const levels = new Map(areaLevels.flatMap((level) => [level, ...words[level]].map((word) => [word, level])))

/** The level that a word names, in Chinese or as core calls it. */
export function levelOf(word: string): AreaLevel | undefined {
  const plain = word.normalize('NFKC').trim().toLowerCase()
  return levels.get(plain) ?? levels.get(plain.replace(/[/、,\s]/gu, ''))
}

/** How many digits the codes of a level have. */
export const digitsOf: Readonly<Partial<Record<AreaLevel, number>>> = {
  province: 2,
  city: 4,
  county: 6,
  town: 9,
  community: 12,
}

/**
 * A code as core writes it. Official lists give every area 12 digits, with zeros after those of its level (370281000000 is 370281); down to the county
 * six digits are kept. Any other code stays as it is.
 */
export function shortCode(code: string, level: AreaLevel | undefined = levelOfCode(code)): string {
  const digits = level === undefined ? undefined : digitsOf[level]
  if (digits === undefined || !/^\d{12}$/.test(code) || /[^0]/.test(code.slice(digits))) return code
  return code.slice(0, Math.max(6, digits))
}

/** The level that a code is of by its digits and the zeros at its end; `undefined` when they do not say. */
export function levelOfCode(code: string): AreaLevel | undefined {
  if (!/^\d+$/.test(code)) return undefined
  if (code.length === 15 || code.length === 16 || code.length === 20) return 'grid'
  if (![2, 4, 6, 9, 12].includes(code.length)) return undefined
  const filled = code.padEnd(12, '0')
  if (filled.slice(9) !== '000') return 'community'
  if (filled.slice(6, 9) !== '000') return 'town'
  if (filled.slice(4, 6) !== '00') return 'county'
  return filled.slice(2, 4) === '00' ? 'province' : 'city'
}

/** The code of the area of a level that this code lies in, by its first digits: 370281001001001 lies in the town 370281001. */
export function codeOfLevel(code: string, level: AreaLevel): string | undefined {
  const digits = digitsOf[level]
  const short = shortCode(code)
  const own = levelOfCode(short)
  if (digits === undefined || own === undefined || areaLevels.indexOf(own) <= areaLevels.indexOf(level))
    return undefined
  return short.slice(0, digits).padEnd(6, '0')
}

/** The codes of the areas that this one lies in by its digits, the nearest first. */
export function codesAbove(code: string): string[] {
  return areaLevels.toReversed().flatMap((level) => codeOfLevel(code, level) ?? [])
}
