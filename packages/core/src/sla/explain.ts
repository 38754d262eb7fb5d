import type { CalendarDate, Instant } from '../calendar/date.js'
import type { DifferingDay } from '../calendar/differing-days.js'
import type { Bilingual } from '../contracts/text.js'
import { type ClockEnvironment, type ClockState, countHistory, questionOf } from './clock.js'
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

/** A time at which a holiday notice moved the clock. */
export interface ClockAmendment {
  /** When it was moved, in ms since 1970. */
  readonly at: Instant
  /** Numbers of the notices that decide the days. */
  readonly notices: readonly string[]
  /** The due time before. */
  readonly before: Pick<ClockState, 'dueAt' | 'dueDate'>
  /** The due time after. */
  readonly after: Pick<ClockState, 'dueAt' | 'dueDate'>
  /** The days that count otherwise than before, `'YYYY-MM-DD'`. */
  readonly days: readonly DifferingDay[]
  /** It had passed unmet by the old date, and is in time by the new one. */
  readonly breachCleared: boolean
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
  /** Holiday notices that moved it while it ran, oldest first. */
  readonly amendments: readonly ClockAmendment[]
  /** Version of the calendar that the days are explained by. */
  readonly calendarVersion: string
  /** Numbers of the notices, and titles of the rules, that decide a day off or a make-up day in it. */
  readonly notices: readonly string[]
  /** One paragraph for people: limit, holidays skipped, make-up days, pauses, extensions, and how the clock stands. */
  readonly text: Bilingual
}

/** What happened to the days: a rest day at the end, holidays skipped, make-up days worked. */
function sentencesOfDays(days: readonly ExplainedDay[], skipsHolidays: boolean): Bilingual[] {
  const sentences: Bilingual[] = []
  const rolled = rolledDays(days)
  if (rolled > 0)
    sentences.push({
      zh: `期间的最后一日是休息日，顺延 ${rolled} 天。`,
      en: `The period ended on a rest day and runs on by ${rolled} days.`,
    })
  // The day of the start is not counted for another reason.
  const skipped = days.filter(({ counted, type }, position) => !counted && type === 'holiday' && position > 0)
  if (skipped.length > 0 && skipsHolidays)
    sentences.push({
      zh: `其间有 ${skipped.length} 天节假日不计入。`,
      en: `${skipped.length} days of public holidays in between do not count.`,
    })
  for (const { date, source = '' } of days.filter(({ counted, type }) => counted && type === 'make-up-workday')) {
    const day = dateInWords(date)
    sentences.push({
      zh: `${day.zh}为调休上班日，计入（${source}）。`,
      en: `${day.en} is a make-up working day and counts (${source}).`,
    })
  }
  return sentences
}

function sentenceOfAmendment({ at, notices, before, after, days, breachCleared }: ClockAmendment): Bilingual {
  const on = instantInWords(at)
  const [from, to] = [dueInWords(before.dueAt), dueInWords(after.dueAt)]
  const changed = days.map(({ date, working }) => ({
    zh: `${date} ${working ? '上班' : '放假'}`,
    en: `${date} ${working ? 'is worked' : 'is off'}`,
  }))
  const why = { zh: changed.map(({ zh }) => zh).join('、'), en: changed.map(({ en }) => en).join(', ') }
  const cleared = breachCleared
    ? { zh: '，原期限的超期记录随之撤销', en: '; the breach of the old date is cleared' }
    : { zh: '', en: '' }
  return {
    zh: `${on.zh}依据${notices.join('、')}调整日历${why.zh === '' ? '' : `（${why.zh}）`}：期限由${from.zh}改为${to.zh}${cleared.zh}。`,
    en: `At ${on.en} the calendar was amended by ${notices.join(', ')}${why.en === '' ? '' : ` (${why.en})`}: due ${from.en} before, ${to.en} now${cleared.en}.`,
  }
}

// The notices a clock was counted by are gone from the code and never were in the record.
function sentenceOfVersion(env: ClockEnvironment, state: ClockState & Stopped): Bilingual[] {
  const { version } = env.calendar
  if (state.calendarVersion === version || countHistory(env, state).dueAt === state.dueAt) return []
  return [
    {
      zh: `期限当时按日历 ${state.calendarVersion} 计算，该日历已不可得，以下各日按 ${version} 说明。`,
      en: `It was counted by calendar ${state.calendarVersion}, which is not at hand any more; the days are explained by ${version}.`,
    },
  ]
}

/** The pauses that are over, then the extensions. */
function sentencesOfHistory(env: ClockEnvironment, state: ClockState): Bilingual[] {
  const pauses = state.pauses.map((pause) => {
    const { reason } = pausedReason(env, pause)
    const [from, to] = [instantInWords(pause.from), instantInWords(pause.to)]
    return { zh: `${from.zh}至${to.zh}${reason.zh}。`, en: `From ${from.en} to ${to.en} ${reason.en}.` }
  })
  const extensions = state.extensions.map(({ by, at }) => {
    const [amount, on] = [limitInWords(by), instantInWords(at)]
    return { zh: `${on.zh}延期 ${amount.zh}。`, en: `Extended by ${amount.en} at ${on.en}.` }
  })
  return [...pauses, ...extensions]
}

function countedFromSentence(from: Instant): Bilingual {
  const { zh, en } = instantInWords(from)
  return {
    zh: `${zh}变更期限；自起算时计，期限当时已过，故自变更之时起算。`,
    en: `The limit was changed at ${en}; counted from the start it would have been over, so it is counted from then.`,
  }
}

function standingSentence(env: ClockEnvironment, state: ClockState & Stopped, now: Instant): Bilingual {
  const { stoppedAt } = state
  const standing = deadlineInWords(env, state, stoppedAt ?? now)
  if (stoppedAt === undefined) return { zh: `现状：${standing.zh}。`, en: `Now: ${standing.en}.` }
  const stopped = instantInWords(stoppedAt)
  return {
    zh: `已于${stopped.zh}停止计时，当时：${standing.zh}。`,
    en: `Stopped at ${stopped.en}; at that time: ${standing.en}.`,
  }
}

function summary(
  env: ClockEnvironment,
  state: ClockState & Stopped,
  days: readonly ExplainedDay[],
  amendments: readonly ClockAmendment[],
  now: Instant,
): Bilingual {
  const limit = limitInWords(state.limit)
  const started = instantInWords(state.startedAt)
  const due = dueInWords(state.dueAt)
  // When a paused clock will be due is not known yet.
  const paused = state.pausedAt !== undefined
  const sentences = [
    {
      zh: `期限 ${limit.zh}，自${started.zh}起算${paused ? '' : `，至${due.zh}`}。`,
      en: `Limit ${limit.en}, started at ${started.en}${paused ? '' : `, due ${due.en}`}.`,
    },
    ...(state.countedFrom === undefined ? [] : [countedFromSentence(state.countedFrom)]),
    // Natural days run over holidays.
    ...sentencesOfDays(days, runningUnit(state) !== 'naturalDays' && !paused),
    ...sentencesOfHistory(env, state),
    ...amendments.map(sentenceOfAmendment),
    ...sentenceOfVersion(env, state),
    standingSentence(env, state, now),
  ]
  return { zh: sentences.map(({ zh }) => zh).join(''), en: sentences.map(({ en }) => en).join(' ') }
}

const cited = (days: readonly ExplainedDay[]): readonly string[] => [
  ...new Set(
    days.flatMap(({ type, source }) =>
      source !== undefined && (type === 'holiday' || type === 'make-up-workday') ? [source] : [],
    ),
  ),
]

/**
 * Explains each day from the start to the due date: whether it counted, as which day, and by which document. `amendments` are the times at which a
 * holiday notice moved it while it ran.
 */
export function explainClock(
  env: ClockEnvironment,
  state: ClockState & Stopped,
  now: Instant,
  amendments: readonly ClockAmendment[] = [],
): ClockExplanation {
  const { startedAt, limit, extensions, pauses } = state
  const { pausedAt, pauseReason = '' } = state
  const open = pausedAt === undefined ? [] : [{ from: pausedAt, to: Math.max(pausedAt, now), reason: pauseReason }]
  const budget = [limit, ...extensions.map(({ by }) => by)]
  const question = questionOf({ ...state, pauses: [...pauses, ...open] })
  const all = question.pauses
  const { runs } = countDeadline(env, { ...question, budget })
  const end = open[0]?.to ?? Number.POSITIVE_INFINITY
  // Days are listed up to that of the open pause, and none counts that begins after it; hours might, on the day itself.
  const past = runs.filter((run) => 'after' in run || run.from < end)
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
    amendments,
    calendarVersion: env.calendar.version,
    notices: cited(days),
    text: summary(env, state, days, amendments, now),
  }
}
