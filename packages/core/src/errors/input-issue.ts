import type { Bilingual } from '../contracts/text.js'

/** One place in the input that is wrong: where (`path`), what (`code`, `params`), and why in words (`message`). */
export interface InputIssue {
  /** Stable code, kebab-case; documented in `docs/errors.md`. */
  readonly code: InputIssueCode
  /** Names and positions from the outermost value inwards: `['parts', 0, 'category']`. Empty for the value as a whole. */
  readonly path: readonly (string | number)[]
  /** What the message was made from; the members depend on the code. It holds no text that a person entered. */
  readonly params: Readonly<Record<string, unknown>>
  /** Chinese and English, to follow the name of the place: without a full stop, without long values. */
  readonly message: Bilingual
}

/** The kinds of values that inputs are made of. */
export type ValueKind = keyof typeof kinds

/** The params of each code; what a code means stands in `docs/errors.md`. */
export interface InputIssueParams {
  /** A value that is needed is not there. */
  missing: object
  /** A field of a name that there is not; `known` lists the names, where there is a list. */
  'unknown-field': Partial<Record<'known', readonly string[]>>
  /** A value of another type than the one named. */
  'wrong-type': Record<'expected', ValueKind>
  /** A value that is not among those listed. */
  'not-one-of': Record<'allowed', readonly string[]>
  /** A text that is empty or blank. */
  empty: object
  /** A text of so many characters, where `max` are allowed. */
  'too-long': Record<'max' | 'length', number>
  /** A text of fewer characters than needed. */
  'too-short': Record<'min', number>
  /** A list of more items than allowed. */
  'too-many': Record<'max', number>
  /** A list of fewer items than needed. */
  'too-few': Record<'min', number>
  /** A number above the bound, or, when that is not inclusive, at it. */
  'too-large': Record<'max', number> & Record<'inclusive', boolean>
  /** A number below the bound, or, when that is not inclusive, at it. */
  'too-small': Record<'min', number> & Record<'inclusive', boolean>
  /** A number with a fraction where a whole one is needed. */
  'not-whole': object
  /** A text that is no existing day `YYYY-MM-DD`. */
  'not-a-day': object
  /** A character that storages or readers cannot keep apart. */
  'forbidden-character': Record<'character', keyof typeof characters>
  /** A blank at the beginning or the end of an identifier. */
  'blank-at-edge': object
  /** An identifier whose letters could be written in another way (NFC). */
  'not-normalised': object
  /** An identifier that looks like the number of a person's phone or papers. */
  'personal-number': object
  /** The second of two equal values in a list. */
  'named-twice': object
  /** A cursor that no page of this storage gave. */
  'unknown-cursor': object
  /** A value of another form than the one described. */
  'wrong-shape': Record<'expected', Bilingual>
  /** Any other fault, in words. */
  unfit: Record<'because', Bilingual>
}

/** One of the codes of input issues: what programs decide by. */
export type InputIssueCode = keyof InputIssueParams

const list = ['列表', 'a list'] as const

const kinds = {
  text: ['文本', 'a text'],
  number: ['数', 'a number'],
  boolean: ['true 或 false', 'true or false'],
  list,
  object: ['对象', 'an object'],
  function: ['函数', 'a function'],
  nothing: ['空', 'nothing'],
  other: ['别的类型', 'another type'],
} as const satisfies Record<string, readonly [zh: string, en: string]>

const characters = {
  surrogate: ['含有不成对的代理字符', 'contains half of a surrogate pair'],
  nul: ['含有 NUL 字符', 'contains a NUL character'],
  control: ['含有控制字符', 'contains a control character'],
  bidirectional: ['含有改变文字方向的控制字符', 'contains a bidirectional control character'],
  format: ['含有不可见的字符', 'contains an invisible character'],
  separator: ['含有单个半角空格以外的空白或分隔符', 'contains a blank or separator other than single spaces'],
} as const satisfies Record<string, readonly [zh: string, en: string]>

// These three are also made where the table of all words would weigh too much: by the calendar alone.
const wholeNumber = ['应为整数', 'expected a whole number'] as const
const instead = (zh: string, en: string) => [`应为${zh}`, `expected ${en}`] as const

type Words = {
  readonly [Code in InputIssueCode]: (params: InputIssueParams[Code]) => readonly [zh: string, en: string]
}

const words: Words = {
  missing: () => ['缺少', 'is missing'],
  'unknown-field': ({ known }) => [
    `不是已知字段${known === undefined ? '' : `；可用：${known.join('、')}`}`,
    `is not a known field${known === undefined ? '' : `; known: ${known.join(', ')}`}`,
  ],
  'wrong-type': ({ expected }) => instead(kinds[expected][0], kinds[expected][1]),
  'not-one-of': ({ allowed }) => [`应为以下之一：${allowed.join('、')}`, `expected one of ${allowed.join(', ')}`],
  empty: () => ['为空', 'is empty'],
  'too-long': ({ max, length }) => [
    `有 ${length} 个字符，至多 ${max} 个`,
    `is ${length} characters long, at most ${max} are allowed`,
  ],
  'too-short': ({ min }) => [`至少 ${min} 个字符`, `needs at least ${min} characters`],
  'too-many': ({ max }) => [`至多 ${max} 项`, `has too many items, at most ${max} are allowed`],
  'too-few': ({ min }) => [`至少 ${min} 项`, `has too few items, at least ${min} are needed`],
  'too-large': ({ max, inclusive }) => [
    `应${inclusive ? '不大于' : '小于'} ${max}`,
    `expected ${inclusive ? 'at most' : 'less than'} ${max}`,
  ],
  'too-small': ({ min, inclusive }) => [
    `应${inclusive ? '不小于' : '大于'} ${min}`,
    `expected ${inclusive ? 'at least' : 'more than'} ${min}`,
  ],
  'not-whole': () => wholeNumber,
  'not-a-day': () => ['应为存在的日期 YYYY-MM-DD', 'expected an existing day written YYYY-MM-DD'],
  'forbidden-character': ({ character }) => characters[character],
  'blank-at-edge': () => ['首尾有空白', 'begins or ends with a blank'],
  'not-normalised': () => ['不是 Unicode 规范形式 C（NFC）', 'is not in Unicode normal form C (NFC)'],
  'personal-number': () => [
    '像是电话、身份证号或车牌号；编号永久保存，请用不含个人信息的编号',
    'looks like a phone or citizen number or a number plate; ids are kept for ever, pass an opaque id',
  ],
  'named-twice': () => ['重复', 'is named twice'],
  'unknown-cursor': () => ['不是本存储给出的翻页位置', 'is not a cursor that a page of this storage gave'],
  'wrong-shape': ({ expected }) => instead(expected.zh, expected.en),
  unfit: ({ because }) => [because.zh, because.en],
}

/** Every code, in the order of `docs/errors.md`. */
export const inputIssueCodes = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.keys(words),
) as readonly InputIssueCode[]

/** Whether this is a code of {@link InputIssue}. */
export function isInputIssueCode(code: unknown): code is InputIssueCode {
  return typeof code === 'string' && Object.hasOwn(words, code)
}

function issue<Code extends InputIssueCode>(
  code: Code,
  path: readonly (string | number)[],
  params: InputIssueParams[Code],
  [zh, en]: readonly [zh: string, en: string],
): InputIssue {
  return { code, path, params: { ...params }, message: { zh, en } }
}

/** Makes an issue of a code: its params in words of both languages. */
export function inputIssue<Code extends InputIssueCode>(
  code: Code,
  path: readonly (string | number)[],
  params: InputIssueParams[Code],
): InputIssue {
  return issue(code, path, params, words[code](params))
}

/** An issue with words of its own, which say what is wrong. */
export function unfit(path: readonly (string | number)[], zh: string, en: string): InputIssue {
  return issue('unfit', path, { because: { zh, en } }, [zh, en])
}

/** An issue that says what was expected instead. */
export function expected(path: readonly (string | number)[], zh: string, en: string): InputIssue {
  return issue('wrong-shape', path, { expected: { zh, en } }, instead(zh, en))
}

/** An issue of the code `not-whole`. */
export function notWhole(path: readonly (string | number)[]): InputIssue {
  return issue('not-whole', path, {}, wholeNumber)
}

/** An issue of the code `wrong-type`: no list. */
export function notList(path: readonly (string | number)[]): InputIssue {
  return issue('wrong-type', path, { expected: 'list' }, instead(...list))
}
