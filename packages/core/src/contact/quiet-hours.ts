import type { WorkCalendar } from '../calendar/calendar.js'
import { dayNumberAt, fromDayNumber, type Instant, instantOfDay, isWeekendDay } from '../calendar/date.js'
import { readTime } from '../calendar/hours-window.js'
import type { ContactPreferences, QuietHours, TimeOfDaySpan } from '../contracts/directory.js'
import { CalendarCoverageError } from '../errors.js'

type Stretch = readonly [from: number, to: number]

const wholeDay = 86_400_000
/** Longer than any row of rest days, and than any row of working days. */
const daysAhead = 32

/** Stretches of a day in milliseconds after midnight; a span that ends before it begins is two. */
const stretchesOf = (spans: readonly TimeOfDaySpan[]): readonly Stretch[] =>
  spans.flatMap(([from, to]): readonly Stretch[] => {
    const [begins, ends] = [readTime(from), readTime(to)]
    if (begins < ends) return [[begins, ends]]
    return [
      [0, ends],
      [begins, wholeDay],
    ]
  })

/** The first time of day from `time` on that no stretch covers; the end of the day when there is none. */
function freeFrom(time: number, stretches: readonly Stretch[]): number {
  let free = time
  // Stretches may overlap or touch: whoever leaves one may stand in the next.
  for (let moved = true; moved; ) {
    const covering = stretches.find(([from, to]) => from <= free && free < to)
    moved = covering !== undefined
    free = covering?.[1] ?? free
  }
  return free
}

/** Whether these spans leave no moment of a day. */
export function coversWholeDay(spans: readonly TimeOfDaySpan[]): boolean {
  return freeFrom(0, stretchesOf(spans)) >= wholeDay
}

function isRestDay(calendar: Pick<WorkCalendar, 'isWorkingDay'>, day: number): boolean {
  try {
    return !calendar.isWorkingDay(fromDayNumber(day))
  } catch (error) {
    // Nobody knows the holidays of that year yet: weekends are rest days in any.
    if (error instanceof CalendarCoverageError) return isWeekendDay(day)
    throw error
  }
}

const spansOn = ({ workingDays = [], restDays = [] }: QuietHours, isRest: boolean) => (isRest ? restDays : workingDays)

/**
 * The first instant from `instant` on at which this person may be told: `instant` itself outside their quiet hours, and for what is urgent. Pure, and in
 * order: of two instants the later one is never told first. Quiet hours that never end within a month, which nobody can declare, hold nothing back.
 */
export function quietUntil(
  preferences: Pick<ContactPreferences, 'quiet'> | undefined,
  instant: Instant,
  calendar: Pick<WorkCalendar, 'isWorkingDay'>,
  {
    urgent = false,
  }: {
    /** The matter does not wait: it is told at once. Default false. */
    readonly urgent?: boolean
  } = {},
): Instant {
  const quiet = preferences?.quiet
  if (quiet === undefined || urgent) return instant
  const first = dayNumberAt(instant)
  for (let day = first; day < first + daysAhead; day++) {
    const midnight = instantOfDay(day)
    const from = day === first ? instant - midnight : 0
    const free = freeFrom(from, stretchesOf(spansOn(quiet, isRestDay(calendar, day))))
    if (free < wholeDay) return midnight + free
  }
  return instant
}
