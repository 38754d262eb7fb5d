import { differingDays } from '../calendar/differing-days.js'
import type { Timer } from '../contracts/timer.js'
import type { RecordRunner } from '../record/record-kind.js'
import { calendarChange } from '../request/calendar/calendar-change.js'
import type { LifecycleTable } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'
import type { CalendarHistory } from '../sla/calendar-history.js'
import { clockFamily } from '../sla/clock-family.js'
import type { AmendmentPreview, MovedRequest } from './calendar.js'
import { pageByPage, pageSize } from './page-by-page.js'

interface PreviewParts {
  readonly runner: RecordRunner
  /** The record type of requests. */
  readonly kind: { readonly type: string }
  readonly lifecycle: LifecycleTable
  readonly timer: Timer
  readonly now: number
  /** The calendars as they are, and as they would be. */
  readonly before: CalendarHistory
  readonly after: CalendarHistory
}

const changeOf = ({ now, after, lifecycle }: PreviewParts, facts: RequestFacts) =>
  calendarChange(facts, { now, calendars: after, lifecycle })

async function* movedIn(parts: PreviewParts): AsyncIterable<MovedRequest> {
  for await (const { id, facts } of parts.runner.each<RequestFacts>(parts.kind, { open: true })) {
    const { moved = [], days = [] } = changeOf(parts, facts) ?? {}
    if (moved.length > 0) yield { id, ...(facts.unit !== undefined && { unit: facts.unit }), moved, days }
  }
}

/** What the calendars to come would do to the open requests. It reads only. */
export async function previewOf(parts: PreviewParts): Promise<Pick<AmendmentPreview, 'days' | 'summary' | 'requests'>> {
  const summary = { open: 0, moved: 0, later: 0, earlier: 0, breachesCleared: 0 }
  const clocks: Record<string, number> = {}
  function count(facts: RequestFacts): void {
    const { moved = [] } = changeOf(parts, facts) ?? {}
    summary.open++
    if (moved.length > 0) summary.moved++
    for (const { clock, before, after, breachCleared } of moved) {
      const family = clockFamily(clock)
      clocks[family] = (clocks[family] ?? 0) + 1
      if (after.dueAt > before.dueAt) summary.later++
      else summary.earlier++
      if (breachCleared) summary.breachesCleared++
    }
  }
  await pageByPage(parts.timer, async (after) => {
    const query = { open: true, limit: pageSize, ...(after !== undefined && { after }) }
    const { items, next } = await parts.runner.page<RequestFacts>(parts.kind, query)
    for (const { facts } of items) count(facts)
    return next
  })
  return {
    days: differingDays(parts.before.inForce.calendar, parts.after.inForce.calendar),
    summary: { ...summary, clocks },
    requests: { [Symbol.asyncIterator]: () => movedIn(parts)[Symbol.asyncIterator]() },
  }
}
