import type { Clock } from '../contracts/clock.js'
import type { Digest } from '../contracts/digest.js'
import type { FindQuery } from '../contracts/queries.js'
import type { Change, CommitOutcome, Loaded, StoredAnswer, StoredRecord } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { AdapterError, ConfigurationError, ConflictError, isHuiyinError, OverloadedError } from '../errors.js'
import { refOf } from './bucket.js'
import { canonical } from './canonical.js'
import { outcomeOf } from './change.js'
import { commandRefusals } from './command-refusals.js'
import type { Committer } from './committer.js'
import { type Destinations, internalDestination } from './destinations.js'
import { createKeyedMutex } from './keyed-mutex.js'
import { createRecordCache } from './record-cache.js'
import type { CommandResult, DomainEvent, Moment, RecordKind, RecordRunner, RunOptions } from './record-kind.js'

/** What a record kind needs besides the moment, gathered before it decides. May read, must not write. */
export type ContextOf<Facts, Command, Context> = (
  moment: Moment,
  command: Command,
  facts: Facts | undefined,
  id: string,
) => Context | Promise<Context>

// biome-ignore lint/suspicious/noExplicitAny: kinds of every shape live in one map; each is only used through its own registration
type AnyKind = RecordKind<any, any, any>

interface EngineParts {
  readonly storage: Storage
  readonly committer: Committer
  readonly clock: Clock
  readonly digest: Digest
  readonly destinations: Destinations
  /** Called after a change was committed that asks for follow-up work of the system itself. */
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

export interface Engine extends RecordRunner {
  register<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
    contextOf: ContextOf<F, C, X>,
  ): void
  kind(type: string): AnyKind | undefined
  /** Resolves when no command is under way. */
  drain(): Promise<void>
}

const attempts = 16

const pageSize = 500

/** Runs records: load → decide → evolve → commit. One way for the data, for every kind of record. */
export function createEngine(parts: EngineParts): Engine {
  const {
    storage,
    committer,
    clock,
    digest,
    destinations,
    carryOn,
    limits: { maxInFlight = 10_000, cachedRecords = 2000 } = {},
  } = parts
  const mutex = createKeyedMutex()
  const cache = createRecordCache(cachedRecords)
  let running = 0
  const idle = new Set<() => void>()
  const kinds = new Map<string, { kind: AnyKind; contextOf: ContextOf<never, never, unknown> }>()

  async function* events(type: string, id: string, from = 0): AsyncIterable<DomainEvent> {
    for (let after = from; ; ) {
      const rows = await storage.history(refOf(type, id), { after, limit: pageSize })
      for (const row of rows) yield JSON.parse(row.bytes) as DomainEvent
      if (rows.length < pageSize) return
      after = rows.at(-1)?.seq ?? after
    }
  }

  function factsIn<F>({ type, id, body }: StoredRecord): F {
    try {
      return JSON.parse(body) as F
    } catch (error) {
      // Written by nobody here: verify says more.
      throw new AdapterError(
        storage.name,
        'load',
        false,
        `The stored record ${type}/${id} is not valid JSON. Run \`huiyin verify\`.`,
        error,
      )
    }
  }

  // The first answer again: facts as they were then, folded from the events up to that version.
  async function answerAgain<F extends object>(
    kind: AnyKind,
    id: string,
    answer: StoredAnswer,
  ): Promise<CommandResult<F>> {
    let facts: F | undefined
    const own: DomainEvent[] = []
    for await (const event of events(kind.type, id)) {
      if (event.seq > answer.version) break
      facts = kind.evolve(facts, event) as F
      if (event.seq > answer.version - answer.events) own.push(event)
    }
    return { ok: true, record: Object.freeze(facts as F), version: answer.version, events: own }
  }

  // One decision, on the record as this process last wrote it or, `fresh`, as it is now; `undefined` when it must be taken again.
  async function once<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
    id: string,
    command: C,
    options: RunOptions,
    contextOf: ContextOf<F, C, X>,
    fresh: boolean,
    lost: { error?: unknown },
  ): Promise<{ readonly result: CommandResult<F>; readonly owes?: boolean } | undefined> {
    const ref = refOf(kind.type, id)
    const { by, key, tx } = options
    const fingerprint = key === undefined ? '' : digest.hex(canonical([command.name, by.id, options.body ?? command]))
    const cached = fresh || tx !== undefined ? undefined : cache.get(ref)
    const beside = { ...(key !== undefined && { key }), ...(tx !== undefined && { tx }) }
    const unread: Loaded | undefined = cached ?? (options.isNew === true && !fresh ? {} : undefined)
    const { record, answer }: Loaded = unread ?? (await storage.load(ref, beside))
    if (answer !== undefined) return { result: await sameOrReused(kind, id, answer, fingerprint) }
    const version = record?.version ?? 0
    if (options.expectedVersion !== undefined && options.expectedVersion !== version) {
      if (unread !== undefined) return undefined
      const details = { expected: options.expectedVersion, actual: version, path: ['expectedVersion'] }
      return { result: { ok: false, refusal: commandRefusals['stale-version'](details) } }
    }
    const facts = record === undefined ? undefined : factsIn<F>(record)
    // A clock that stepped back must not write the past: time within a record never runs backwards.
    const now = Math.max(options.at ?? clock.now(), record?.updatedAt ?? 0)
    const decision = kind.decide(facts, command, await contextOf({ now, by }, command, facts, id))
    // A "no", or "nothing to do", is only ever said of a record just read.
    if (unread !== undefined && ('refusal' in decision || decision.events.length === 0)) return undefined
    if ('refusal' in decision) return { result: { ok: false, refusal: decision.refusal } }
    if (decision.events.length === 0 && facts === undefined)
      throw new ConfigurationError(
        `The record type ${kind.type} decided nothing for a record that is not there yet; it refuses, or begins it.`,
        { type: kind.type, command: command.name },
      )
    if (decision.events.length === 0 && facts !== undefined) {
      return { result: { ok: true, record: Object.freeze(facts), version, events: [] } }
    }
    const outcome = outcomeOf({
      kind: kind as RecordKind<F, never, never>,
      ref,
      record,
      facts,
      projected: cached?.projected,
      drafted: decision.events,
      erase: decision.erase ?? [],
      now,
      by: { id: by.id, kind: by.kind },
      digest,
      destinations,
      vault: options.vault ?? [],
      command: key === undefined ? undefined : { key, fingerprint },
    })
    cache.drop(ref)
    const verdict = await committed(outcome.change, options, lost)
    if (verdict === undefined) return undefined
    if (verdict.kind === 'duplicate') return { result: await sameOrReused(kind, id, verdict.answer, fingerprint) }
    if (verdict.kind === 'conflict') return undefined
    const { change, events: told } = outcome
    if (tx === undefined) cache.put(outcome)
    return {
      result: { ok: true, record: Object.freeze(outcome.facts), version: change.version, events: told },
      owes: tx === undefined && change.deliveries.some((each) => each.destination === internalDestination),
    }
  }

  // A storage that lost sight of a commit cannot say whether it happened. With a key the next round finds out; without one nobody may guess.
  function committed(
    change: Change,
    { key, tx }: RunOptions,
    lost: { error?: unknown },
  ): Promise<CommitOutcome | undefined> {
    return committer.commit(change, tx === undefined ? undefined : { tx }).catch((error: unknown) => {
      const { outcome } = (isHuiyinError(error) ? error.details : {}) as Partial<AdapterError>
      if (key === undefined || tx !== undefined || outcome !== 'unknown') throw error
      lost.error = error
      return undefined
    })
  }

  async function run<F extends object, C extends { readonly name: string }, X extends Moment>(
    kind: RecordKind<F, C, X>,
    id: string,
    command: C,
    options: RunOptions,
  ): Promise<CommandResult<F>> {
    const contextOf = kinds.get(kind.type)?.contextOf as ContextOf<F, C, X> | undefined
    if (contextOf === undefined) {
      throw new ConfigurationError(`The record type ${kind.type} is not registered.`, { type: kind.type })
    }
    if (options.tx !== undefined && storage.capabilities.hostTransaction !== true)
      throw new ConfigurationError(`${storage.name} cannot write inside a transaction of the host; leave out \`tx\`.`)
    // What time or another record asks for is never turned away: it is what empties the queue.
    if (running >= maxInFlight && options.by.kind !== 'system') throw new OverloadedError(running)
    running++
    const decided = await mutex
      .run(`${kind.type}/${id}`, async () => {
        const lost: { error?: unknown } = {}
        try {
          for (let attempt = 0; attempt <= attempts; attempt++) {
            const found = await once(kind, id, command, options, contextOf, attempt > 0, lost)
            // A write nobody saw the end of may still arrive: a "no" told now could turn out to have been done.
            if (found?.result.ok === false && lost.error !== undefined) throw lost.error
            if (found !== undefined) return found
          }
          throw new ConflictError(kind.type, id, attempts)
        } catch (error) {
          // Whatever fails after such a write: the write is what the caller has to know of.
          throw lost.error ?? error
        }
      })
      .finally(leave)
    // Outside the turn: what the system owes itself may come back to this very record.
    if (decided.owes === true) await carryOn()
    return decided.result
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

  async function sameOrReused<F extends object>(
    kind: AnyKind,
    id: string,
    answer: StoredAnswer,
    fingerprint: string,
  ): Promise<CommandResult<F>> {
    if (answer.fingerprint === fingerprint) return answerAgain(kind, id, answer)
    return { ok: false, refusal: commandRefusals['key-reused']({ key: answer.key, path: ['key'] }) }
  }

  async function facts<F extends object>(kind: { readonly type: string }, id: string) {
    const { record } = await storage.load(refOf(kind.type, id))
    return record === undefined ? undefined : { facts: factsIn<F>(record), version: record.version }
  }

  async function* each<F extends object>(
    kind: { readonly type: string },
    query: Omit<FindQuery, 'type' | 'after' | 'limit'> = {},
  ) {
    let after: string | undefined
    do {
      const page = await storage.find({
        ...query,
        type: kind.type,
        limit: pageSize,
        ...(after !== undefined && { after }),
      })
      for (const record of page.items) yield { id: record.id, version: record.version, facts: factsIn<F>(record) }
      after = page.next
    } while (after !== undefined)
  }

  return Object.freeze({
    register: ((kind: AnyKind, contextOf: ContextOf<never, never, unknown>) => {
      if (kinds.has(kind.type))
        throw new ConfigurationError(`The record type ${kind.type} is defined twice.`, { type: kind.type })
      kinds.set(kind.type, { kind, contextOf })
    }) as Engine['register'],
    kind: (type: string) => kinds.get(type)?.kind,
    run,
    facts,
    events,
    each,
    drain,
  })
}
