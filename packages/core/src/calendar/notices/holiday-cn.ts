import { expected, unfit } from '../../errors/input-issue.js'
import { type InputIssue, InvalidInputError } from '../../errors.js'
import { isWeekendDay, readDayNumber } from '../date.js'
import { checkYear } from './check-year.js'
import { nameFromChinese } from './festival-names.js'
import { type HolidayEntry, type HolidayYear, spansOf } from './holiday-year.js'

/** A year in the format of the public data set `holiday-cn`: one JSON file a year that a city can host itself. */
export interface HolidayCnYear {
  /** The calendar year the notice arranges, such as 2027. */
  readonly year: number
  /** Addresses of the notices; the first becomes the `url` of every day. */
  readonly papers?: readonly string[]
  /** Every day the notice names; a day it does not name follows the week. */
  readonly days: readonly {
    /** Chinese name of the holiday; days of one name belong together. */
    readonly name: string
    /** `'YYYY-MM-DD'`, in the year or the December before it. */
    readonly date: string
    /** True for a day off, false for a day worked in return (调休上班). */
    readonly isOffDay: boolean
  }[]
  /** Days off beyond the statutory ones, where a later notice granted some (2 in 2020). */
  readonly extraDays?: number
  /** Number of the notice; where the host does not add it, the first of `papers` is cited. */
  readonly notice?: string
  /** The day the notice is dated, `'YYYY-MM-DD'`. A year without it is known at any `asOf`. */
  readonly published?: string
}

function shapeIssues(value: unknown): InputIssue[] {
  const issues: InputIssue[] = []
  const expect = (well: boolean, path: readonly (string | number)[], zh: string, en: string): void => {
    if (!well) issues.push(expected(path, zh, en))
  }
  const { year, notice, published, days, holidays } = (value ?? {}) as Partial<HolidayCnYear & HolidayYear>
  expect(Number.isInteger(year), ['year'], '年份，例如 2027', 'a year, such as 2027')
  expect(
    published === undefined || readDayNumber(published) > 0,
    ['published'],
    '日期 YYYY-MM-DD',
    'a day written YYYY-MM-DD',
  )
  if (Array.isArray(days)) {
    for (const [i, day] of days.entries()) {
      const well = typeof day?.name === 'string' && typeof day.isOffDay === 'boolean' && readDayNumber(day.date) > 0
      expect(well, ['days', i], '{ name, date: YYYY-MM-DD, isOffDay }', '{ name, date: YYYY-MM-DD, isOffDay }')
    }
  } else if (Array.isArray(holidays)) {
    expect(typeof notice === 'string', ['notice'], '通知文号', 'the number of the notice')
    for (const [i, entry] of holidays.entries()) {
      const well = typeof entry?.name?.zh === 'string' && Array.isArray(entry.off) && Array.isArray(entry.makeUp)
      expect(well, ['holidays', i], '{ name: { zh, en }, off, makeUp }', '{ name: { zh, en }, off, makeUp }')
    }
  } else expect(false, ['days'], 'days（holiday-cn）或 holidays 的列表', 'a list of days (holiday-cn) or of holidays')
  return issues
}

function fromHolidayCn(json: HolidayCnYear): HolidayYear {
  const byName = new Map<string, { off: string[]; makeUp: string[] }>()
  for (const { name, date, isOffDay } of json.days) {
    const entry = byName.get(name) ?? { off: [], makeUp: [] }
    byName.set(name, entry)
    if (isOffDay) entry.off.push(date)
    // A weekday listed as worked says nothing new ("normal work from Monday"): only weekend days are taken back.
    else if (isWeekendDay(readDayNumber(date))) entry.makeUp.push(date)
  }
  const holidays: HolidayEntry[] = [...byName].map(([zh, { off, makeUp }]) => ({
    name: nameFromChinese(zh),
    off: spansOf(off),
    makeUp,
  }))
  const url = json.papers?.[0]
  return {
    year: json.year,
    notice: json.notice ?? url ?? `holiday-cn ${json.year}`,
    ...(json.published === undefined ? {} : { published: json.published }),
    ...(url === undefined ? {} : { url }),
    ...(json.extraDays === undefined ? {} : { extraDays: json.extraDays }),
    holidays,
  }
}

/** Reads a year in either form. Throws `InvalidInputError` with everything `checkYear` finds wrong. */
export function toHolidayYear(json: HolidayYear | HolidayCnYear): HolidayYear {
  const issues = shapeIssues(json)
  if (issues.length > 0) throw new InvalidInputError(issues, 'holiday year')
  const year = 'days' in json ? fromHolidayCn(json) : json
  const problems = checkYear(year)
  if (problems.length > 0) {
    throw new InvalidInputError(
      problems.map(({ date, message }) =>
        unfit(date === undefined ? ['year'] : ['days', date], message.zh, message.en),
      ),
      `holiday year ${year.year}`,
    )
  }
  return year
}
