import { yearsOf } from '../calendar.js'
import { type CalendarDate, dayNumberOf, fromDayNumber, isWeekendDay, toDayNumber } from '../date.js'
import { toHolidayYear } from './holiday-cn.js'
import { daysOfYear, type HolidayEntry, type HolidayYear } from './holiday-year.js'
import { identityOf, type NoticeOptions, unreadable } from './notice-text.js'

const pattern = /延长(?:(\d{4})年)?([^\d,。;]{1,20}?)假期至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/
const resumePattern = /(\d{1,2})月(\d{1,2})日起正常(?:上班|工作)/

/** An extension of more than a month is a misread date. */
const longest = 31

/** Whether a text is the notice of a holiday that is made longer, such as 国办发明电〔2020〕1号. */
export function isExtension(plain: string): boolean {
  return /关于延长|延长[^。\n]{0,30}假期至/.test(plain)
}

// The last entry that is of the holiday: of the year itself, or of an earlier amendment. The notices write 国庆节 and 国庆 alike.
function entryOf({ holidays, amendments = [] }: HolidayYear, name: string): HolidayEntry | undefined {
  const isOf = ({ name: { zh } }: HolidayEntry) =>
    zh.split('、').some((each) => each.startsWith(name) || name.startsWith(each))
  return [...holidays, ...amendments].findLast(isOf)
}

function lastDayOff({ off }: HolidayEntry): number {
  return Math.max(...off.map(([, to]) => toDayNumber(to)))
}

/**
 * Reads a notice that makes one holiday of a year longer: the days from its end to the new one are off, those worked in return among them. The result is
 * the year in force with one amendment more.
 *
 * @throws InvalidInputError naming what it could not read, or what does not agree with the year in force
 */
export function extendedYear(text: string, options: NoticeOptions): HolidayYear {
  const bare = text.replace(/\([^()]*\)/g, '').replace(/\s/g, '')
  const found = pattern.exec(bare)
  if (found === null)
    throw unreadable(
      '这是延长假期的通知，但没有读到“延长2020年春节假期至2月2日”这样的话',
      'it extends a holiday, but no words such as "延长2020年春节假期至2月2日" were found',
    )
  const { notice, published } = identityOf(text, options)
  if (published === undefined)
    throw unreadable('没有成文日期，请传入 { published }', 'it has no date of its own; pass { published }')
  const [, ofYear, name = '', toYear, toMonth, toDay] = found
  const year = options.year ?? Number(ofYear ?? /(\d{4})年/.exec(bare)?.[1])
  const known =
    options.calendar === undefined ? undefined : yearsOf(options.calendar).find((each) => each.year === year)
  if (known === undefined)
    throw unreadable(
      `它延长 ${year} 年的${name}假期，须以该年已公布的放假安排为准：请传入含该年的 { calendar }`,
      `it extends the holiday ${name} of ${year}, so it needs the arrangement of that year: pass a { calendar } that has it`,
    )
  // What is applied again extends the same holiday as the first time.
  const amendments = (known.amendments ?? []).filter((each) => each.notice !== notice)
  const before = { ...known, amendments }
  const entry = entryOf(before, name)
  if (entry === undefined)
    throw unreadable(`${year} 年的放假安排中没有${name}`, `the arrangement of ${year} has no holiday ${name}`)
  const end = lastDayOff(entry)
  const month = toMonth ?? fromDayNumber(end).slice(5, 7)
  const until = dayNumberOf(Number(toYear ?? year), Number(month), Number(toDay))
  if (!(until > end && until <= end + longest))
    throw unreadable(
      `${name}假期原至 ${fromDayNumber(end)}，不能延长至 ${fromDayNumber(until)}`,
      `the holiday ${name} ends on ${fromDayNumber(end)}, so it cannot be extended to ${fromDayNumber(until)}`,
    )
  const days = daysOfYear(before)
  const isOff = (day: number) => day <= until || (days.get(day)?.off ?? isWeekendDay(day))
  checkResumption(bare, year, until, isOff)
  const added = Array.from({ length: until - end }, (_, position) => end + 1 + position)
  const amendment = {
    name: entry.name,
    off: [[fromDayNumber(end + 1), fromDayNumber(until)]] as const,
    makeUp: [],
    notice,
    published,
    extraDays: added.filter((day) => !(days.get(day)?.off ?? isWeekendDay(day))).length,
  }
  return toHolidayYear({ ...known, amendments: [...amendments, amendment] })
}

/** Where the text says from which day on people work again, it is the first working day after the new end. */
function checkResumption(bare: string, year: number, until: number, isOff: (day: number) => boolean): void {
  const said = resumePattern.exec(bare)
  if (said === null) return
  let first = until + 1
  while (isOff(first)) first++
  const resumed: CalendarDate = fromDayNumber(dayNumberOf(year, Number(said[1]), Number(said[2])))
  if (resumed !== fromDayNumber(first))
    throw unreadable(
      `它称 ${resumed} 起上班，按日期应为 ${fromDayNumber(first)}`,
      `it says that work resumes on ${resumed}, the dates give ${fromDayNumber(first)}`,
    )
}
