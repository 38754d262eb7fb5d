import { differingDays } from '../calendar/differing-days.js'
import type { RecordRunner } from '../record/record-kind.js'
import { calendarChange } from '../request/calendar/calendar-change.js'
import { clockFamily } from '../request/commands.js'
import type { LifecycleTable } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'
import type { CalendarHistory } from '../sla/calendar-history.js'
import type { AmendmentPreview, MovedRequest } from './calendar.js'

interface PreviewParts {
  readonly runner: RecordRunner
  /** The record type of requests. */
  readonly kind: { readonly type: string }
  readonly lifecycle: LifecycleTable
  readonly now: number
  /** The calendars as they are, and as they would be. */
  readonly before: CalendarHistory
  readonly after: CalendarHistory
}

// Every open request with what the notice makes of it, one page in memory at a time.
async function* lookedAt({ runner, kind, lifecycle, now, after }: PreviewParts): AsyncIterable<MovedRequest> {
  for await (const { id, facts } of runner.each<RequestFacts>(kind, { open: true })) {
    const { moved = [], days = [] } = calendarChange(facts, { now, calendars: after, lifecycle }) ?? {}
    yield { id, ...(facts.unit !== undefined && { unit: facts.unit }), moved, days }
  }
}

async function* movedIn(parts: PreviewParts): AsyncIterable<MovedRequest> {
  for await (const request of lookedAt(parts)) if (request.moved.length > 0) yield request
}

/** What the calendars to come would do to the open requests. It reads only. */
export async function previewOf(parts: PreviewParts): Promise<Pick<AmendmentPreview, 'days' | 'summary' | 'requests'>> {
  const summary = { open: 0, moved: 0, later: 0, earlier: 0, breachesCleared: 0 }
  const clocks: Record<string, number> = {}
  for await (const { moved } of lookedAt(parts)) {
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
  return {
    days: differingDays(parts.before.inForce.calendar, parts.after.inForce.calendar),
    summary: { ...summary, clocks },
    requests: { [Symbol.asyncIterator]: () => movedIn(parts)[Symbol.asyncIterator]() },
  }
}
