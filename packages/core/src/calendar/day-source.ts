import type { Bilingual } from '../contracts/text.js'
import type { BuiltCalendar } from './build-calendar.js'
import { type CalendarDate, weekdayOfDay } from './date.js'
import { type DayType, dayTypes, kindOf, textOf } from './day-table.js'

/** Why a day is what it is: what a clerk needs in a dispute. */
export interface DaySource {
  /** The day asked about, `'YYYY-MM-DD'`. */
  readonly date: CalendarDate
  /** What the day is after all notices and overlays. */
  readonly kind: DayType
  /** Name of the holiday or the overlay, else the day of the week. */
  readonly name: Bilingual
  /** Number of the notice, or title of the regulation, that decides the day. */
  readonly notice: string
  /** Address of the notice; absent where none is known, and for days that the week or an overlay decides. */
  readonly url?: string
  /** Id of the overlay that decides the day; absent when the week or a notice decides. */
  readonly overlay?: string
  /** True when the answer rests on a projection, or the notice of the next year may still change it. */
  readonly provisional: boolean
  /** All of this in one phrase for people, such as 春节放假（国办发明电〔2025〕7号）. */
  readonly text: Bilingual
}

const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/** Name of a day of the week, 0 = Sunday. */
export function weekdayName(weekday: number): Bilingual {
  return { zh: `星期${'日一二三四五六'[weekday]}`, en: weekdays[weekday] as string }
}

const workingHoursRules = '《国务院关于职工工作时间的规定》第七条'
const holidayMeasures = '《全国年节及纪念日放假办法》'

function sentence(kind: DayType, name: Bilingual, weekday: Bilingual, notice: string): Bilingual {
  if (kind === 'holiday') return { zh: `${name.zh}放假（${notice}）`, en: `day off for ${name.en} (${notice})` }
  if (kind === 'weekend') return { zh: `${weekday.zh}，周休息日`, en: `${weekday.en}, weekly rest day` }
  if (kind === 'workday') return { zh: `${weekday.zh}，工作日`, en: `${weekday.en}, working day` }
  return {
    zh: `${weekday.zh}，${name.zh}调休上班（${notice}）`,
    en: `${weekday.en} worked in return for ${name.en} (${notice})`,
  }
}

/** Why the day at an index of the table is what it is. */
export function describeDay(built: BuiltCalendar, index: number, provisional: boolean): DaySource {
  const { table, marks } = built
  const kind = dayTypes[table.kinds[index] ?? kindOf.workday] as DayType
  const weekday = weekdayName(weekdayOfDay(table.first + index))
  const mark = marks.get(index)
  const name = mark?.name ?? weekday
  const notice = mark === undefined ? workingHoursRules : (mark.notice ?? (mark.projected ? holidayMeasures : name.zh))
  const text = sentence(kind, name, weekday, notice)
  const pending = { zh: '；暂定，放假通知尚未发布', en: '; provisional, no notice published yet' }
  return {
    date: textOf(table, index),
    kind,
    name,
    notice,
    ...(mark?.url === undefined ? {} : { url: mark.url }),
    ...(mark?.overlay === undefined ? {} : { overlay: mark.overlay }),
    provisional,
    text: provisional ? { zh: text.zh + pending.zh, en: text.en + pending.en } : text,
  }
}
