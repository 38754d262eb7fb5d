import { millisecondsInMinute } from 'date-fns/constants'
import { pageByPage, pageSize } from '../../amendment/page-by-page.js'
import type { Logger } from '../../contracts/logger.js'
import type { Timer } from '../../contracts/timer.js'
import { inWords } from '../../import/in-words.js'
import { followCommand } from '../../plugin/record/bound-command.js'
import type { BoundKind, Clocked } from '../../plugin/record/bound-kind.js'
import { amendedClocks } from '../../plugin/record/record-clocks.js'
import type { AnyRecordDefinition } from '../../plugin/record/record-definition.js'
import type { Engine } from '../../record/engine.js'
import type { ReadRecord } from '../../record/record-kind.js'
import type { CalendarHistory } from '../../sla/calendar-history.js'
import { systemActor } from '../system-actor.js'

interface Parts {
  readonly engine: Engine
  readonly bound: ReadonlyMap<AnyRecordDefinition, BoundKind>
  readonly calendars: () => CalendarHistory
  readonly logger: Logger
  readonly timer: Timer
}

/** How long something that was decided by the calendar before may still be under way. */
const settledAfter = 10 * millisecondsInMinute

/**
 * Takes the deadlines of open records of plugins along when a holiday notice is applied. It compares what is stored with the calendar in force, so it may be
 * interrupted, repeated, and run by several processes at once. A process looks at once, and again when nothing decided before can be under way.
 */
export function createRecordFollower({ engine, bound, calendars, logger, timer }: Parts) {
  const clocked = [...bound].filter(([{ clocks = {} }]) => Object.keys(clocks).length > 0)
  const looked = { once: 0, again: 0 }
  let heard = { revision: 0, at: Number.NEGATIVE_INFINITY }

  // One record that cannot be moved must not keep the others waiting: it is moved by the next command on it.
  const move = (kind: BoundKind, known: ReadRecord<object>) =>
    engine
      .run(kind, known.record.id, { name: followCommand, input: {} }, { by: systemActor, known })
      .catch((error: unknown) =>
        logger.warn('a record waits for the calendar', { record: known.record.id, error: inWords(error) }),
      )

  async function look(now: number, goOn: () => boolean): Promise<boolean> {
    const { inForce } = calendars()
    for (const [{ clocks = {} }, kind] of clocked) {
      const page = async (after: string | undefined) => {
        const query = { open: true, limit: pageSize, ...(after !== undefined && { after }) }
        const { items, next } = await engine.readPage<Clocked>(kind, query)
        const moving = items.filter(
          ({ facts }) => Object.keys(amendedClocks(clocks, inForce, facts.clocks ?? {}, now)).length > 0,
        )
        await Promise.all(moving.map((each) => move(kind, each)))
        return next
      }
      if (!(await pageByPage(timer, page, goOn))) return false
    }
    return true
  }

  return async function follow(now: number, goOn: () => boolean): Promise<void> {
    const { revision } = calendars()
    if (heard.revision !== revision) heard = { revision, at: now }
    const isLast = now >= heard.at + settledAfter || now < heard.at
    if (looked.again >= revision || (looked.once >= revision && !isLast)) return
    if (!(await look(now, goOn))) return
    looked.once = revision
    if (isLast) looked.again = revision
  }
}
