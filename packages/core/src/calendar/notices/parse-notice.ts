import { type CalendarDate, dayNumberOf, fromDayNumber } from '../date.js'
import { extendedYear, isExtension } from './extension.js'
import { nameFromChinese } from './festival-names.js'
import { toHolidayYear } from './holiday-cn.js'
import type { DateSpan, HolidayEntry, HolidayYear } from './holiday-year.js'
import { identityOf, type NoticeOptions, unreadable } from './notice-text.js'

const datePattern = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?/g

/** The spans a clause names. A month or year left out is that of the date before. */
function spansIn(clause: string, year: number): DateSpan[] {
  let month = 0
  return [...clause.matchAll(datePattern)].map(([, y, m, d, toYear, toMonth, toDay]) => {
    const from = { year: Number(y ?? year), month: Number(m ?? month), day: Number(d) }
    const to = {
      year: Number(toYear ?? from.year),
      month: Number(toMonth ?? from.month),
      day: Number(toDay ?? from.day),
    }
    // "12月30日至1月1日" without years: the holiday begins in the December before.
    if (y === undefined && toYear === undefined && to.month < from.month) from.year--
    if (toYear === undefined && y === undefined && to.month < from.month) to.year = year
    month = to.month
    return [write(from), write(to)]
  })
}

function write({ year, month, day }: { year: number; month: number; day: number }): CalendarDate {
  if (month < 1 || month > 12) throw unreadable(`有日期没有月份：${day} 日`, `a date without a month: day ${day}`)
  return fromDayNumber(dayNumberOf(year, month, day))
}

/** What stands before the first digit, without its colon: `元旦`. Found by searching once: whatever is pasted takes time by its length only. */
function headOf(text: string): { readonly name: string; readonly from: number } | undefined {
  const from = text.search(/\d/)
  if (from < 0) return undefined
  const before = text.slice(0, from).trim()
  const name = before.endsWith(':') ? before.slice(0, -1).trim() : before
  return name === '' || name.includes(':') ? undefined : { name, from }
}

function readEntry(text: string, year: number): HolidayEntry | undefined {
  const head = headOf(text)
  if (head === undefined) return undefined
  const zh = head.name.replace(/[“”"]/g, '')
  const off: DateSpan[] = []
  const makeUp: CalendarDate[] = []
  for (const clause of text.slice(head.from).split(/[。,;]/)) {
    if (clause.includes('上班')) makeUp.push(...spansIn(clause, year).map(([from]) => from))
    else if (/放假|补休/.test(clause)) off.push(...spansIn(clause, year))
  }
  if (off.length === 0) return undefined
  const days = /共\s*(\d+)\s*天/.exec(text)?.[1]
  return { name: nameFromChinese(zh), off, makeUp, ...(days === undefined ? {} : { days: Number(days) }) }
}

/** A notice fills a page. What is longer is something else, and is not searched. */
const longest = 20_000

/**
 * Reads the yearly holiday notice as it is published, so that a year can be loaded by pasting it; with `calendar` also one that makes a holiday of a
 * year in force longer. The result has passed `checkYear`: a wrong or misread text is refused.
 *
 * @example withYear(createWorkCalendar(), parseHolidayNotice(text))
 */
export function parseHolidayNotice(text: string, options: NoticeOptions = {}): HolidayYear {
  if (typeof text !== 'string') throw unreadable('应为通知的文本', 'expected the text of the notice')
  if (text.length > longest)
    throw unreadable(
      `有 ${text.length} 个字符，通知至多 ${longest} 个，请只粘贴通知本身`,
      `it is ${text.length} characters long, a notice has at most ${longest}; paste the notice alone`,
    )
  // NFKC makes full-width digits, colons and brackets plain; what stands in brackets (weekday, lunar day) is not needed.
  const plain = text.normalize('NFKC')
  if (isExtension(plain)) return extendedYear(plain, options)
  if (/关于调整/.test(plain))
    throw unreadable(
      '这是调整部分假日的通知，不是全年的安排；请以该年的全部安排应用，并把调整列入 amendments',
      'it changes some holidays and does not arrange a year; apply the whole year, with the change among its amendments',
    )
  const bare = plain.replace(/\([^()]*\)/g, '')
  const year = options.year ?? Number(/关于\s*(\d{4})\s*年/.exec(plain)?.[1])
  if (!Number.isInteger(year))
    throw unreadable(
      '未写明年份（“关于2027年部分节假日安排的通知”），请传入 { year }',
      'it does not say for which year ("关于2027年部分节假日安排的通知"); pass { year }',
    )
  const identity = identityOf(plain, options)
  const holidays = bare
    .split(/(?:^|[\s。])[一二三四五六七八九十]+、/)
    .slice(1)
    .flatMap((part) => readEntry(part, year) ?? [])
  if (holidays.length === 0)
    throw unreadable(
      '没有“一、元旦：1月1日至3日放假调休，共3天。1月4日上班。”这样的行',
      'no line such as "一、元旦：1月1日至3日放假调休，共3天。1月4日上班。" was found',
    )
  return toHolidayYear({ year, ...identity, holidays })
}
