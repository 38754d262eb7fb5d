import { describe, expect, it } from 'vitest'
import { identifier, identifierForm } from './identifier.js'
import { personalDataIn } from './personal-data.js'

// Numbers made up for tests: births of 1901, subscribers that are not given out.
const personal: Readonly<Record<string, readonly string[]>> = {
  mobile: [
    '13712348001', '137 1234 8002', '137-1234-8003', '联系137-1234-8003。', '+8613712348004', '号码008613712348005',
    '号码86 13712348006', '86-13712348006', 'tel:13712348006', 'tel13712348006', '１３７１２３４８００７', '13712348008或13712348009',
    '137　1234　8010', '一三七一二三四八零一一', '幺三七一二三四八零一一', '1\u200b3\u200b7\u200b1\u200b2\u200b3\u200b4\u200b8\u200b0\u200b1\u200b2',
    '1 3 7 1 2 3 4 8 0 1 2', '137.1234.8003', '137_1234_8003', '(137)12348003', '张三13712348001', 'call-20221104-13712348001', '13712348016@example.cn',
    '1371234-8003', 'wx_13712348001',
  ],
  landline: [
    '0532-87208001', '(0532-87208002)', '(0532) 87208003', '0532-87208004转12', '0532-87208005-12', '021-57208006', '053287208007',
    '+86 532 87208010', '+8653287208010', '0532 8720 8001', '010-62345678', '01062345678', '0370-2345678',
  ],
  citizen: [
    '370282190101111017', '身份证370282190101111017', '370282 19010112 1020', '３７０２８２１９０１０１１３１０３４', '证件12010119020214108X',
    '证件12010119020214108x!', '370282-19010111-1017', '370282010101108', '身份证370282010101108',
  ],
  plate: ['鲁B80A01', '鲁B·80A02', '鲁B 80A03', '鲁BD80004', '鲁B8005挂', '鲁b80a06', '车牌沪AD80010'],
} // biome-ignore format: lists

const codes = [
  'res-1', 'housing', '018f2c6e-7c2a-7000-8000-000000000000', 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M', 'k1390000111122223333444455556666',
  // Fourteen digits, letters on both sides, an amount of fewer digits, a mask, service numbers.
  '运单13712348013999', 'A13712348014B', '137****8016', '打过12345、12369', '400-810-8017', '资产编号87208009', '办于20200508',
  // Not of a person: no such check digit, no such day, no such region; the code of a grid; a credit code; a mask.
  '受理编号370282190101161066', '编号370282190113321070', '370281199001010011', '992811990010100123', '网格370281001001001', '370282002001108',
  '统一社会信用代码91370282MA3D8001XY', '3702**********8109', '鲁B座8007室', '(2020)鲁0282执8008号', '鲁B8009',
  '单号6216612800000000141', '流水62166128000000001577', '2020-05-08 13:47:12', '120.137123,36.480019',
  // Keys and order numbers as systems make them.
  '1700000000-1', '20221104101500123456', 'JZ-2022-11-04-0001', '7215548123456789012', '000000012345', 'q-1/13', '2022-01-04T10:00:00.000Z',
  '5f43a1b2c3d4e5f60718293a', '0532', '12345-01', '018f2c6e-0532-7200-8111-000000000000', '3号楼 2单元',
] // biome-ignore format: lists

describe('personal data in what is kept for ever', () => {
  it.each(Object.entries(personal).flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const)))(
    'a %s is found in %s',
    (kind, text) => {
      expect(personalDataIn(text)).toBe(kind)
    },
  )
  it.each(codes)('%s is a code', (text) => {
    expect(personalDataIn(text)).toBeUndefined()
  })
  it('no identifier made by chance is refused', () => {
    for (let number = 0; number < 20_000; number++) {
      expect(personalDataIn(crypto.randomUUID())).toBeUndefined()
      expect(personalDataIn(crypto.randomUUID().replaceAll('-', ''))).toBeUndefined()
    }
  })
})

describe('the form of an identifier', () => {
  const issueOf = (value: string, schema = identifier()) => {
    const issue = schema.safeParse(value).error?.issues[0] as
      | { params?: { code: string; character?: string } }
      | undefined
    return issue?.params?.character ?? issue?.params?.code
  }
  it('has nothing in it that cannot be seen, and one way to be written', () => {
    for (const [value, code] of [
      ['a\u200bb', 'format'],
      ['a\u200d', 'format'],
      ['a\ufeff', 'format'],
      ['a\ufe0f', 'format'],
      ['\u3164', 'format'],
      ['a\u2028b', 'separator'],
      ['a\u00a0b', 'separator'],
      ['a\u3000b', 'separator'],
      ['a  b', 'separator'],
      ['a\tb', 'control'],
      ['a\nb', 'control'],
      ['a\u0085b', 'control'],
      ['a\u202eb', 'bidirectional'],
      ['\ud800', 'surrogate'],
      [' a', 'blank-at-edge'],
      ['a ', 'blank-at-edge'],
      ['e\u0301', 'not-normalised'],
      ['', 'empty'],
      ['a'.repeat(65), 'too-long'],
      ['13712348001', 'personal-number'],
    ] as const)
      expect([value, issueOf(value)]).toEqual([value, code])
  })
  it('is any script, single blanks within, up to its length', () => {
    for (const value of ['a b', '住建局', 'é', 'ئۇيغۇر', '𠮷'.repeat(64), 'a'.repeat(64)])
      expect([value, issueOf(value)]).toEqual([value, undefined])
  })
  it('of an area may read like the number of a person', () => {
    expect(issueOf('370281201012001', identifierForm())).toBeUndefined()
    expect(issueOf('370281201012001')).toBe('personal-number')
    expect(issueOf('a\u200b', identifierForm())).toBe('format')
  })
})
