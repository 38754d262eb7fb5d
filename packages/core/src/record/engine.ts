import type { Authority } from '../authority/authority.js'
import type { Clock } from '../contracts/clock.js'
import type { Digest } from '../contracts/digest.js'
import type { Logger } from '../contracts/logger.js'
import type { Storage } from '../contracts/storage.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError, ConflictError, OverloadedError } from '../errors.js'
import { type Attempt, type ContextOf, createAttempt, type Found, type Issued, type Registered } from './attempt.js'
import { reindex } from './catching-up/reindex.js'
import { searchAnew } from './catching-up/search-anew.js'
import type { ClockGuard } from './clock-guard.js'
import type { Committer } from './committer.js'
import type { Destinations } from './destinations.js'
import { createKeyedMutex } from './keyed-mutex.js'
import { createRecordCache } from './record-cache.js'
import type { CommandResult, Moment, RecordKind, RecordRunner, RunOptions } from './record-kind.js'
import { createRecordReader, type RecordReader } from './record-reader.js'
import type { SearchIndexing } from './searching/search-index.js'

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape live in one map; each is only used through its own registration
type AnyKind = RecordKind<any, any, any>
// biome-ignore lint/suspicious/noExplicitAny: as AnyKind
type AnyRegistered = Registered<any, any, any>

interface EngineParts {
  readonly storage: Storage
  readonly committer: Committer
  readonly clock: Clock
  readonly digest: Digest
  readonly destinations: Destinations
  /** Roles and permissions of the place. Absent: those of the library. */
  readonly authority?: Authority
  /** Told of damaged records that a walk leaves out. Absent: nobody is. */
  readonly logger?: Logger | undefined
  /** See `createAttempt`. */
  readonly upToDate?: () => Promise<void> | undefined
  /** Asked before anything is decided. Absent: any clock is taken. */
  readonly guard?: ClockGuard
  /** How texts are made to be found. Absent: they are not. */
  readonly search?: SearchIndexing | undefined
  /** Called after a commit whose outbox holds deliveries for core itself. */
  readonly carryOn: () => Promise<unknown>
  readonly limits?:
    | {
        /** How many commands may run or wait. */
        readonly maxInFlight?: number | undefined
        /** How many recently written records are cached. */
        readonly cachedRecords?: number | undefined
      }
    | undefined
}

/** The runner that core and plugins use, with the registrations behind it. */
export interface Engine extends RecordRunner {
  /** Makes a type known to `run`. @throws ConfigurationError when the type is registered already */
  register<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
    contextOf: ContextOf<F, C, X>,
  ): void
  /** The registered kind of this type; `undefined` when there is none. */
  kind(type: string): AnyKind | undefined
  /** All registered kinds. */
  kinds(): readonly AnyKind[]
  /** As `page`, with what is stored, to hand it to `run` as `known`. */
  readPage: RecordReader['readPage']
  /** The facts of a record that was loaded from the storage. */
  factsIn: RecordReader['factsIn']
  /** The event that caused a delivery; `undefined` when it is not there. */
  eventOf: RecordReader['eventOf']
  /** Completes the index of open records of before; see `reindex`. Answers how many there were. */
  reindex(): Promise<number>
  /** Makes what the texts of records of before are found by; see `searchAnew`. Answers how many there were. */
  searchAnew(): Promise<number>
  /** The same with its hash. */
  readEventOf: RecordReader['readEventOf']
  /** The event that caused a delivery, and the facts as they were after it. */
  readAt: RecordReader['readAt']
  /** The events of a record that were not owed to a destination, each with its hash. */
  eventsNotOwed: RecordReader['eventsNotOwed']
  /** Resolves when no command is under way. */
  drain(): Promise<void>
}

const maxAttempts = 16
const silent: Logger = { info: () => {}, warn: () => {} }

/** Runs records: load → decide → evolve → commit. One way for the data, for every kind of record. */
export function createEngine(parts: EngineParts): Engine {
  const { storage, carryOn, logger = silent, limits: { maxInFlight = 10_000, cachedRecords = 2000 } = {} } = parts
  const mutex = createKeyedMutex()
  const kinds = new Map<string, AnyRegistered>()
  const kindOf = (type: string): AnyKind | undefined => kinds.get(type)?.kind
  const reader = createRecordReader({ storage, logger, kindOf })
  const catchingUp = { storage, logger, kindOf, factsIn: reader.factsIn }
  const attemptOnce = createAttempt({ ...parts, reader, cache: createRecordCache(cachedRecords) })
  let running = 0
  const idle = new Set<() => void>()

  function registered<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
  ): Registered<F, C, X> {
    const contextOf = kinds.get(kind.type)?.contextOf
    if (contextOf === undefined)
      throw new ConfigurationError(
        inBoth(`档案类型 ${kind.type} 未登记。`, `The record type ${kind.type} is not registered.`),
        { type: kind.type },
      )
    return { kind, contextOf }
  }

  async function decideUntilCommitted<F extends object, C extends { readonly name: string }, X extends Moment>(
    own: Registered<F, C, X>,
    issued: Issued<C>,
  ): Promise<Found<F>> {
    const attempt: Attempt = { fresh: false }
    try {
      for (let number = 0; number < maxAttempts; number++) {
        attempt.fresh = number > 0
        const found = await attemptOnce(own, issued, attempt)
        // A commit with an unknown outcome may still take effect: a refusal answered now could turn out to have been carried out.
        if (found?.result.ok === false && attempt.lost !== undefined) throw attempt.lost
        if (found !== undefined) return found
      }
      throw new ConflictError(own.kind.type, issued.id, maxAttempts)
    } catch (error) {
      // Whatever fails after such a commit: the commit is what the caller has to know of.
      throw attempt.lost ?? error
    }
  }

  async function run<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
    id: string,
    command: C,
    options: RunOptions,
  ): Promise<CommandResult<F>> {
    const own = registered(kind)
    if (options.tx !== undefined && storage.capabilities.hostTransaction !== true)
      throw new ConfigurationError(
        inBoth(
          `存储 ${storage.name} 不能在宿主的事务内写入，请去掉 \`tx\`。`,
          `${storage.name} cannot write inside a transaction of the host; leave out \`tx\`.`,
        ),
      )
    // Commands of the system itself (deadlines, effects of other records) are always taken: they are what empties the queue.
    if (running >= maxInFlight && options.by.kind !== 'system') throw new OverloadedError(running)
    running++
    const issued = { id, command, options }
    const found = await mutex.run(`${kind.type}/${id}`, () => decideUntilCommitted(own, issued)).finally(leave)
    // Outside the mutex: the follow-up work may come back to this very record.
    if (found.followUp === true) await carryOn()
    return found.result
  }

  function leave(): void {
    running--
    if (running > 0) return
    for (const each of idle) each()
    idle.clear()
  }

  async function drain(): Promise<void> {
    while (running > 0) await new Promise<void>((resolve) => idle.add(resolve))
  }

  return Object.freeze({
    register: ((kind: AnyKind, contextOf: AnyRegistered['contextOf']) => {
      if (kinds.has(kind.type))
        throw new ConfigurationError(
          inBoth(`档案类型 ${kind.type} 定义了两次。`, `The record type ${kind.type} is defined twice.`),
          { type: kind.type },
        )
      kinds.set(kind.type, { kind, contextOf })
    }) as Engine['register'],
    kind: kindOf,
    kinds: () => [...kinds.values()].map(({ kind }) => kind),
    run,
    facts: reader.facts,
    events: reader.events,
    page: reader.page,
    readPage: reader.readPage,
    factsIn: reader.factsIn,
    each: reader.each,
    eventOf: reader.eventOf,
    reindex: () => reindex(catchingUp),
    searchAnew: () => searchAnew(catchingUp, parts.search),
    readEventOf: reader.readEventOf,
    readAt: reader.readAt,
    eventsNotOwed: reader.eventsNotOwed,
    drain,
  })
}
