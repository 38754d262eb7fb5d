import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../../errors.js'
import { daysOfYear, type HolidayYear } from './holiday-year.js'
import { parseHolidayNotice } from './parse-notice.js'
import { notices } from './published-notices.js'

const published = (year: number) => notices[year - 2007] as HolidayYear

const text2026 = `国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。

国务院办公厅
2025年11月4日`

const text2024 = `国务院办公厅关于2024年部分节假日安排的通知 国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`

const text2019 = `一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`

const text2015 = `一、元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。
二、春节：2月18日至24日放假调休，共7天。2月15日（星期日）、2月28日（星期六）上班。
三、清明节：4月5日放假，4月6日（星期一）补休。
四、劳动节：5月1日放假，与周末连休。
五、端午节：6月20日放假，6月22日（星期一）补休。
六、中秋节：9月27日放假。
七、国庆节：10月1日至7日放假调休，共7天。10月10日（星期六）上班。`

describe('a pasted notice', () => {
  it('of 2026 gives exactly the data of that year', () => {
    const { url: _, ...expected } = published(2026)
    expect(parseHolidayNotice(text2026)).toEqual(expected)
  })

  it('of 2024 is read with its days that only join a weekend, and its advice about New Year’s Eve is not taken for a day off', () => {
    const parsed = parseHolidayNotice(text2024)
    expect(parsed.holidays).toEqual(published(2024).holidays)
    expect(daysOfYear(parsed).size).toBe(daysOfYear(published(2024)).size)
  })

  it('is read when it names other years, or gives substitute days', () => {
    expect(parseHolidayNotice(text2019, { year: 2019, notice: '国办发明电〔2018〕15号' }).holidays).toEqual(
      published(2019).holidays,
    )
    const substitute = parseHolidayNotice(text2015, { year: 2015, notice: '国办发明电〔2014〕28号' })
    expect([...daysOfYear(substitute).keys()].sort()).toEqual(
      [...daysOfYear(published(2015), '2015-01-01').keys()].sort(),
    )
  })

  it('is read with full-width digits and colons', () => {
    const wide = text2026.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    expect(parseHolidayNotice(wide).holidays).toEqual(published(2026).holidays)
  })

  it('is refused when a day is missing or the total differs', () => {
    expect(() => parseHolidayNotice(text2026.replace('共9天', '共8天'))).toThrow(/says 8 days in all, the dates give 9/)
    expect(() => parseHolidayNotice(text2026.replace('。5月9日（周六）上班', ''))).toThrow(/the law gives 13/)
  })

  it('is refused when it says neither year nor number, or nothing at all', () => {
    expect(() => parseHolidayNotice(text2015)).toThrow(/pass \{ year \}/)
    expect(() => parseHolidayNotice(text2015, { year: 2015 })).toThrow(/pass \{ notice \}/)
    expect(() => parseHolidayNotice('关于2027年部分节假日安排的通知 国办发明电〔2026〕1号')).toThrow(/no line such as/)
  })

  // Each of these took time by the third or fourth power of its length: 500 blanks half a minute.
  it.each([
    ['blanks', `关于2027年 国办发明电〔2026〕1号 一、${' '.repeat(19_000)}`],
    ['blanks between words', `关于2027年 国办发明电〔2026〕1号 一、${'元 '.repeat(9_000)}`],
    ['colons', `关于2027年 国办发明电〔2026〕1号 一、${':'.repeat(19_000)}`],
    ['open brackets', `关于2027年 国办发明电〔2026〕1号 一、${'('.repeat(19_000)}`],
    ['numerals', `关于2027年 国办发明电〔2026〕1号 ${'一'.repeat(19_000)}`],
    ['digits', `关于2027年 国办发明电〔2026〕1号 一、元旦：${'1'.repeat(19_000)}`],
    ['titles without a year', `${'关于 '.repeat(6_000)}2027年`],
    ['totals without days', `关于2027年 国办发明电〔2026〕1号 一、元旦：1月1日放假${'共 1 '.repeat(4_000)}`],
    ['ends of lines', `关于2027年 国办发明电〔2026〕1号 2026年11月4日${'\n '.repeat(9_000)}x`],
  ])('made of %s is refused, in time that grows with its length only', (_what, text) => {
    expect(() => parseHolidayNotice(text)).toThrow(InvalidInputError)
  })

  it('longer than a page is refused unread: a hundred thousand blanks, or no text at all', () => {
    expect(() => parseHolidayNotice(' '.repeat(100_000))).toThrow(/100000 characters long/)
    expect(() => parseHolidayNotice(undefined as never)).toThrow(InvalidInputError)
  })
})
