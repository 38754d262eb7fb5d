import type { Bilingual } from '../bilingual.js'
import type { HolidayAmendment, HolidayEntry, HolidayYear } from '../holiday-year.js'
import { type FestivalKey, festivalNames } from './festival-names.js'

/*
 * The yearly holiday notices of the General Office of the State Council, 2007 to 2026, one line a holiday:
 * days off (`first..last`, several separated by a space), make-up working days, and the total the notice states (共 N 天).
 * Dates are MM-DD of the year of the notice; days of the December before are written in full.
 * Facts only; every year passes `checkYear` and is compared day by day with two independent packages in the tests.
 */

const gov = 'https://www.gov.cn/'

function full(year: number, date: string): string {
  return date.length === 5 ? `${year}-${date}` : date
}

function entry(year: number, name: Bilingual, off: string, makeUp: string, days: number): HolidayEntry {
  return {
    name,
    off: off.split(' ').map((span) => {
      const [from = '', to = from] = span.split('..')
      return [full(year, from), full(year, to)]
    }),
    makeUp: makeUp === '' ? [] : makeUp.split(' ').map((date) => full(year, date)),
    ...(days > 0 ? { days } : {}),
  }
}

type Row = readonly [festival: FestivalKey, off: string, makeUp?: string, days?: number]

function year(
  number: number,
  notice: string,
  published: string,
  url: string,
  rows: readonly Row[],
  amendments?: readonly HolidayAmendment[],
): HolidayYear {
  return {
    year: number,
    notice: `国办发明电${notice}号`,
    ...(published === '' ? {} : { published }),
    ...(url === '' ? {} : { url: gov + url }),
    holidays: rows.map(([festival, off, makeUp = '', days = 0]) =>
      entry(number, festivalNames[festival], off, makeUp, days),
    ),
    ...(amendments === undefined ? {} : { amendments }),
  }
}

const parade: HolidayAmendment = {
  ...entry(
    2015,
    { zh: '中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日', en: '70th anniversary of victory in the war' },
    '09-03..09-05',
    '09-06',
    3,
  ),
  notice: '国发明电〔2015〕1号',
  published: '2015-05-13',
  extraDays: 1,
}

const labourDay2019: HolidayAmendment = {
  ...entry(2019, festivalNames.labour, '05-01..05-04', '04-28 05-05', 4),
  notice: '国办发明电〔2019〕3号',
  published: '2019-03-22',
  url: `${gov}zhengce/content/2019-03/22/content_5375877.htm`,
  extraDays: 0,
}

const springFestival2020: HolidayAmendment = {
  ...entry(2020, { zh: '春节（延长假期）', en: 'Spring Festival (extended)' }, '01-31..02-02', '', 0),
  notice: '国办发明电〔2020〕1号',
  published: '2020-01-26',
  url: `${gov}zhengce/content/2020-01/27/content_5472352.htm`,
  extraDays: 2,
}

export const notices: readonly HolidayYear[] = [
  year(2007, '〔2006〕49', '', 'zhengce/content/2008-03/28/content_1761.htm', [
    ['newYear', '01-01..01-03', '2006-12-30 2006-12-31', 3],
    ['spring', '02-18..02-24', '02-17 02-25', 7],
    ['labour', '05-01..05-07', '04-28 04-29', 7],
    ['national', '10-01..10-07', '09-29 09-30', 7],
  ]),
  year(2008, '〔2007〕52', '2007-12-15', 'zhengce/content/2008-03/28/content_1645.htm', [
    ['newYear', '2007-12-30..01-01', '2007-12-29', 3],
    ['spring', '02-06..02-12', '02-02 02-03', 7],
    ['qingming', '04-04..04-06', '', 3],
    ['labour', '05-01..05-03', '05-04', 3],
    ['dragonBoat', '06-07..06-09', '', 3],
    ['midAutumn', '09-13..09-15', '', 3],
    ['national', '09-29..10-05', '09-27 09-28', 7],
  ]),
  year(2009, '〔2008〕42', '2008-12-04', 'zhengce/content/2008-12/10/content_1572.htm', [
    ['newYear', '01-01..01-03', '01-04', 3],
    ['spring', '01-25..01-31', '01-24 02-01', 7],
    ['qingming', '04-04..04-06', '', 3],
    ['labour', '05-01..05-03', '', 3],
    ['dragonBoat', '05-28..05-30', '05-31', 3],
    ['nationalMidAutumn', '10-01..10-08', '09-27 10-10', 8],
  ]),
  year(2010, '〔2009〕27', '2009-12-07', '', [
    ['newYear', '01-01..01-03', '', 3],
    ['spring', '02-13..02-19', '02-20 02-21', 7],
    ['qingming', '04-03..04-05', '', 3],
    ['labour', '05-01..05-03', '', 3],
    ['dragonBoat', '06-14..06-16', '06-12 06-13', 3],
    ['midAutumn', '09-22..09-24', '09-19 09-25', 3],
    ['national', '10-01..10-07', '09-26 10-09', 7],
  ]),
  year(2011, '〔2010〕40', '2010-12-10', 'zhengce/content/2010-12/10/content_1423.htm', [
    ['newYear', '01-01..01-03', '', 3],
    ['spring', '02-02..02-08', '01-30 02-12', 7],
    ['qingming', '04-03..04-05', '04-02', 3],
    ['labour', '04-30..05-02', '', 3],
    ['dragonBoat', '06-04..06-06', '', 3],
    ['midAutumn', '09-10..09-12', '', 3],
    ['national', '10-01..10-07', '10-08 10-09', 7],
  ]),
  year(2012, '〔2011〕45', '2011-12-06', 'zwgk/2011-12/06/content_2012097.htm', [
    ['newYear', '01-01..01-03', '2011-12-31', 3],
    ['spring', '01-22..01-28', '01-21 01-29', 7],
    ['qingming', '04-02..04-04', '03-31 04-01', 3],
    ['labour', '04-29..05-01', '04-28', 3],
    ['dragonBoat', '06-22..06-24', '', 3],
    ['midAutumnNational', '09-30..10-07', '09-29', 8],
  ]),
  year(2013, '〔2012〕33', '2012-12-08', 'zwgk/2012-12/10/content_2286598.htm', [
    ['newYear', '01-01..01-03', '01-05 01-06', 3],
    ['spring', '02-09..02-15', '02-16 02-17', 7],
    ['qingming', '04-04..04-06', '04-07', 3],
    ['labour', '04-29..05-01', '04-27 04-28', 3],
    ['dragonBoat', '06-10..06-12', '06-08 06-09', 3],
    ['midAutumn', '09-19..09-21', '09-22', 3],
    ['national', '10-01..10-07', '09-29 10-12', 7],
  ]),
  year(2014, '〔2013〕28', '2013-12-11', 'zwgk/2013-12/11/content_2546204.htm', [
    ['newYear', '01-01', '', 1],
    ['spring', '01-31..02-06', '01-26 02-08', 7],
    ['qingming', '04-05 04-07'],
    ['labour', '05-01..05-03', '05-04', 3],
    ['dragonBoat', '06-02'],
    ['midAutumn', '09-08'],
    ['national', '10-01..10-07', '09-28 10-11', 7],
  ]),
  year(
    2015,
    '〔2014〕28',
    '2014-12-16',
    'zhengce/content/2014-12/16/content_9302.htm',
    [
      ['newYear', '01-01..01-03', '01-04', 3],
      ['spring', '02-18..02-24', '02-15 02-28', 7],
      ['qingming', '04-05 04-06'],
      ['labour', '05-01'],
      ['dragonBoat', '06-20 06-22'],
      ['midAutumn', '09-27'],
      ['national', '10-01..10-07', '10-10', 7],
    ],
    [parade],
  ),
  year(2016, '〔2015〕18', '2015-12-10', 'zhengce/content/2015-12/10/content_10394.htm', [
    ['newYear', '01-01'],
    ['spring', '02-07..02-13', '02-06 02-14', 7],
    ['qingming', '04-04'],
    ['labour', '05-01 05-02'],
    ['dragonBoat', '06-09..06-11', '06-12', 3],
    ['midAutumn', '09-15..09-17', '09-18', 3],
    ['national', '10-01..10-07', '10-08 10-09', 7],
  ]),
  year(2017, '〔2016〕17', '2016-12-01', 'zhengce/content/2016-12/01/content_5141603.htm', [
    ['newYear', '01-01 01-02'],
    ['spring', '01-27..02-02', '01-22 02-04', 7],
    ['qingming', '04-02..04-04', '04-01', 3],
    ['labour', '05-01'],
    ['dragonBoat', '05-28..05-30', '05-27', 3],
    ['midAutumnNational', '10-01..10-08', '09-30', 8],
  ]),
  year(2018, '〔2017〕12', '2017-11-30', 'zhengce/content/2017-11/30/content_5243579.htm', [
    ['newYear', '01-01'],
    ['spring', '02-15..02-21', '02-11 02-24', 7],
    ['qingming', '04-05..04-07', '04-08', 3],
    ['labour', '04-29..05-01', '04-28', 3],
    ['dragonBoat', '06-18'],
    ['midAutumn', '09-24'],
    ['national', '10-01..10-07', '09-29 09-30', 7],
  ]),
  year(
    2019,
    '〔2018〕15',
    '2018-12-06',
    'zhengce/content/2018-12/06/content_5346276.htm',
    [
      ['newYear', '2018-12-30..01-01', '2018-12-29', 3],
      ['spring', '02-04..02-10', '02-02 02-03', 7],
      ['qingming', '04-05'],
      ['labour', '05-01'],
      ['dragonBoat', '06-07'],
      ['midAutumn', '09-13'],
      ['national', '10-01..10-07', '09-29 10-12', 7],
    ],
    [labourDay2019],
  ),
  year(
    2020,
    '〔2019〕16',
    '2019-11-21',
    'zhengce/content/2019-11/21/content_5454164.htm',
    [
      ['newYear', '01-01', '', 1],
      ['spring', '01-24..01-30', '01-19 02-01', 7],
      ['qingming', '04-04..04-06', '', 3],
      ['labour', '05-01..05-05', '04-26 05-09', 5],
      ['dragonBoat', '06-25..06-27', '06-28', 3],
      ['nationalMidAutumn', '10-01..10-08', '09-27 10-10', 8],
    ],
    [springFestival2020],
  ),
  year(2021, '〔2020〕27', '2020-11-25', 'zhengce/content/2020-11/25/content_5564127.htm', [
    ['newYear', '01-01..01-03', '', 3],
    ['spring', '02-11..02-17', '02-07 02-20', 7],
    ['qingming', '04-03..04-05', '', 3],
    ['labour', '05-01..05-05', '04-25 05-08', 5],
    ['dragonBoat', '06-12..06-14', '', 3],
    ['midAutumn', '09-19..09-21', '09-18', 3],
    ['national', '10-01..10-07', '09-26 10-09', 7],
  ]),
  year(2022, '〔2021〕11', '2021-10-25', 'zhengce/content/2021-10/25/content_5644835.htm', [
    ['newYear', '01-01..01-03', '', 3],
    ['spring', '01-31..02-06', '01-29 01-30', 7],
    ['qingming', '04-03..04-05', '04-02', 3],
    ['labour', '04-30..05-04', '04-24 05-07', 5],
    ['dragonBoat', '06-03..06-05', '', 3],
    ['midAutumn', '09-10..09-12', '', 3],
    ['national', '10-01..10-07', '10-08 10-09', 7],
  ]),
  year(2023, '〔2022〕16', '2022-12-08', 'zhengce/content/2022-12/08/content_5730844.htm', [
    ['newYear', '2022-12-31..01-02', '', 3],
    ['spring', '01-21..01-27', '01-28 01-29', 7],
    ['qingming', '04-05', '', 1],
    ['labour', '04-29..05-03', '04-23 05-06', 5],
    ['dragonBoat', '06-22..06-24', '06-25', 3],
    ['midAutumnNational', '09-29..10-06', '10-07 10-08', 8],
  ]),
  year(2024, '〔2023〕7', '2023-10-25', 'zhengce/content/202310/content_6911527.htm', [
    ['newYear', '01-01'],
    ['spring', '02-10..02-17', '02-04 02-18', 8],
    ['qingming', '04-04..04-06', '04-07', 3],
    ['labour', '05-01..05-05', '04-28 05-11', 5],
    ['dragonBoat', '06-10'],
    ['midAutumn', '09-15..09-17', '09-14', 3],
    ['national', '10-01..10-07', '09-29 10-12', 7],
  ]),
  year(2025, '〔2024〕12', '2024-11-12', 'zhengce/content/202411/content_6986382.htm', [
    ['newYear', '01-01', '', 1],
    ['spring', '01-28..02-04', '01-26 02-08', 8],
    ['qingming', '04-04..04-06', '', 3],
    ['labour', '05-01..05-05', '04-27', 5],
    ['dragonBoat', '05-31..06-02', '', 3],
    ['nationalMidAutumn', '10-01..10-08', '09-28 10-11', 8],
  ]),
  year(2026, '〔2025〕7', '2025-11-04', 'zhengce/content/202511/content_7047090.htm', [
    ['newYear', '01-01..01-03', '01-04', 3],
    ['spring', '02-15..02-23', '02-14 02-28', 9],
    ['qingming', '04-04..04-06', '', 3],
    ['labour', '05-01..05-05', '05-09', 5],
    ['dragonBoat', '06-19..06-21', '', 3],
    ['midAutumn', '09-25..09-27', '', 3],
    ['national', '10-01..10-07', '09-20 10-10', 7],
  ]),
]
