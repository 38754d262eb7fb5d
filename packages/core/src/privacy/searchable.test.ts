import { describe, expect, it } from 'vitest'
import { folded, numbersIn, wordsIn } from './searchable.js'

describe('a text as it is searched', () => {
  it.each([
    ['ＡＢＣ１２３，供暖', 'abc123,供暖'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['供\u200b暖\ufeff', '供暖'],
    ['  一\t二\r\n　三 ', '一 二 三'],
    ['㎡ ﬁ', 'm2 fi'],
    ['é', 'é'],
    ['家中供暖不热。', '家中供暖不热。'],
  ])('%j reads %j', (text, read) => {
    expect(folded(text)).toBe(read)
  })
  it('folded twice is folded once', () => {
    let text = ''
    for (let code = 0x20; code < 0x1_1000; code++)
      if (code < 0xd800 || code > 0xdfff) text += String.fromCodePoint(code)
    expect(folded(folded(text))).toBe(folded(text))
  })
  it('has each word once', () => {
    expect(wordsIn(' 供暖　1号楼 供暖 ')).toEqual(['供暖', '1号楼'])
  })
})

describe('a telephone number', () => {
  it.each([
    ...['13712348001', '137 1234 8001', '137-1234-8001', '+86 137 1234 8001', '008613712348001', '86-13712348001', '１３７１２３４８００１', '一三七一二三四八零零幺', '电话13712348001（儿子）', '(137)12348001'].map((text) => [text, ['13712348001']] as const),
    ...['0532-87208001', '(0532) 87208001', '+86 532 87208001', '053287208001', '0532-87208001-12', '0532-87208001转12'].map((text) => [text, ['053287208001']] as const),
    ['13712348001或13712348002', ['13712348001', '13712348002']],
    ['87208001', ['87208001']],
    ['12345', []],
    ['没有', []],
  ] as const)('in %j is %j', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers)
  })
}) // biome-ignore format: lists
