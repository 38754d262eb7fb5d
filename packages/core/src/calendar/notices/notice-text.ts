import { unfit } from '../../errors/input-issue.js'
import { InvalidInputError } from '../../errors.js'
import type { WorkCalendar } from '../calendar.js'
import { type CalendarDate, dayNumberOf, fromDayNumber } from '../date.js'

/** What the text does not say, or says in an unusual way. These win over the text. */
export interface NoticeOptions {
  /** The calendar year it arranges, where the title (关于2027年部分节假日安排的通知) is not part of the text. */
  readonly year?: number
  /** Its number, where the text does not contain 国办发明电〔…〕…号. */
  readonly notice?: string
  /** The day it is dated, `'YYYY-MM-DD'`; by default the last date at the end of a line. */
  readonly published?: CalendarDate
  /** The calendar in force. A notice that makes a holiday longer (延长…假期) needs it: the result is the year in force with that amendment. */
  readonly calendar?: WorkCalendar
}

/** What is wrong with the text of a notice. */
export function unreadable(zh: string, en: string): InvalidInputError {
  return new InvalidInputError([unfit(['text'], zh, en)], 'holiday notice')
}

/** The number of a notice, and the day it is dated: the last date at the end of a line. */
export function identityOf(
  plain: string,
  options: Pick<NoticeOptions, 'notice' | 'published'>,
): { readonly notice: string; readonly published?: CalendarDate } {
  const notice = options.notice ?? /国办发明电〔\d{4}〕\d+号/.exec(plain)?.[0]
  if (notice === undefined)
    throw unreadable(
      '没有文号（“国办发明电〔2026〕1号”），请传入 { notice }',
      'it has no number ("国办发明电〔2026〕1号"); pass { notice }',
    )
  const dated = [...plain.matchAll(/(\d{4})年(\d{1,2})月(\d{1,2})日\s*$/gm)].at(-1)
  const published =
    options.published ??
    (dated === undefined ? undefined : fromDayNumber(dayNumberOf(Number(dated[1]), Number(dated[2]), Number(dated[3]))))
  return { notice, ...(published !== undefined && { published }) }
}
