import { millisecondsInMinute } from 'date-fns/constants'
import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import type { SendResult } from '../contracts/channel.js'
import type { ReadOptions } from '../contracts/command.js'
import type { StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { CloudEvent, EventSink } from '../contracts/streams/sink.js'
import type { Timer } from '../contracts/timer.js'
import { backOff } from '../delivery/back-off.js'
import { unknownOutcome } from '../delivery/send-result.js'
import { beginTogether, inBatches } from '../delivery/together.js'
import { within } from '../delivery/within.js'
import { knownNames } from '../errors/known-names.js'
import { AdapterError, isHuiyinError, NotFoundError } from '../errors.js'
import { parseInput, readerAnd } from '../import/parse.js'
import type { RecordReader } from '../record/record-reader.js'
import { cloudEvent } from './cloud-event.js'
import { isWanted } from './event-pattern.js'
import { defaultBatch, publish } from './publish.js'

/** Which events a sink that was added later gets. */
export interface BackfillOptions {
  /** Events from this instant on, in milliseconds since 1970. Absent: all. */
  readonly since?: number
  /** `next` of the last page of an earlier walk with the same `since`, to go on after it. Absent: from the first record. */
  readonly after?: string
}

/** One page of a backfill: the records of it are through. */
export interface BackfillPage {
  /** How many events the sink took. */
  readonly published: number
  /** Events that the sink refused for good, and records that are damaged: left out. Empty when there are none. */
  readonly leftOut: readonly {
    /** Id of the CloudEvent; of a damaged record its subject. */
    readonly id: string
    /** What the sink said. */
    readonly reason: string
  }[]
  /** Where to go on after this page; absent when it was the last. Keep it, to go on after an interruption. */
  readonly next?: string
}

/** Outlets of events to other systems, for operators 出口. By: a system administrator of the whole city, or the system. */
export interface Sinks {
  /**
   * Hands a sink what it was not owed when it happened: everything from before it was added, or from while it was retired. Page by page, in bounded memory, of each
   * record in order; a page is handed over when it is asked for. At least once, with the ids that the events always have. What the sink was owed comes
   * through the outbox, as ever: begin between `start()` and `run()`, so that of each record the older events arrive first.
   *
   * @param sink name of a sink of this process
   * @throws NotPermittedError for whom the table does not let operate deliveries, and NotFoundError for another name
   * @throws InvalidInputError for wrong options
   * @throws AdapterError while walking, when the sink takes nothing any more: go on with `after`, the `next` of the last page
   *
   * @example
   * ```ts
   * import { createHuiyin, memoryStorage } from '@huiyin/core'
   * import { memorySink } from '@huiyin/testkit'
   *
   * const system = { id: 'system', kind: 'system', grants: [] } as const
   * const huiyin = createHuiyin({ storage: memoryStorage(), sinks: [memorySink()] })
   * await huiyin.start()
   * for await (const page of huiyin.sinks.backfill('memory', { by: system })) console.log(page.published, page.next)
   * await huiyin.stop()
   * ```
   */
  backfill(sink: string, options: BackfillOptions & ReadOptions): AsyncIterable<BackfillPage>
}

type Failed = Extract<SendResult, { ok: false }>

const form = z.strictObject({ since: z.number().int().min(0).default(0), after: z.string().max(1000).optional() })
const usualTimeout = 30_000
// By the sixth a batch of 200 has gone event by event.
const mostAttempts = 6
const longestWait = 15 * millisecondsInMinute
const ofSink: ReadonlySet<string> = new Set(['config', 'auth', 'quota'])
const ofEvent: ReadonlySet<string> = new Set(['recipient', 'content'])

interface Parts {
  readonly sinks: readonly EventSink[]
  readonly find: Storage['find']
  readonly eventsNotOwed: RecordReader['eventsNotOwed']
  readonly timer: Timer
  /** The option `eventOrigin`. */
  readonly origin: string
  /** Throws for whom the place does not let operate deliveries. */
  readonly assertMay: (by: Actor) => void
}

/** Hands a sink that was added later what it was not owed; see `Sinks.backfill`. */
export function createBackfill({ sinks, find, eventsNotOwed, timer, origin, assertMay }: Parts): Sinks['backfill'] {
  const rest = (milliseconds: number) => new Promise<void>((resolve) => void timer.after(milliseconds, resolve))

  async function publishOnce(sink: EventSink, batch: readonly CloudEvent[]): Promise<readonly SendResult[]> {
    const { timeout = usualTimeout } = sink
    const begun = beginTogether((some, signal) => publish(sink, some, signal), batch)
    const answers = await within(timer, timeout, Promise.all(begun.map(({ answer }) => answer))).first
    if (answers === undefined) begun[0]?.callOff()
    return answers ?? batch.map(() => unknownOutcome(`no answer within ${timeout / 1000} s`))
  }

  /**
   * Publishes until each event is taken, or is known to be refused for good; answers those refused.
   *
   * @throws AdapterError when the sink takes nothing any more
   */
  async function publishAll(sink: EventSink, batch: readonly CloudEvent[]): Promise<ReadonlyMap<CloudEvent, Failed>> {
    const refused = new Map<CloudEvent, Failed>()
    let left = batch
    for (let attempts = 1; ; attempts++) {
      const failed = new Map<CloudEvent, Failed>()
      for (const some of inBatches(
        left.map((event) => ({ event, attempts })),
        sink.batch ?? defaultBatch,
      )) {
        const results = await publishOnce(
          sink,
          some.map(({ event }) => event),
        )
        for (const [position, { event }] of some.entries()) {
          const result = results[position] as SendResult
          if (!result.ok) (ofEvent.has(result.class) ? refused : failed).set(event, result)
        }
      }
      const [one] = failed.values()
      if (one === undefined) return refused
      const waits = [...failed.values()].map(({ retryAfter = 0 }) => retryAfter)
      const wait = Math.max(backOff(sink.name, attempts), ...waits)
      // The sink takes others, so it is these that it cannot take.
      if (attempts === mostAttempts && failed.size < left.length) return new Map([...refused, ...failed])
      if (attempts === mostAttempts || ofSink.has(one.class) || wait > longestWait)
        throw new AdapterError({
          adapter: sink.name,
          operation: 'publish',
          retryable: true,
          message: `${one.class}: ${one.reason}`,
        })
      await rest(wait)
      left = [...failed.keys()]
    }
  }

  /** The events of a record that the sink is to get, each when it is asked for. */
  async function* eventsFor(sink: EventSink, record: StoredRecord, since: number): AsyncGenerator<CloudEvent> {
    for await (const read of eventsNotOwed(sink.name, record.type, record.id))
      if (read.event.at >= since && isWanted(sink.on, read.event.type)) yield cloudEvent(origin, record, read)
  }

  /** The records of a page side by side: a batch holds the next event of each, so that never two of one record are under way. */
  async function handOver(sink: EventSink, records: readonly StoredRecord[], since: number) {
    const leftOut: { id: string; reason: string }[] = []
    let published = 0
    const nextOf = async (stream: AsyncGenerator<CloudEvent>, { type, id }: StoredRecord) => {
      try {
        return (await stream.next()).value as CloudEvent | undefined
      } catch (error) {
        if (isHuiyinError(error)) throw error
        leftOut.push({ id: `${type}/${id}`, reason: 'its events cannot be read; run `huiyin verify`' })
        return undefined
      }
    }
    let open = records.map((record) => ({ record, stream: eventsFor(sink, record, since) }))
    while (open.length > 0) {
      const heads = await Promise.all(open.map(({ stream, record }) => nextOf(stream, record)))
      const batch = heads.filter((event) => event !== undefined)
      const refused = await publishAll(sink, batch)
      published += batch.length - refused.size
      for (const [{ id }, failure] of refused) leftOut.push({ id, reason: `${failure.class}: ${failure.reason}` })
      const goesOn = (event: CloudEvent | undefined) =>
        event !== undefined && !(sink.onDeadLetter === 'block' && refused.has(event))
      open = open.filter((_, position) => goesOn(heads[position]))
    }
    return { published, leftOut }
  }

  async function* walk(sink: EventSink, since: number, from: string | undefined): AsyncGenerator<BackfillPage> {
    for (let after = from; ; ) {
      const limit = sink.batch ?? defaultBatch
      const { items, next } = await find({ limit, ...(after !== undefined && { after }) })
      const changed = items.filter(({ updatedAt }) => updatedAt >= since)
      yield { ...(await handOver(sink, changed, since)), ...(next !== undefined && { next }) }
      if (next === undefined) return
      after = next
    }
  }

  return function backfill(name, options): AsyncIterable<BackfillPage> {
    const [by, rest] = readerAnd(options)
    const { since, after } = parseInput(form, rest, ['options'], 'backfill options')
    assertMay(by)
    const sink = sinks.find((each) => each.name === name)
    const names = sinks.map((each) => each.name)
    if (sink === undefined) throw new NotFoundError('sink', String(name), ['sink'], knownNames(name, names))
    return walk(sink, since, after)
  }
}
