import {
  type CalendarDate,
  dayNumberAt,
  fromDayNumber,
  hourMs,
  instantOfDay,
  isWeekendDay,
  toDayNumber,
  weekdayOfDay,
} from '../calendar/date.js'
import { type DaySource, weekdayName } from '../calendar/day-source.js'
import type { DayType } from '../calendar/day-table.js'
import type { Bilingual } from '../contracts/text.js'
import type { ClockEnvironment, ClockState } from './clock.js'
import type { DayRun, HourRun, Pause } from './count-deadline.js'
import type { PauseReason } from './policy.js'
import { durationInWords } from './words.js'

/** One calendar day of a deadline and what it did. */
export interface ExplainedDay {
  /** The day explained, `'YYYY-MM-DD'`. */
  readonly date: CalendarDate
  /** Whether it used up some of the limit. */
  readonly counted: boolean
  /** Which day of the count it is, from 1; absent where it does not count, and for limits in hours. */
  readonly n?: number
  /** Hours counted on it; absent where it does not count, and for limits in days. */
  readonly hours?: number
  /** What the calendar says of the day, whether or not it counts. */
  readonly type: DayType
  /** Why it counts or does not, as a phrase for people. */
  readonly reason: Bilingual
  /** Number or title of the document behind the reason; absent where a rule of counting is the reason, empty after the last year. */
  readonly source?: string
}

type Run = DayRun | HourRun

const startRule: Bilingual = {
  zh: '开始的当日不计入（《民法典》第二百零一条）',
  en: 'the day of the start is not counted (Civil Code art. 201)',
}
const rollRule: Bilingual = {
  zh: '期间的最后一日是休息日，顺延至其后第一个工作日（《民法典》第二百零三条）',
  en: 'the period ends on a rest day, so it runs on to the next working day (Civil Code art. 203)',
}
const resumedRule: Bilingual = {
  zh: '暂停时期限已用完，恢复计时的当日（逢休息日为其后第一个工作日）为最后一日',
  en: 'no day was left when the clock was paused, so the day it resumed (or the next working day) is the last',
}
const closedRule: Bilingual = { zh: '起算时已过办公时间', en: 'office hours were over when the clock started' }
const outsideRule: Bilingual = { zh: '计时的时段内没有办公时间', en: 'no office hours in the time that counts' }
const keptRule: Bilingual = { zh: '期限已告知，不缩短', en: 'the date was announced already and is not shortened' }

function touches(run: Run, day: number): boolean {
  if ('after' in run) return day > run.after && day <= run.through
  return run.from < instantOfDay(day + 1) && run.to > instantOfDay(day)
}

interface Count {
  readonly counted: boolean
  readonly numbered: boolean
  /** Milliseconds, of limits in hours. */
  readonly time?: number
}

// The clock may have run several times on one day, with pauses in between.
function timeCounted(env: ClockEnvironment, runs: readonly Run[], day: number): number {
  let sum = 0
  for (const run of runs) {
    if ('after' in run || !touches(run, day)) continue
    const from = Math.max(run.from, instantOfDay(day))
    const to = Math.min(run.to, instantOfDay(day + 1))
    sum += run.unit === 'urgentHours' ? to - from : env.hours.workingTimeBetween(from, to)
  }
  return sum
}

/** Whether a day counts in the run it lies in. Natural days run on, but no further than the limit says. */
function countDay(env: ClockEnvironment, run: Run, runs: readonly Run[], day: number, left: number): Count {
  switch (run.unit) {
    case 'workingDays':
      return { counted: env.calendar.isWorkingDay(fromDayNumber(day)), numbered: true }
    case 'naturalDays':
      return { counted: left > 0, numbered: true }
    case 'workingHours':
    case 'urgentHours': {
      const time = timeCounted(env, runs, day)
      return { counted: time > 0, numbered: false, time }
    }
  }
}

function naturalBudget(state: ClockState): number {
  return [state.limit, ...state.extensions.map(({ by }) => by)].reduce(
    (sum, limit) => sum + ('naturalDays' in limit ? limit.naturalDays : 0),
    0,
  )
}

/** What the calendar says of a day; after its last year (urgent hours run on) only the day of the week. */
function sourceOn({ calendar }: ClockEnvironment, day: number): Pick<DaySource, 'date' | 'kind' | 'text' | 'notice'> {
  const date = fromDayNumber(day)
  const { to, provisionalTo = to } = calendar.coverage
  if (date <= provisionalTo) return calendar.sourceOf(date)
  return {
    date,
    kind: isWeekendDay(day) ? 'weekend' : 'workday',
    text: weekdayName(weekdayOfDay(day)),
    notice: '',
  }
}

/** The pause that a day belongs to. The day of the resumption is one, from its first instant on: of days it does not count. */
function pauseOn(pauses: readonly Pause[], day: number): Pause | undefined {
  return pauses.find(({ from, to }) => dayNumberAt(from) <= day && instantOfDay(day) <= to)
}

/** The pause in which the clock stood still for a part of a day. */
function partlyPaused(pauses: readonly Pause[], day: number): Pause | undefined {
  return pauses.find(({ from, to }) => from < instantOfDay(day + 1) && instantOfDay(day) < to)
}

// Why nothing of a working day counted for a limit in hours.
function unworked(env: ClockEnvironment, pause: Pause | undefined, start: boolean) {
  if (pause !== undefined) return pausedReason(env, pause)
  return { reason: start ? closedRule : outsideRule }
}

/** `3 小时 30 分钟`, and the reason where the clock was paused for a part of the day. */
function hoursCounted(env: ClockEnvironment, source: Bilingual, time: number, pause: Pause | undefined): Bilingual {
  const amount = durationInWords(time)
  const paused = pause === undefined ? undefined : pausedReason(env, pause).reason
  return {
    zh: `${source.zh}，计入 ${amount.zh}${paused === undefined ? '' : `；其余时间${paused.zh}`}`,
    en: `${source.en}, ${amount.en} counted${paused === undefined ? '' : `; for the rest, ${paused.en}`}`,
  }
}

// The lifecycle itself pauses a clock for these.
const ownReasons: readonly PauseReason[] = [
  { code: 'preClosingCheck', zh: '结案前核查', en: 'check before closing' },
  { code: 'completed', zh: '已办结，其后重新办理', en: 'completed, and later handled again' },
  { code: 'ended', zh: '已终结，其后重新办理', en: 'ended, and later handled again' },
]

/** A pause with its name and legal basis. */
export function pausedReason(env: ClockEnvironment, pause: Pause): { reason: Bilingual; source?: string } {
  const known = [...env.policy.pauseReasons, ...ownReasons].find(({ code }) => code === pause.reason)
  const name = known ?? { zh: pause.reason, en: pause.reason }
  const reason = { zh: `计时暂停：${name.zh}`, en: `clock paused: ${name.en}` }
  return known?.basis === undefined ? { reason } : { reason, source: known.basis }
}

/** Why a day in no run does not count. What is none of this lies after the last run: the date was kept. */
function uncounted(
  env: ClockEnvironment,
  day: { given: boolean; pause: Pause | undefined; start: boolean; closed: boolean },
): { reason: Bilingual; source?: string } {
  if (day.start) return { reason: day.closed ? closedRule : startRule }
  if (day.given) return { reason: resumedRule }
  return day.pause === undefined ? { reason: keptRule } : pausedReason(env, day.pause)
}

/** By how many days a period that ended on a rest day ran on. */
export const rolledDays = (days: readonly ExplainedDay[]): number =>
  days.filter(({ reason }) => reason === rollRule).length

/**
 * Every day from the start to the due date. While the clock is paused, to the day that `pauses` (the open one among them)
 * reaches: the days after it are not known yet.
 */
export function explainDays(
  env: ClockEnvironment,
  state: ClockState,
  runs: readonly Run[],
  pauses: readonly Pause[],
): ExplainedDay[] {
  const days: ExplainedDay[] = []
  const open = state.pausedAt !== undefined
  const startedAt = state.countedFrom ?? state.startedAt
  const first = dayNumberAt(startedAt)
  const last = open ? dayNumberAt(pauses.at(-1)?.to ?? startedAt) : toDayNumber(state.dueDate)
  let n = 0
  let naturalLeft = naturalBudget(state)
  for (let day = first; day <= last; day++) {
    const source = sourceOn(env, day)
    const row = { date: source.date, type: source.kind }
    const run = runs.find((candidate) => touches(candidate, day))
    const pause = pauseOn(pauses, day)
    if (run === undefined) {
      const given = !open && runs.some((candidate) => (candidate as Partial<DayRun>).through === day)
      const start = day === first
      const closed = state.startDay === 'same-day' && 'after' in (runs[0] ?? {})
      days.push({ ...row, counted: false, ...uncounted(env, { given, pause, start, closed }) })
      continue
    }
    const { counted, numbered, time } = countDay(env, run, runs, day, naturalLeft)
    if (run.unit === 'naturalDays') naturalLeft--
    if (counted) {
      const rest = source.kind === 'weekend' || source.kind === 'holiday'
      const reason =
        time !== undefined
          ? hoursCounted(env, source.text, time, partlyPaused(pauses, day))
          : rest
            ? { zh: `自然日计入；${source.text.zh}`, en: `a natural day counts; ${source.text.en}` }
            : source.text
      const amount = time === undefined ? {} : { hours: time / hourMs }
      days.push({ ...row, counted: true, ...(numbered ? { n: ++n } : {}), ...amount, reason, source: source.notice })
    } else if (run.unit === 'naturalDays') {
      days.push({ ...row, counted: false, reason: rollRule })
    } else {
      const works = source.kind === 'workday' || source.kind === 'make-up-workday'
      const cited = { reason: source.text, source: source.notice }
      const why = works ? unworked(env, pause, day === first) : cited
      days.push({ ...row, counted: false, ...why })
    }
  }
  return days
}
