import { millisecondsInMinute } from 'date-fns/constants'
import {
  type CalendarDate,
  checkInstant,
  dateOf,
  dayNumberAt,
  hourMs,
  type Instant,
  toDayNumber,
  weekdayOf,
} from '../calendar/date.js'
import { weekdayName } from '../calendar/day-source.js'
import { endOf, timeOf } from '../calendar/time-of-day.js'
import type { Bilingual } from '../contracts/text.js'
import { type ClockState, isStillProvisional } from './clock.js'
import { type CountingTime, elapsedBetween, endIn, runningUnit } from './elapsed.js'
import { type LimitUnit, limitInWords, limitOf } from './limit.js'

const months = 'January February March April May June July August September October November December'.split(' ')

/** `2022年1月6日（星期四）`, `Thursday, 6 January 2022`. */
export function dateInWords(date: CalendarDate): Bilingual {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const weekday = weekdayName(weekdayOf(date))
  return {
    zh: `${year}年${month}月${day}日（${weekday.zh}）`,
    en: `${weekday.en}, ${day} ${months[month - 1]} ${year}`,
  }
}

/** An instant in Beijing to the minute: `2022年1月6日（星期四）17:30`, `17:30 on Thursday, 6 January 2022`. */
export function instantInWords(at: Instant): Bilingual {
  const date = dateInWords(dateOf(at))
  return { zh: `${date.zh}${timeOf(at)}`, en: `${timeOf(at)} on ${date.en}` }
}

/** The end of a period, wherever one is told. Midnight is written 24:00 of the last day, not 00:00 of the next. */
export function dueInWords(dueAt: Instant): Bilingual {
  const { day, time } = endOf(dueAt)
  const date = dateInWords(day)
  return { zh: `${date.zh}${time} 前`, en: `by ${time} on ${date.en}` }
}

/** `3 小时 20 分钟`, rounded up to the minute. */
export function durationInWords(ms: number): Bilingual {
  const total = Math.ceil(ms / millisecondsInMinute)
  const hours = Math.floor(total / 60)
  const minutes = total % 60
  const zh = [hours > 0 ? `${hours} 小时` : '', minutes > 0 || hours === 0 ? `${minutes} 分钟` : '']
    .filter(Boolean)
    .join(' ')
  const en = [hours > 0 ? `${hours} h` : '', minutes > 0 || hours === 0 ? `${minutes} min` : '']
    .filter(Boolean)
    .join(' ')
  return { zh, en }
}

function hoursInWords(unit: LimitUnit, ms: number): Bilingual {
  const { zh, en } = durationInWords(ms)
  return unit === 'workingHours' ? { zh: `${zh}工作时间`, en: `${en} of working time` } : { zh, en }
}

function amountInWords(unit: LimitUnit, amount: number): Bilingual {
  return unit.endsWith('Hours') ? hoursInWords(unit, Math.round(amount * hourMs)) : limitInWords(limitOf(unit, amount))
}

/** Of hours only the minutes that are over: nobody is a minute late before it has passed. */
function wholeMinutes(unit: LimitUnit, amount: number): number {
  return unit.endsWith('Hours') ? Math.floor(Math.round(amount * hourMs) / millisecondsInMinute) / 60 : amount
}

/** How a clock stands, alone: `还剩 2 个工作日`, `今日到期`, `已超期 1 个工作日`; of a paused one, how it stood then. */
export function timeLeftInWords(env: CountingTime, state: ClockState, now: Instant): Bilingual {
  return standingInWords(env, state, state.pausedAt ?? now)
}

/** How a clock stands: time left, due today, or overdue. */
function standingInWords(env: CountingTime, state: ClockState, now: Instant): Bilingual {
  const unit = runningUnit(state)
  if (now >= state.dueAt) {
    const over = wholeMinutes(unit, elapsedBetween(env, unit, endIn(unit, state), now))
    if (over <= 0) return { zh: '已到期', en: 'now overdue' }
    const amount = amountInWords(unit, over)
    return { zh: `已超期 ${amount.zh}`, en: `overdue by ${amount.en}` }
  }
  const left = elapsedBetween(env, unit, now, endIn(unit, state))
  if (unit.endsWith('Days') && left <= 0) {
    return toDayNumber(state.dueDate) === dayNumberAt(now)
      ? { zh: '今日到期', en: 'due today' }
      : { zh: '下一个工作日前到期', en: 'due before the next working day' }
  }
  const amount = amountInWords(unit, left)
  return { zh: `还剩 ${amount.zh}`, en: `${amount.en} left` }
}

/**
 * The deadline as a clerk reads it: `2022年1月6日（星期四）24:00 前，还剩 2 个工作日`.
 * Of a paused clock it says since when, of a provisional one that the notice of its year is not published yet.
 */
export function deadlineInWords(env: CountingTime, state: ClockState, now: Instant): Bilingual {
  const due = dueInWords(state.dueAt)
  const at = state.pausedAt ?? checkInstant(now, ['now'])
  const standing = standingInWords(env, state, at)
  const paused = state.pausedAt === undefined ? undefined : dateInWords(dateOf(state.pausedAt))
  const parts =
    paused === undefined
      ? { zh: `${due.zh}，${standing.zh}`, en: `${due.en}; ${standing.en}` }
      : {
          zh: `计时自${paused.zh}起暂停，暂停时${standing.zh}`,
          en: `paused since ${paused.en}; at that time ${standing.en}`,
        }
  if (!isStillProvisional(env, state)) return parts
  return {
    zh: `${parts.zh}（暂定：放假通知尚未发布）`,
    en: `${parts.en} (provisional: the holiday notice is not published yet)`,
  }
}
