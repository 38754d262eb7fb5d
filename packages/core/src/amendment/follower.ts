import type { Actor } from '../contracts/actor.js'
import type { RecordKind, RecordRunner } from '../record/record-kind.js'
import { calendarChange } from '../request/calendar/calendar-change.js'
import type { RequestCommand } from '../request/commands.js'
import type { LifecycleTable, RequestContext } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'
import { calendarId, calendarKind } from './calendar-kind.js'
import type { LiveCalendar } from './live-calendar.js'

/** A process that hears of a notice late decides by the calendar before for at most a tenth of this. */
const settledAfter = 10 * 60_000
// So many commands share one durable write, and so many are in memory.
const group = 256

interface FollowerParts {
  readonly runner: RecordRunner
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  readonly lifecycle: LifecycleTable
  readonly live: LiveCalendar
  readonly by: Actor
}

/** See `createFollower`. */
export type Follower = ReturnType<typeof createFollower>

/**
 * Takes the deadlines of open requests along when a notice is applied. It compares what is stored with the calendar in force, so it may be
 * interrupted, repeated, and run by several processes at once. It looks twice: at once, and when no process can still decide by the calendar before.
 */
export function createFollower({ runner, kind, lifecycle, live, by }: FollowerParts) {
  let looked = 0

  async function follow(ids: readonly string[]): Promise<number> {
    const results = await Promise.all(
      ids.map((id) =>
        runner.run<RequestFacts, RequestCommand, RequestContext>(
          kind,
          id,
          { name: 'followCalendar', input: {} },
          { by },
        ),
      ),
    )
    return results.filter((result) => result.ok && result.events.length > 0).length
  }

  /** Looks at every open request; answers how many moved, or `undefined` when it was interrupted. */
  async function look(now: number, goOn: () => boolean): Promise<number | undefined> {
    const calendars = live.history()
    let moved = 0
    let waiting: string[] = []
    for await (const { id, facts } of runner.each<RequestFacts>(kind, { open: true })) {
      if (!goOn()) return undefined
      if (calendarChange(facts, { now, calendars, lifecycle }) === undefined) continue
      waiting.push(id)
      if (waiting.length < group) continue
      moved += await follow(waiting)
      waiting = []
    }
    return moved + (await follow(waiting))
  }

  /** Does what is left to do, and answers how many requests moved. */
  async function reconcile(now: number, goOn: () => boolean = () => true): Promise<number> {
    const { revision } = live.history()
    if (live.settled() >= revision) return 0
    const isLast = now >= (live.applied().at(-1)?.at ?? 0) + settledAfter
    if (looked === revision && !isLast) return 0
    const moved = await look(now, goOn)
    if (moved === undefined) return 0
    looked = revision
    if (isLast) {
      const result = await runner.run(calendarKind, calendarId, { name: 'settle', revision }, { by })
      if (result.ok) live.adopt(result.record)
    }
    return moved
  }

  return Object.freeze({ reconcile })
}
