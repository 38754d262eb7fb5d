import { z } from 'zod'
import type { WorkCalendar } from '../calendar/calendar.js'
import { readDayNumber } from '../calendar/date.js'
import { type HolidayCnYear, toHolidayYear } from '../calendar/notices/holiday-cn.js'
import type { HolidayYear } from '../calendar/notices/holiday-year.js'
import { parseHolidayNotice } from '../calendar/notices/parse-notice.js'
import { InvalidInputError } from '../errors.js'
import { parseInput } from '../import/parse.js'
import { plainText, textIssue } from '../privacy/text.js'

/** A holiday notice as a place gets it: the pasted text, or its days in Huiyin's own form or the holiday-cn year format. */
export type HolidayNotice = string | HolidayYear | HolidayCnYear

const date = z.string().refine((value) => !Number.isNaN(readDayNumber(value)), textIssue('not-a-day', {}))
const entry = z.strictObject({
  name: z.strictObject({ zh: plainText(60), en: plainText(120) }),
  off: z.array(z.tuple([date, date])).max(40),
  makeUp: z.array(date).max(40),
  days: z.number().int().optional(),
})
const amendment = entry.extend({
  notice: plainText(100),
  published: date,
  url: plainText(500).optional(),
  extraDays: z.number().int(),
})
const holidayYear = z.strictObject({
  year: z.number().int(),
  notice: plainText(100),
  published: date.optional(),
  url: plainText(500).optional(),
  holidays: z.array(entry).min(1).max(40),
  extraDays: z.number().int().optional(),
  amendments: z.array(amendment).max(20).optional(),
})
const pasted = plainText(20_000)

/** Runs what reads a notice; the places of what is wrong begin at the notice. */
export function withinNotice<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    throw new InvalidInputError(
      error.issues.map((issue) => ({ ...issue, path: ['notice', ...issue.path] })),
      'holiday notice',
    )
  }
}

// Absent members are absent: what is stored holds no `undefined`.
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

/**
 * Reads a notice and checks it against the law; one that makes a holiday longer is read with the calendar in force. It is stored for ever, so nothing passes that its form does not know.
 *
 * @throws InvalidInputError with the path of everything that is wrong
 */
export function readNotice(notice: unknown, calendar: WorkCalendar): HolidayYear {
  if (typeof notice === 'string') {
    const text = parseInput(pasted, notice, ['notice'], 'holiday notice')
    return withinNotice(() => plain(parseHolidayNotice(text, { calendar })))
  }
  const isDaily = notice !== null && typeof notice === 'object' && 'days' in notice
  const own = isDaily ? withinNotice(() => toHolidayYear(notice as HolidayCnYear)) : notice
  const year = parseInput(holidayYear, own, ['notice'], 'holiday notice') as HolidayYear
  return withinNotice(() => plain(toHolidayYear(year)))
}
