import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskAddress, maskIdentity, maskName, maskOther, maskPhone } from './mask.js'
import { numbersIn } from './searchable.js'

describe('a masked name', () => {
  it.each([
    ['张三', '张*'],
    ['张小三', '张*三'],
    ['欧阳娜娜', '欧**娜'],
    ['𠮷田', '𠮷*'],
    [' 张\u200b三 ', '张*'],
    ['张', '***'],
    ['', '***'],
    ['张三（儿子 13812341234）', '张***'],
    ['张三请打办公室电话', '张***'],
    ['阿卜杜拉·买买提', '阿***'],
    ['John Smith', 'J*** S***'],
    ['Ｊｏｈｎ', 'J***'],
    ['Ö Å', '*** ***'],
    ['ئۇيغۇر', 'ئ***'],
  ])('of %j is %j', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })
})

describe('a masked telephone number', () => {
  it.each([
    ['13812341234', '138****1234'],
    ['138 1234 1234', '138****1234'],
    ['+86 138-1234-1234', '138****1234'],
    ['１３８１２３４１２３４', '138****1234'],
    ['一三八一二三四一二三四', '138****1234'],
    ['13812341234（儿子张三）', '138****1234'],
    ['13812341234或13987654321', '138****1234、139****4321'],
    ['0532-87208001', '0532-****8001'],
    ['010 8720 8001', '010-****8001'],
    ['87208001', '****8001'],
    ['8720800', '****800'],
    ['+852 6123 4567', '852****4567'],
    ['+1 415 555 0132', '141****0132'],
    ['12345', '***'],
    ['请勿来电', '***'],
    ['', '***'],
  ])('of %j is %j', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked)
  })
})

describe('a masked citizen number', () => {
  it.each([
    ['350102199001010123', '35*************123'],
    ['35010219900101012X', '35*************12X'],
    ['３５０１０２１９９００１０１０１２ｘ', '35*************12x'],
    ['350102 19900101 0123', '35*************123'],
    ['350102900101123', '35**********123'],
    ['E12345678', '***'],
    ['', '***'],
  ])('of %j is %j', (identity, masked) => {
    expect(maskIdentity(identity)).toBe(masked)
  })
})

describe('a masked address', () => {
  it.each([
    ['胶州市云溪街道北三里河路123号5号楼2单元301', '胶州市云溪街道北三里河路***'],
    ['胶州市云溪街道北三里河路１２３号', '胶州市云溪街道北三里河路***'],
    ['中山路锦绣花园5号楼', '中山路***'],
    ['五四大街三号楼二单元', '五四大街***'],
    ['308国道北侧张三家', '308国道***'],
    ['锦绣小区3号楼', '***'],
    ['李家村王五家', '李家村***'],
    ['市南区香港中路10号', '市南区香港中路***'],
    ['12 Baker Street, London', '***'],
    ['张三家', '***'],
    ['', '***'],
  ])('of %j is %j', (address, masked) => {
    expect(maskAddress(address)).toBe(masked)
  })
})

it('another field tells numbers as such, and nothing else', () => {
  expect(
    ['350102199001010123', '13812341234', '1990-01-01', 'true', '6222020200112233', '汉族'].map(maskOther),
  ).toEqual(['35*************123', '138****1234', '***', '***', '622****2233', '***'])
})

describe('whatever somebody wrote', () => {
  const masks = { maskName, maskPhone, maskIdentity, maskAddress, maskOther }
  const writing = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.stringMatching(/^[张三李四王五0-9０-９ +\-()路号楼村区]{0,40}$/),
  )

  it('a mask hides something of it, and says so', () => {
    fc.assert(
      fc.property(writing, fc.constantFrom(...Object.values(masks)), (text, mask) => {
        expect(mask(text)).toContain('*')
        // All that an address says may be of the road or above.
        const isHidden = mask === maskAddress || text.trim() === '' || text.includes('*') || !mask(text).includes(text)
        expect(isHidden).toBe(true)
      }),
    )
  })

  it('a masked number cannot be read from its mask: four digits of it or more are gone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{7,20}$/), (digits) => {
        const [number = ''] = numbersIn(digits)
        expect(maskPhone(digits).replace(/\D/g, '').length).toBeLessThanOrEqual(number.length - 4)
      }),
    )
  })

  it('of an address nothing is told that the address does not say, and no number of a house', () => {
    fc.assert(
      fc.property(writing, (text) => {
        const kept = maskAddress(text).slice(0, -3)
        expect(text.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')).toContain(kept)
        expect(kept.replace(/\d+(?:国道|省道|县道|路|街)/g, '')).not.toMatch(/\d/)
      }),
    )
  })

  it('of a name at most two characters are told, or the first of each of four parts', () => {
    fc.assert(
      fc.property(writing, (text) => {
        expect([...maskName(text).replace(/[* ]/g, '')].length).toBeLessThanOrEqual(4)
      }),
    )
  })
})
