import type { CalendarDate } from '../date.js'
import { nameOf } from './festival-names.js'
import type { DateSpan, HolidayAmendment, HolidayEntry, HolidayYear } from './holiday-year.js'

/*
 * The yearly holiday notices of the General Office of the State Council, 2007 to 2026. Facts only; every year passes
 * `checkYear` and is compared day by day with two independent packages in the tests.
 *
 *   year  number of its notice  day of publication (MM-DD; both of the year before)  its page on www.gov.cn
 *     holiday  days off (MMDD, or MMDD-MMDD)  +make-up working day …  =the total the notice states (共 N 天)
 *
 * December belongs to the year before: only New Year's Day reaches into it.
 */
const text = `
2007 49 - zhengce/content/2008-03/28/content_1761
  newYear 0101-0103 +1230 +1231 =3
  spring 0218-0224 +0217 +0225 =7
  labour 0501-0507 +0428 +0429 =7
  national 1001-1007 +0929 +0930 =7
2008 52 12-15 zhengce/content/2008-03/28/content_1645
  newYear 1230-0101 +1229 =3
  spring 0206-0212 +0202 +0203 =7
  qingming 0404-0406 =3
  labour 0501-0503 +0504 =3
  dragonBoat 0607-0609 =3
  midAutumn 0913-0915 =3
  national 0929-1005 +0927 +0928 =7
2009 42 12-04 zhengce/content/2008-12/10/content_1572
  newYear 0101-0103 +0104 =3
  spring 0125-0131 +0124 +0201 =7
  qingming 0404-0406 =3
  labour 0501-0503 =3
  dragonBoat 0528-0530 +0531 =3
  national+midAutumn 1001-1008 +0927 +1010 =8
2010 27 12-07 -
  newYear 0101-0103 =3
  spring 0213-0219 +0220 +0221 =7
  qingming 0403-0405 =3
  labour 0501-0503 =3
  dragonBoat 0614-0616 +0612 +0613 =3
  midAutumn 0922-0924 +0919 +0925 =3
  national 1001-1007 +0926 +1009 =7
2011 40 12-10 1423
  newYear 0101-0103 =3
  spring 0202-0208 +0130 +0212 =7
  qingming 0403-0405 +0402 =3
  labour 0430-0502 =3
  dragonBoat 0604-0606 =3
  midAutumn 0910-0912 =3
  national 1001-1007 +1008 +1009 =7
2012 45 12-06 zwgk/2011-12/06/content_2012097
  newYear 0101-0103 +1231 =3
  spring 0122-0128 +0121 +0129 =7
  qingming 0402-0404 +0331 +0401 =3
  labour 0429-0501 +0428 =3
  dragonBoat 0622-0624 =3
  midAutumn+national 0930-1007 +0929 =8
2013 33 12-08 zwgk/2012-12/10/content_2286598
  newYear 0101-0103 +0105 +0106 =3
  spring 0209-0215 +0216 +0217 =7
  qingming 0404-0406 +0407 =3
  labour 0429-0501 +0427 +0428 =3
  dragonBoat 0610-0612 +0608 +0609 =3
  midAutumn 0919-0921 +0922 =3
  national 1001-1007 +0929 +1012 =7
2014 28 12-11 zwgk/2013-12/11/content_2546204
  newYear 0101 =1
  spring 0131-0206 +0126 +0208 =7
  qingming 0405 0407
  labour 0501-0503 +0504 =3
  dragonBoat 0602
  midAutumn 0908
  national 1001-1007 +0928 +1011 =7
2015 28 12-16 9302
  newYear 0101-0103 +0104 =3
  spring 0218-0224 +0215 +0228 =7
  qingming 0405 0406
  labour 0501
  dragonBoat 0620 0622
  midAutumn 0927
  national 1001-1007 +1010 =7
2016 18 12-10 10394
  newYear 0101
  spring 0207-0213 +0206 +0214 =7
  qingming 0404
  labour 0501 0502
  dragonBoat 0609-0611 +0612 =3
  midAutumn 0915-0917 +0918 =3
  national 1001-1007 +1008 +1009 =7
2017 17 12-01 5141603
  newYear 0101 0102
  spring 0127-0202 +0122 +0204 =7
  qingming 0402-0404 +0401 =3
  labour 0501
  dragonBoat 0528-0530 +0527 =3
  midAutumn+national 1001-1008 +0930 =8
2018 12 11-30 5243579
  newYear 0101
  spring 0215-0221 +0211 +0224 =7
  qingming 0405-0407 +0408 =3
  labour 0429-0501 +0428 =3
  dragonBoat 0618
  midAutumn 0924
  national 1001-1007 +0929 +0930 =7
2019 15 12-06 5346276
  newYear 1230-0101 +1229 =3
  spring 0204-0210 +0202 +0203 =7
  qingming 0405
  labour 0501
  dragonBoat 0607
  midAutumn 0913
  national 1001-1007 +0929 +1012 =7
2020 16 11-21 5454164
  newYear 0101 =1
  spring 0124-0130 +0119 +0201 =7
  qingming 0404-0406 =3
  labour 0501-0505 +0426 +0509 =5
  dragonBoat 0625-0627 +0628 =3
  national+midAutumn 1001-1008 +0927 +1010 =8
2021 27 11-25 5564127
  newYear 0101-0103 =3
  spring 0211-0217 +0207 +0220 =7
  qingming 0403-0405 =3
  labour 0501-0505 +0425 +0508 =5
  dragonBoat 0612-0614 =3
  midAutumn 0919-0921 +0918 =3
  national 1001-1007 +0926 +1009 =7
2022 11 10-25 5644835
  newYear 0101-0103 =3
  spring 0131-0206 +0129 +0130 =7
  qingming 0403-0405 +0402 =3
  labour 0430-0504 +0424 +0507 =5
  dragonBoat 0603-0605 =3
  midAutumn 0910-0912 =3
  national 1001-1007 +1008 +1009 =7
2023 16 12-08 5730844
  newYear 1231-0102 =3
  spring 0121-0127 +0128 +0129 =7
  qingming 0405 =1
  labour 0429-0503 +0423 +0506 =5
  dragonBoat 0622-0624 +0625 =3
  midAutumn+national 0929-1006 +1007 +1008 =8
2024 7 10-25 6911527
  newYear 0101
  spring 0210-0217 +0204 +0218 =8
  qingming 0404-0406 +0407 =3
  labour 0501-0505 +0428 +0511 =5
  dragonBoat 0610
  midAutumn 0915-0917 +0914 =3
  national 1001-1007 +0929 +1012 =7
2025 12 11-12 6986382
  newYear 0101 =1
  spring 0128-0204 +0126 +0208 =8
  qingming 0404-0406 =3
  labour 0501-0505 +0427 =5
  dragonBoat 0531-0602 =3
  national+midAutumn 1001-1008 +0928 +1011 =8
2026 7 11-04 7047090
  newYear 0101-0103 +0104 =3
  spring 0215-0223 +0214 +0228 =9
  qingming 0404-0406 =3
  labour 0501-0505 +0509 =5
  dragonBoat 0619-0621 =3
  midAutumn 0925-0927 =3
  national 1001-1007 +0920 +1010 =7
`

function readEntry(year: number, line: string): HolidayEntry {
  const date = (text: string): CalendarDate =>
    `${text.startsWith('12') ? year - 1 : year}-${text.slice(0, 2)}-${text.slice(2)}`
  const [festivals = '', ...words] = line.trim().split(' ')
  const off: DateSpan[] = []
  const makeUp: CalendarDate[] = []
  let days: number | undefined
  for (const word of words) {
    if (word.startsWith('+')) makeUp.push(date(word.slice(1)))
    else if (word.startsWith('=')) days = Number(word.slice(1))
    else off.push([date(word.slice(0, 4)), date(word.slice(-4))])
  }
  return { name: nameOf(festivals), off, makeUp, ...(days === undefined ? {} : { days }) }
}

function noticeNumber(year: number, number: string): string {
  return `国办发明电〔${year}〕${number}号`
}

/** A page is its number below the day of publication (2021-10/25, from 2023 on 202310), or a whole path. */
function addressOf(published: string, page: string): string {
  const month = published.slice(0, 7)
  const folder = month < '2023' ? `${month}/${published.slice(8)}` : month.replace('-', '')
  return `https://www.gov.cn/${page.includes('/') ? page : `zhengce/content/${folder}/content_${page}`}.htm`
}

function amendment(
  year: number,
  published: CalendarDate,
  page: string,
  extraDays: number,
  line: string,
  notice: string,
): HolidayAmendment {
  return {
    ...readEntry(year, line),
    notice,
    published,
    ...(page === '-' ? {} : { url: addressOf(published, page) }),
    extraDays,
  }
}

const amendments: Readonly<Record<number, readonly HolidayAmendment[]>> = {
  2015: [amendment(2015, '2015-05-13', '-', 1, 'victory 0903-0905 +0906 =3', '国发明电〔2015〕1号')],
  2019: [amendment(2019, '2019-03-22', '5375877', 0, 'labour 0501-0504 +0428 +0505 =4', noticeNumber(2019, '3'))],
  2020: [
    amendment(
      2020,
      '2020-01-26',
      'zhengce/content/2020-01/27/content_5472352',
      2,
      'spring 0131-0202',
      noticeNumber(2020, '1'),
    ),
  ],
}

function readYear(lines: string): HolidayYear {
  const [head = '', ...entries] = lines.trim().split('\n')
  const [number = '', notice = '', day = '', page = ''] = head.split(' ')
  const year = Number(number)
  const published = `${year - 1}-${day}`
  const changes = amendments[year]
  return {
    year,
    notice: noticeNumber(year - 1, notice),
    ...(day === '-' ? {} : { published }),
    ...(page === '-' ? {} : { url: addressOf(published, page) }),
    holidays: entries.map((line) => readEntry(year, line)),
    ...(changes === undefined ? {} : { amendments: changes }),
  }
}

/** The notices of all published years, oldest first. */
export const notices: readonly HolidayYear[] = text
  .split(/\n(?=\d)/)
  .slice(1)
  .map(readYear)
