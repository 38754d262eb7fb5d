import { describe, expect, it } from 'vitest'
import { createWorkCalendar, yearsOf } from '../calendar.js'
import type { HolidayYear } from './holiday-year.js'
import { parseHolidayNotice } from './parse-notice.js'
import { notices } from './published-notices.js'
import { withYear } from './with-year.js'

/** What the notice of 26 January 2020 says, in short. */
const extension = `国务院办公厅关于延长2020年春节假期的通知
国办发明电〔2020〕1号

一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。
二、学校推迟开学，具体时间另行通知。
三、不能休假的职工安排补休。

国务院办公厅
2020年1月26日`

// As people knew the year on 20 January.
const arranged = yearsOf(createWorkCalendar({ asOf: '2020-01-20' })).find(({ year }) => year === 2020) as HolidayYear
const before = withYear(createWorkCalendar(), arranged)
const read = (text: string, calendar = before) => parseHolidayNotice(text, { calendar })

describe('a notice that makes a holiday longer', () => {
  it('gives the year in force with the amendment that was published', () => {
    const [published] = notices.find(({ year }) => year === 2020)?.amendments ?? []
    const { url: _, ...facts } = published ?? { url: undefined }
    const year = read(extension)
    expect(year).toMatchObject({ year: 2020, notice: '国办发明电〔2019〕16号', amendments: [facts] })
    const calendar = withYear(before, year)
    const types = ['2020-01-31', '2020-02-01', '2020-02-02', '2020-02-03'].map((day) => calendar.dayType(day))
    expect(types).toEqual(['holiday', 'holiday', 'holiday', 'workday'])
    expect(before.dayType('2020-02-01')).toBe('make-up-workday')
  })

  it('is the same when it is read again, on the year that has it', () => {
    const year = read(extension)
    expect(read(extension, withYear(before, year))).toEqual(year)
  })

  it('may be followed by another, which begins where the first ended', () => {
    const first = withYear(before, read(extension))
    const second = extension
      .replace('1号', '2号')
      .replace('2月2日（农历正月初九，星期日），2月3日（星期一）', '2月9日（星期日），2月10日（星期一）')
    const year = read(second, first)
    expect(year.amendments?.map(({ off, extraDays }) => [off, extraDays])).toEqual([
      [[['2020-01-31', '2020-02-02']], 2],
      [[['2020-02-03', '2020-02-09']], 5],
    ])
  })

  it.each([
    ['the month left out', '延长国庆假期至10日，11日起', '2025-10-10'],
    ['a holiday of two names', '延长2025年中秋节假期至10月9日，10月10日起', '2025-10-09'],
  ])('is read with %s', (_what, words, until) => {
    const text = `关于延长2025年国庆假期的通知\n国办发明电〔2025〕9号\n一、${words}正常上班。\n2025年10月7日`
    const year = parseHolidayNotice(text, { calendar: createWorkCalendar() })
    expect(year.amendments).toMatchObject([{ off: [['2025-10-09', until]], makeUp: [] }])
  })

  it.each([
    ['no calendar', extension, undefined, '须以该年已公布的放假安排为准'],
    ['a year that is not published', extension.replaceAll('2020年春节', '2035年春节'), before, '须以该年已公布'],
    ['a holiday that the year does not have', extension.replaceAll('春节', '泼水节'), before, '放假安排中没有泼水节'],
    ['an end before the end', extension.replace('至2月2日', '至1月29日'), before, '不能延长至 2020-01-29'],
    ['an end months later', extension.replace('至2月2日', '至12月2日'), before, '不能延长至 2020-12-02'],
    ['another day on which work resumes', extension.replace('2月3日', '2月5日'), before, '按日期应为 2020-02-03'],
    ['no end', extension.replace('假期至2月2日', '假期'), before, '没有读到'],
    ['no number', extension.replace('国办发明电〔2020〕1号', ''), before, '没有文号'],
    ['no date', extension.replace('\n2020年1月26日', ''), before, '没有成文日期'],
  ])('is refused, with what could not be read: %s', (_what, text, calendar, zh) => {
    const reading = () => parseHolidayNotice(text, calendar === undefined ? {} : { calendar })
    expect(reading).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    expect(reading).toThrow(
      expect.objectContaining({ text: expect.objectContaining({ zh: expect.stringContaining(zh) }) }),
    )
  })

  it('of another kind, which moves days of one holiday, is refused by name', () => {
    const text = '关于调整2019年劳动节假期安排的通知\n国办发明电〔2019〕3号\n一、5月1日至4日放假调休，共4天。'
    expect(() => parseHolidayNotice(text, { calendar: before })).toThrow(
      /changes some holidays and does not arrange a year/,
    )
  })
})
