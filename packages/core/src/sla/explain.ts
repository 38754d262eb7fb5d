import { type CalendarDate, dayNumberAt, type Instant } from '../calendar/date.js'
import type { Bilingual } from '../contracts/text.js'
import type { ClockEnvironment, ClockState } from './clock.js'
import { countDeadline, type Pause } from './count-deadline.js'
import { runningUnit } from './elapsed.js'
import { type ExplainedDay, explainDays, pausedReason, rolledDays } from './explain-days.js'
import { limitInWords } from './limit.js'
import { dateInWords, deadlineInWords, dueInWords, instantInWords } from './words.js'

/** A clock that was stopped is explained as it stood then, not as it would stand now. */
interface Stopped {
  /** When the clock was stopped for good, in ms since 1970; absent while it runs or is paused. */
  readonly stoppedAt?: Instant
}

/** Why a clock is due when it is. */
export interface ClockExplanation {
  /** Name in the policy, such as `'resolve'`. */
  readonly clock: string
  /** What it may take in words, without the extensions. */
  readonly limit: Bilingual
  /** Start of the clock, in ms since 1970. */
  readonly startedAt: Instant
  /** First instant that is too late, in ms since 1970. */
  readonly dueAt: Instant
  /** Last day in time, `'YYYY-MM-DD'`. */
  readonly dueDate: CalendarDate
  /** Each day from the start to the due date; while the clock is paused, to the day of `now`. */
  readonly days: readonly ExplainedDay[]
  /** Pauses that are over; an open one shows in `days` only. */
  readonly pauses: readonly Pause[]
  /** What was granted, in that order. */
  readonly extensions: ClockState['extensions']
  /** One paragraph for people: limit, holidays skipped, make-up days, pauses, extensions, and how the clock stands. */
  readonly text: Bilingual
}

function summary(
  env: ClockEnvironment,
  state: ClockState & Stopped,
  days: readonly ExplainedDay[],
  now: Instant,
): Bilingual {
  const limit = limitInWords(state.limit)
  const started = instantInWords(state.startedAt)
  const due = dueInWords(state)
  // Natural days run over holidays; the day of the start is not counted for another reason.
  const natural = runningUnit(state) === 'naturalDays'
  const skipped = days.filter(({ counted, type }, position) => !counted && type === 'holiday' && position > 0)
  const rolled = rolledDays(days)
  const worked = days.filter(({ counted, type }) => counted && type === 'make-up-workday')
  // When a paused clock will be due is not known yet.
  const open = state.pausedAt !== undefined
  const zh = [`期限 ${limit.zh}，自${started.zh}起算${open ? '' : `，至${due.zh}`}。`]
  const en = [`Limit ${limit.en}, started at ${started.en}${open ? '' : `, due ${due.en}`}.`]
  const add = (bilingual: Bilingual): void => {
    zh.push(bilingual.zh)
    en.push(bilingual.en)
  }
  if (rolled > 0)
    add({
      zh: `期间的最后一日是休息日，顺延 ${rolled} 天。`,
      en: `The period ended on a rest day and runs on by ${rolled} days.`,
    })
  if (skipped.length > 0 && !natural && !open)
    add({
      zh: `其间有 ${skipped.length} 天节假日不计入。`,
      en: `${skipped.length} days of public holidays in between do not count.`,
    })
  for (const { date, source = '' } of worked) {
    const day = dateInWords(date)
    add({
      zh: `${day.zh}为调休上班日，计入（${source}）。`,
      en: `${day.en} is a make-up working day and counts (${source}).`,
    })
  }
  for (const pause of state.pauses) {
    const { reason } = pausedReason(env, pause)
    const [from, to] = [instantInWords(pause.from), instantInWords(pause.to)]
    add({ zh: `${from.zh}至${to.zh}${reason.zh}。`, en: `From ${from.en} to ${to.en} ${reason.en}.` })
  }
  for (const { by, at } of state.extensions) {
    const [amount, on] = [limitInWords(by), instantInWords(at)]
    add({ zh: `${on.zh}延期 ${amount.zh}。`, en: `Extended by ${amount.en} at ${on.en}.` })
  }
  const { stoppedAt } = state
  const standing = deadlineInWords(env, state, stoppedAt ?? now)
  const stopped = stoppedAt === undefined ? undefined : instantInWords(stoppedAt)
  add(
    stopped === undefined
      ? { zh: `现状：${standing.zh}。`, en: `Now: ${standing.en}.` }
      : {
          zh: `已于${stopped.zh}停止计时，当时：${standing.zh}。`,
          en: `Stopped at ${stopped.en}; at that time: ${standing.en}.`,
        },
  )
  return { zh: zh.join(''), en: en.join(' ') }
}

/** Explains each day from the start to the due date: whether it counted, as which day, and by which document. */
export function explainClock(env: ClockEnvironment, state: ClockState & Stopped, now: Instant): ClockExplanation {
  const { startedAt, limit, extensions, pauses, startDay, cutoff } = state
  const { pausedAt, pauseReason = '' } = state
  const open = pausedAt === undefined ? [] : [{ from: pausedAt, to: Math.max(pausedAt, now), reason: pauseReason }]
  const all = [...pauses, ...open]
  const budget = [limit, ...extensions.map(({ by }) => by)]
  const { runs } = countDeadline(env, { startedAt, budget, pauses: all, startDay, cutoff })
  const end = open[0]?.to ?? Number.POSITIVE_INFINITY
  const past = runs.filter((run) => ('after' in run ? run.after < dayNumberAt(end) : run.from < end))
  const days = explainDays(env, state, past, all)
  return {
    clock: state.clock,
    limit: limitInWords(limit),
    startedAt,
    dueAt: state.dueAt,
    dueDate: state.dueDate,
    days,
    pauses,
    extensions,
    text: summary(env, state, days, now),
  }
}
