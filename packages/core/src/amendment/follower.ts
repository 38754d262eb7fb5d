import { millisecondsInMinute } from 'date-fns/constants'
import type { Actor } from '../contracts/actor.js'
import type { Logger } from '../contracts/logger.js'
import type { Timer } from '../contracts/timer.js'
import { inWords } from '../import/in-words.js'
import type { Engine } from '../record/engine.js'
import type { ReadRecord, RecordKind, RecordRunner } from '../record/record-kind.js'
import { mayMove } from '../request/calendar/calendar-change.js'
import type { RequestCommand } from '../request/commands.js'
import type { LifecycleTable, RequestContext } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'
import { calendarId, calendarKind } from './calendar-kind.js'
import type { LiveCalendar } from './live-calendar.js'
import { pageByPage, pageSize } from './page-by-page.js'

/** How long something that was decided by the calendar before may still be under way, ten times what a process takes to hear of a notice. */
const settledAfter = 10 * millisecondsInMinute

interface FollowerParts {
  readonly runner: RecordRunner & Pick<Engine, 'readPage'>
  readonly kind: RecordKind<RequestFacts, RequestCommand, RequestContext>
  readonly lifecycle: LifecycleTable
  readonly live: LiveCalendar
  readonly by: Actor
  readonly logger: Logger
  readonly timer: Timer
}

/**
 * Takes the deadlines of open requests along when a notice is applied. It compares what is stored with the calendar in force, so it may be
 * interrupted, repeated, and run by several processes at once. A process that hears of a notice looks twice: at once, and when nothing that it decided by the
 * calendar before can still be under way.
 */
export function createFollower({ runner, kind, lifecycle, live, by, logger, timer }: FollowerParts) {
  // Up to which revision this process has looked: a first time, and again when nothing that it decided before can still be under way.
  const looked = { once: 0, again: 0 }
  let heard = { revision: 0, at: Number.NEGATIVE_INFINITY }
  let notBefore = Number.NEGATIVE_INFINITY

  // One request that cannot be moved must not keep the others waiting: it is tried again later.
  async function moves(known: ReadRecord<RequestFacts>): Promise<boolean | undefined> {
    const { id } = known.record
    try {
      const command: RequestCommand = { name: 'followCalendar', input: {} }
      const options = { by, known }
      const result = await runner.run<RequestFacts, RequestCommand, RequestContext>(kind, id, command, options)
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
    async function followPage(after: string | undefined): Promise<string | undefined> {
      const query = { open: true, limit: pageSize, ...(after !== undefined && { after }) }
      const { items, next } = await runner.readPage<RequestFacts>(kind, query)
      const moving = items.filter(({ facts }) => mayMove(facts, { now, calendars, lifecycle }))
      for (const outcome of await Promise.all(moving.map(moves))) {
        if (outcome === true) found.moved++
        if (outcome === undefined) found.failed++
      }
      return next
    }
    return (await pageByPage(timer, followPage, goOn)) ? found : undefined
  }

  /** What a process finds when it starts was decided by others: it looks once, unless that is done. */
  function begin(): void {
    const { revision } = live.history()
    heard = { revision, at: Number.NEGATIVE_INFINITY }
    if (live.settled() >= revision) looked.once = looked.again = revision
  }

  /** Does what is left to do, and answers how many requests moved. */
  async function reconcile(now: number, goOn: () => boolean = () => true): Promise<number> {
    const { revision } = live.history()
    if (heard.revision !== revision) heard = { revision, at: now }
    const isLast = now >= heard.at + settledAfter || now < heard.at
    if (looked.again >= revision || now < notBefore || (looked.once >= revision && !isLast)) return 0
    const found = await look(now, goOn)
    if (found === undefined) return 0
    notBefore = found.failed > 0 ? now + settledAfter : Number.NEGATIVE_INFINITY
    if (found.failed > 0) return found.moved
    looked.once = revision
    if (isLast) looked.again = revision
    await settle(revision, now)
    return found.moved
  }

  // Whoever starts after this need not look at all.
  async function settle(revision: number, now: number): Promise<void> {
    if (live.settled() >= revision || now < (live.applied().at(-1)?.at ?? 0) + settledAfter) return
    const result = await runner.run(calendarKind, calendarId, { name: 'settle', revision }, { by })
    if (result.ok) live.adopt(result.record)
  }

  return Object.freeze({ begin, reconcile })
}
