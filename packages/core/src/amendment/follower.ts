import type { Actor } from '../contracts/actor.js'
import type { Logger } from '../contracts/logger.js'
import { inWords } from '../import/in-words.js'
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
  readonly logger: Logger
}

/** See `createFollower`. */
export type Follower = ReturnType<typeof createFollower>

/**
 * Takes the deadlines of open requests along when a notice is applied. It compares what is stored with the calendar in force, so it may be
 * interrupted, repeated, and run by several processes at once. It looks twice: at once, and when no process can still decide by the calendar before.
 */
export function createFollower({ runner, kind, lifecycle, live, by, logger }: FollowerParts) {
  let looked = 0
  let again = Number.NEGATIVE_INFINITY

  // One request that cannot be moved must not keep the others waiting: it is tried again later.
  async function moves(id: string): Promise<boolean | undefined> {
    try {
      const command: RequestCommand = { name: 'followCalendar', input: {} }
      const result = await runner.run<RequestFacts, RequestCommand, RequestContext>(kind, id, command, { by })
      return result.ok && result.events.length > 0
    } catch (error) {
      logger.warn('a request waits for the calendar', { record: id, error: inWords(error) })
      return undefined
    }
  }

  /** Looks at every open request; `undefined` when it was interrupted. */
  async function look(now: number, goOn: () => boolean): Promise<{ moved: number; failed: number } | undefined> {
    const calendars = live.history()
    const found = { moved: 0, failed: 0 }
    let waiting: string[] = []
    async function follow(): Promise<void> {
      for (const outcome of await Promise.all(waiting.map(moves))) {
        if (outcome === true) found.moved++
        if (outcome === undefined) found.failed++
      }
      waiting = []
    }
    for await (const { id, facts } of runner.each<RequestFacts>(kind, { open: true })) {
      if (!goOn()) return undefined
      if (calendarChange(facts, { now, calendars, lifecycle }) !== undefined) waiting.push(id)
      if (waiting.length >= group) await follow()
    }
    await follow()
    return found
  }

  /** Does what is left to do, and answers how many requests moved. */
  async function reconcile(now: number, goOn: () => boolean = () => true): Promise<number> {
    const { revision } = live.history()
    if (live.settled() >= revision) return 0
    const isLast = now >= (live.applied().at(-1)?.at ?? 0) + settledAfter
    if (looked === revision && (!isLast || now < again)) return 0
    const found = await look(now, goOn)
    if (found === undefined) return 0
    looked = revision
    again = found.failed > 0 ? now + settledAfter : Number.NEGATIVE_INFINITY
    if (isLast && found.failed === 0) {
      const result = await runner.run(calendarKind, calendarId, { name: 'settle', revision }, { by })
      if (result.ok) live.adopt(result.record)
    }
    return found.moved
  }

  return Object.freeze({ reconcile })
}
