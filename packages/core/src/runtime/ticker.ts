import { millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import { dayMs } from '../calendar/date.js'
import type { Logger } from '../contracts/logger.js'
import type { Settlement } from '../contracts/queries.js'
import type { Storage } from '../contracts/storage.js'
import { inWords } from '../import/in-words.js'
import type { Engine } from '../record/engine.js'
import { systemActor } from './system-actor.js'

const leaseFor = millisecondsInMinute
const batch = 200
const tryAgainAfter = millisecondsInHour
// A notice may open offices on a day that was off, so what rests until then is looked at every day.
const longestRest = dayMs
// Another process of a rolling deploy knows the state: it should find the deadline due soon.
const unknownStateAfter = millisecondsInMinute

/** Whether a due deadline had an effect; if not, in how many milliseconds it is due again. */
interface Handled {
  readonly done: boolean
  readonly again: number
}

/** Handles due deadlines; see `createTicker`. */
export type Ticker = ReturnType<typeof createTicker>

interface TickerParts {
  readonly storage: Storage
  readonly engine: Engine
  readonly owner: string
  readonly logger: Logger
  /** For how many days the answers to idempotency keys are kept. */
  readonly idempotencyDays: number
}

/** Turns due deadlines into ordinary commands. Any number of processes may do so at once: a row is leased to one of them. */
export function createTicker({ storage, engine, owner, logger, idempotencyDays }: TickerParts) {
  let forgotten = Number.NEGATIVE_INFINITY

  // Housekeeping: when it fails, deadlines run out all the same, and it is tried again later.
  async function forgetAnswers(now: number): Promise<void> {
    if (now - forgotten < dayMs) return
    forgotten = now
    try {
      await storage.settle([{ what: 'answers', before: now - idempotencyDays * dayMs }])
    } catch (error) {
      forgotten = now - dayMs + tryAgainAfter
      logger.warn('old answers could not be removed', { error: inWords(error) })
    }
  }

  async function handle(
    row: { readonly type: string; readonly id: string; readonly name: string },
    now: number,
  ): Promise<Handled> {
    const kind = engine.kind(row.type)
    const found = kind === undefined ? undefined : await engine.facts(kind, row.id)
    if (kind === undefined || found === undefined) return { done: false, again: tryAgainAfter }
    const command = kind.onDue?.(found.facts, row.name, now)
    if (command === undefined) {
      const rests = kind.restsUntil?.(found.facts, row.name, now)
      return {
        done: false,
        again: rests === undefined ? tryAgainAfter : Math.min(Math.max(1, rests - now), longestRest),
      }
    }
    const result = await engine.run(kind, row.id, command, { by: systemActor, at: now })
    if (result.ok) return { done: result.events.length > 0, again: tryAgainAfter }
    const { code } = result.refusal
    logger.warn('a due deadline was refused', { record: row.id, deadline: row.name, code })
    return { done: false, again: code === 'wrong-state' ? unknownStateAfter : tryAgainAfter }
  }

  // One record that cannot be handled must not keep all others waiting: its deadline is given back, and a warning is logged.
  async function handleOrWarn(row: Parameters<typeof handle>[0], now: number): Promise<Handled> {
    try {
      return await handle(row, now)
    } catch (error) {
      logger.warn('a due deadline failed', { record: row.id, deadline: row.name, error: inWords(error) })
      return { done: false, again: tryAgainAfter }
    }
  }

  /** Handles every deadline due by `now`, also those that handling creates; answers how many had an effect. */
  async function tick(now: number): Promise<number> {
    await forgetAnswers(now)
    let handled = 0
    for (;;) {
      const lease = { owner, until: now + leaseFor }
      const due = await storage.takeDue({ what: 'deadlines', now, limit: batch, lease })
      if (due.length === 0) return handled
      const back: Settlement[] = []
      const inOrder = async (rows: typeof due) => {
        for (const row of rows) {
          const { done, again } = await handleOrWarn(row, now)
          if (done) handled++
          else back.push({ what: 'deadline', lease, ref: row, name: row.name, at: now + again })
        }
      }
      // Different records share writes; the deadlines of one are handled one after the other, the earliest first.
      await Promise.all([...Map.groupBy(due, ({ type, id }) => `${type}/${id}`).values()].map(inOrder))
      if (back.length > 0) await storage.settle(back)
    }
  }

  return Object.freeze({ tick })
}
