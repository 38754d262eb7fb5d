import { type Authority, defaultAuthority } from '../authority/authority.js'
import type { Clock } from '../contracts/clock.js'
import type { Digest } from '../contracts/digest.js'
import type { Change, RecordRef, StoredAnswer } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { inBoth } from '../errors/faults.js'
import { type AdapterError, ConfigurationError, isHuiyinError } from '../errors.js'
import { checkLimits } from '../import/check-limits.js'
import type { Refusal } from '../import/refusal.js'
import { withoutTexts } from '../privacy/seal.js'
import { refOf } from './bucket.js'
import { canonical } from './canonical.js'
import { type Outcome, outcomeOf, type Projected } from './change.js'
import type { ClockGuard } from './clock-guard.js'
import { commandRefusals } from './command-refusals.js'
import type { Committer } from './committer.js'
import { type Destinations, internalDestination } from './destinations.js'
import { createFirstAnswer } from './first-answer.js'
import type { Packing } from './packing.js'
import type { CachedRecord, createRecordCache } from './record-cache.js'
import type { CommandResult, Moment, NewEvent, ReadFacts, RecordKind, RunOptions } from './record-kind.js'
import type { RecordReader } from './record-reader.js'
import type { SearchIndexing } from './searching/search-index.js'

/** What a record kind needs in addition to the moment, gathered before it decides. May read, must not write. */
export type ContextOf<Facts, Command, Context> = (
  moment: Moment,
  command: Command,
  facts: Facts | undefined,
  id: string,
  /** The transaction of the host that the command is decided in; `undefined` for one of its own. */
  tx: unknown,
  /** Number of events of the record so far. */
  version: number,
) => Context | Promise<Context>

/** A record kind, and how the context of its decisions is gathered. */
export interface Registered<F extends object, C extends { readonly name: string }, X extends Moment> {
  readonly kind: RecordKind<F, C, X>
  readonly contextOf: ContextOf<F, C, X>
}

/** One command on one record, the same at every attempt. */
export interface Issued<C> {
  readonly id: string
  readonly command: C
  readonly options: RunOptions
}

/** Which attempt this is, and what those before it left open. */
export interface Attempt {
  /** Read the record from the storage, whatever is cached. */
  fresh: boolean
  /** The error of a commit with an unknown outcome; absent when there was none. */
  lost?: unknown
}

/** What a successful attempt found: the answer, and whether core has follow-up work of its own to do. */
export interface Found<F> {
  readonly result: CommandResult<F>
  readonly followUp?: boolean
}

function staleVersion({ expectedVersion: expected }: RunOptions, actual: number): Refusal | undefined {
  if (expected === undefined || expected === actual) return undefined
  return commandRefusals['stale-version']({ expected, actual, path: ['expectedVersion'] })
}

function notAdmitted<F extends object, C extends { readonly name: string }, X extends Moment>(
  kind: RecordKind<F, C, X>,
  facts: F | undefined,
  command: C,
  context: X,
): Refusal | undefined {
  if (kind.authorise !== undefined) return kind.authorise(facts, command, context)
  const decision = kind.decide(facts, command, context)
  return 'refusal' in decision ? decision.refusal : undefined
}

interface AttemptParts {
  readonly storage: Storage
  readonly reader: RecordReader
  readonly committer: Committer
  readonly clock: Clock
  /** Asked before anything is decided. Absent: any clock is taken. */
  readonly guard?: ClockGuard
  readonly digest: Digest
  /** Roles and permissions of the place. Absent: those of the library. */
  readonly authority?: Authority
  readonly destinations: Destinations
  /** Learns which destinations other processes have declared, when that was read a while ago; nothing to wait for otherwise. */
  readonly upToDate?: (() => Promise<void> | undefined) | undefined
  readonly cache: ReturnType<typeof createRecordCache>
  /** Absent: nothing is kept to be searched. */
  readonly search?: SearchIndexing | undefined
}

/** What is known of a record without reading it. Nothing: it does not exist. */
interface Unread {
  readonly record?: CachedRecord['record']
  readonly read?: ReadFacts<object>
  readonly projected?: Projected
}

// A delivery that waits for an event could not be refused when it is misspelt if kinds answered events that they do not name.
function checkEventTypes(
  { type, events }: Pick<RecordKind<object, never>, 'type' | 'events'>,
  drafted: readonly NewEvent[],
) {
  const stranger = events === undefined ? undefined : drafted.find((each) => !events.includes(each.type))
  if (stranger === undefined) return
  throw new ConfigurationError(
    inBoth(
      `档案类型 ${type} 作出了事件 ${stranger.type}，它的 \`events\` 没有列出该事件：${events?.join('、')}；未写入任何内容。`,
      `The record type ${type} decided the event ${stranger.type}, which its \`events\` do not name: ${events?.join(', ')}. Nothing was written.`,
    ),
    { type, event: stranger.type },
  )
}

/** One attempt at a command: read → decide → evolve → commit. It answers `undefined` when the command must be decided again on a fresh record. */
export function createAttempt(parts: AttemptParts) {
  const { storage, reader, committer, clock, guard, digest, destinations, cache, authority = defaultAuthority } = parts
  const firstAnswer = createFirstAnswer(parts)

  // The record as this process knows it without reading: from the cache, or, for an id just made, that there is none.
  function unreadRecord(
    ref: RecordRef,
    { tx, isNew, known: given }: RunOptions,
    fresh: boolean,
    packing: Packing | undefined,
  ): Unread | undefined {
    if (fresh) return undefined
    const cached = tx === undefined ? cache.get(ref) : undefined
    if (cached !== undefined) {
      // Packed by this process, which therefore knows what it refers to.
      const packed = JSON.parse(cached.text) as object
      return { ...cached, read: { facts: packing?.unpackFacts(packed) ?? packed, outdated: false } }
    }
    if (given !== undefined) return { record: given.record, read: given }
    return isNew === true ? {} : undefined
  }

  // The rows of a record of another form are those that its form had: the difference is taken to what is stored, or a new deadline would never be put.
  async function storedProjection(ref: RecordRef, tx: unknown): Promise<Partial<Projected>> {
    const { rows } = await storage.load(ref, { rows: true, ...(tx !== undefined && { tx }) })
    return rows === undefined ? {} : { deadlines: rows.deadlines.map(({ name, at }) => ({ name, at })) }
  }

  // With a key the next attempt finds out what became of a commit with an unknown outcome; without one only the caller can decide.
  function commit(change: Change, { key, tx }: RunOptions, attempt: Attempt) {
    return committer.commit(change, tx === undefined ? undefined : { tx }).catch((error: unknown) => {
      const { outcome } = (isHuiyinError(error) ? error.details : {}) as Partial<AdapterError>
      if (key === undefined || tx !== undefined || outcome !== 'unknown') throw error
      attempt.lost = error
      return undefined
    })
  }

  function accepted<F extends object>({ change, events, facts }: Outcome<F>, inTransaction: boolean): Found<F> {
    return {
      result: { ok: true, record: Object.freeze(facts), version: change.version, events },
      followUp: !inTransaction && change.deliveries.some((each) => each.destination === internalDestination),
    }
  }

  return async function attemptOnce<F extends object, C extends { readonly name: string }, X extends Moment>(
    { kind, contextOf }: Registered<F, C, X>,
    { id, command, options }: Issued<C>,
    attempt: Attempt,
  ): Promise<Found<F> | undefined> {
    const ref = refOf(kind.type, id)
    const plainKind = kind as RecordKind<F, never, never>
    const { by, key, tx } = options
    const body = options.body ?? withoutTexts(command, options.vault ?? [])
    const fingerprint = key === undefined ? '' : digest.hex(canonical([command.name, by.id, body]))
    const answeredBefore = (answer: StoredAnswer) => firstAnswer(plainKind, { ref, answer, fingerprint, options })
    const unread = unreadRecord(ref, options, attempt.fresh, kind.packing)
    const beside = { ...(key !== undefined && { key }), ...(tx !== undefined && { tx }) }
    const loaded = unread === undefined ? await storage.load(ref, beside) : undefined
    const record = unread === undefined ? loaded?.record : unread.record
    const answer = loaded?.answer
    const first = answer === undefined ? undefined : await answeredBefore(answer)
    // Not asked whether the actor still may: a unit that handed the request on gets the answer to its own command all the same.
    if (first?.ofAnother === false) return { result: first.result }
    const version = record?.version ?? 0
    const outdated = staleVersion(options, version)
    if (outdated !== undefined && unread !== undefined) return undefined
    const known = unread?.read as ReadFacts<F> | undefined
    const reading = known ?? (loaded?.record === undefined ? undefined : reader.factsIn<F>(loaded.record))
    const read = reading instanceof Promise ? await reading : reading
    const facts = read?.facts
    const at = options.at ?? clock.now()
    const asking = guard?.check(at)
    if (asking !== undefined) await asking
    // A clock that stepped back must not write the past: time within a record never runs backwards.
    const now = Math.max(at, record?.updatedAt ?? 0)
    const context = await contextOf({ now, by, authority }, command, facts, id, tx, version)
    // Which version a record has is told to nobody who may not issue the command.
    if (outdated !== undefined)
      return { result: { ok: false, refusal: notAdmitted(kind, facts, command, context) ?? outdated } }
    const decision = kind.decide(facts, command, context)
    // A refusal, and "nothing to do", are only answered from a record just read.
    if (unread !== undefined && ('refusal' in decision || decision.events.length === 0)) return undefined
    if ('refusal' in decision) return { result: { ok: false, refusal: decision.refusal } }
    // Only who may issue the command learns that another actor has used its key.
    if (first !== undefined) return { result: first.result }
    if (decision.events.length === 0 && facts !== undefined)
      return { result: { ok: true, record: Object.freeze(facts), version, events: [] } }
    if (decision.events.length === 0)
      throw new ConfigurationError(
        inBoth(
          `档案类型 ${kind.type} 没有为新档案返回事件；\`decide\` 应拒绝该命令或给出第一个事件。`,
          `The record type ${kind.type} returned no events for a new record. \`decide\` must refuse the command or emit a first event.`,
        ),
        { type: kind.type, command: command.name },
      )
    checkEventTypes(kind, decision.events)
    const stale = parts.upToDate?.()
    if (stale !== undefined) await stale
    const outcome = outcomeOf({
      kind: plainKind,
      ref,
      record,
      facts,
      projected: read?.outdated === true ? await storedProjection(ref, tx) : unread?.projected,
      drafted: decision.events,
      erase: decision.erase ?? [],
      caused: decision,
      now,
      by: { id: by.id, kind: by.kind },
      digest,
      destinations,
      vault: options.vault ?? [],
      search: parts.search,
      command: key === undefined ? undefined : { key, fingerprint },
    })
    checkLimits(outcome.change)
    cache.drop(ref)
    const verdict = await commit(outcome.change, options, attempt)
    if (verdict === undefined || verdict.kind === 'conflict') return undefined
    if (verdict.kind === 'duplicate') return { result: (await answeredBefore(verdict.answer)).result }
    // A walk over all records must not push out those that are in use.
    const isInUse = options.known === undefined || unread?.projected !== undefined
    if (tx === undefined && isInUse) cache.put(outcome)
    return accepted(outcome, tx !== undefined)
  }
}
