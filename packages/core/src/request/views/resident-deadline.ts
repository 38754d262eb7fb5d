import type { Bilingual } from '../../contracts/text.js'
import { type CalendarHistory, countedWith } from '../../sla/calendar-history.js'
import { isStillProvisional } from '../../sla/clock.js'
import { explainClock } from '../../sla/explain.js'
import type { ExplainedDay } from '../../sla/explain-days.js'
import { deadlineInWords } from '../../sla/words.js'
import type { RequestFacts } from '../facts.js'
import { ownClock, reopenClock } from '../questions.js'
import { isPast } from '../request-clock.js'

/** The deadline that a resident is told, in words and day by day. Provisional: it rests on a year whose holidays are not announced yet. */
export interface ResidentDeadline {
  /** Last day in time, `YYYY-MM-DD`. */
  readonly date: string
  /** It has passed unmet. */
  readonly overdue: boolean
  /** The calendar of a year in it may still change. */
  readonly provisional: boolean
  /** The deadline as people say it. */
  readonly words: Bilingual
  /** Each day from the start to the last, and whether it counts: how the date came about. */
  readonly days: readonly ExplainedDay[]
}

/** The deadline that the resident waits for; `undefined` where none runs. */
export function residentDeadline(
  facts: RequestFacts,
  calendars: CalendarHistory,
  now: number,
): ResidentDeadline | undefined {
  const running = Object.values(facts.clocks).filter((each) => each.stoppedAt === undefined)
  const clock = facts.open ? (ownClock(facts) ?? running[0]) : running.find((each) => each.clock === reopenClock)
  if (clock === undefined) return undefined
  const { inForce } = calendars
  return {
    date: clock.dueDate,
    overdue: isPast(clock, now),
    provisional: isStillProvisional(inForce, clock),
    words: deadlineInWords(inForce, clock, now),
    days: explainClock(countedWith(calendars, clock), clock, now).days,
  }
}
