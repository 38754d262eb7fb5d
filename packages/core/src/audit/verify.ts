import { z } from 'zod'
import type { Clock } from '../contracts/clock.js'
import type { StoredRecord } from '../contracts/rows.js'
import { expected } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import type { Counting, Recount } from '../evaluation/figures/recount.js'
import { callable, parseInput } from '../import/parse.js'
import type { ChainFault } from '../record/chain.js'
import type { RequestFacts } from '../request/facts.js'
import { lineOf } from './checkpoint.js'
import { type CheckpointFault, type Compared, compareWith, type ExternalCheckpoint } from './compare.js'
import { createMerkle } from './merkle.js'
import { type RecordFindings, type RecordParts, verifyRecord } from './verify-record.js'

/** An open request that nothing moves on. */
export interface Stranded {
  /** Id of the request. */
  readonly id: string
  /** `area`: it lies in an area that is not in force; `state`: it stands in a state that the lifecycle does not have. */
  readonly why: 'area' | 'state'
}

/** What a verification found. */
export interface Verification {
  /** `true` when there are neither `faults` nor anything in `since`, and the recount is right. */
  readonly ok: boolean
  /** How many records were verified. */
  readonly records: number
  /** How many events were verified; of a record with a fault at most those before it. */
  readonly events: number
  /** Free text and personal data that events commit to. */
  readonly texts: {
    /** Texts in the vault that match the commitments of their events. */
    readonly kept: number
    /** Texts that were erased by an event: their commitments can no longer be checked. */
    readonly erased: number
  }
  /** The first faults found, at most a hundred, one a record: the first event that does not follow, or the first row beside it. */
  readonly faults: readonly ChainFault[]
  /** The sums that figures are read from, counted again. */
  readonly recount: Recount
  /** Differences to the checkpoint in `against`, at most about a hundred; empty without one. */
  readonly since: readonly CheckpointFault[]
  /** What it was compared with. `counts` alone proves nothing: then `since` says so. */
  readonly compared: Compared
  /** How many records have a body of another form than their kind writes now: they are folded anew when they are read, and hold. */
  readonly outdated: number
  /** Open requests that nothing moves on, at most a hundred. The record holds all the same. */
  readonly stranded: readonly Stranded[]
  /** What could not be compared. */
  readonly notCompared: {
    /** Types of records whose kind is not known here, such as those of a plugin that is not loaded: only their chains and rows were compared. */
    readonly types: readonly string[]
    /** Deliveries of events that do not say yet what they owe: whether they are rightly addressed, and whether others are missing. */
    readonly deliveries: number
    /** Answers to keys whose row is gone, as it is after some weeks. */
    readonly answers: number
  }
  /** One hash over type, id, version and head of every record, by time of creation: equal for equal histories. */
  readonly digest: string
}

/** How a record is verified. */
export interface VerifyOptions {
  /** A checkpoint kept elsewhere: comparing shows what was cut off or rewritten since. Absent: only the chains themselves are verified. */
  readonly against?: ExternalCheckpoint
  /** Called after every page of 500 records. */
  readonly progress?: (so: {
    /** Records verified so far. */
    readonly records: number
    /** Events verified so far. */
    readonly events: number
  }) => void
}

// A misspelt `against` must not be taken for a record that was compared.
const form = z.strictObject({
  against: z.custom<ExternalCheckpoint>().optional(),
  progress: callable<NonNullable<VerifyOptions['progress']>>().optional(),
})
const pageSize = 500
const maxFaults = 100

/** What a verification needs. */
export interface VerifyParts extends RecordParts {
  readonly clock: Clock
  /** The record type of requests. */
  readonly requestType: string
  /** Begins to count requests again. */
  readonly beginRecount: () => Promise<Counting>
  /** Counts every request again, until nothing moves. */
  readonly recount: () => Promise<Recount>
  /** Answers what says why nothing moves a request on; `undefined` when something does, or when that cannot be told. */
  readonly findStranded: () => Promise<(facts: RequestFacts) => Stranded['why'] | undefined>
}

/**
 * Walks every record: each event follows from the one before it, the head and the version are the last event's, replaying the events gives the stored
 * facts, the index is what the facts project, and everything kept beside the record (texts, deadlines, deliveries, answers, sums) is what its events
 * make it. Detects edit, deletion and reordering inside a chain; a truncated or wholly rewritten chain shows only against a checkpoint kept elsewhere, a
 * forged event at the end only when the chain is keyed.
 */
export async function verifyAll(parts: VerifyParts, options: VerifyOptions = {}): Promise<Verification> {
  const { against, progress } = parseInput(form, options, ['options'], 'options of a verification')
  const { storage, digest, clock } = parts
  if (against !== undefined && typeof against.checkpoint?.root !== 'string')
    throw new InvalidInputError(
      [expected(['against', 'checkpoint'], '检查点 { checkpoint, lines }', 'a checkpoint, as { checkpoint, lines }')],
      'verification',
    )
  const until = against?.checkpoint.at
  const faults: ChainFault[] = []
  const stranded: Stranded[] = []
  const unknown = new Set<string>()
  const roots = { asOf: createMerkle(digest), now: createMerkle(digest) }
  const seen = { records: 0, events: 0, kept: 0, erased: 0, outdated: 0, deliveries: 0, answers: 0 }
  let sum = digest.hex('huiyin')
  let latest = clock.now()
  const counting = await parts.beginRecount()
  const strandedBy = await parts.findStranded()

  async function verifyUnchanged(read: StoredRecord): Promise<RecordFindings> {
    for (let record = read; ; ) {
      latest = Math.max(latest, record.updatedAt, clock.now())
      const found = await verifyRecord(parts, record, latest, until)
      // A record that changed during its verification is read and verified again.
      const now = found.fault === undefined ? undefined : (await storage.load(record)).record
      if (now === undefined || (now.version === found.record.version && now.head === found.record.head)) return found
      record = now
    }
  }

  function add({ record, fault, ...found }: RecordFindings): void {
    const { type, id, version, head } = record
    seen.records++
    seen.events += found.events
    seen.kept += found.kept
    seen.erased += found.erased
    seen.deliveries += found.unproven
    seen.answers += found.forgotten
    if (found.outdated) seen.outdated++
    if (fault !== undefined && faults.length < maxFaults) faults.push(fault)
    if (parts.kindOf(type) === undefined) unknown.add(type)
    sum = digest.hex(`${sum}\n${type}\n${id}\n${version}\n${head}`)
    if (until !== undefined) {
      roots.now.add(lineOf(record))
      if (found.asOf.version > 0) roots.asOf.add(lineOf({ type, id, ...found.asOf }))
    }
    if (found.facts === undefined) return
    counting.add(type, found.facts)
    if (type !== parts.requestType) return
    const facts = found.facts as RequestFacts
    const why = strandedBy(facts)
    if (why !== undefined && stranded.length < maxFaults) stranded.push({ id, why })
  }

  let after: string | undefined
  do {
    const page = await storage.find({ limit: pageSize, ...(after !== undefined && { after }) })
    for (const read of page.items) add(await verifyUnchanged(read))
    progress?.({ records: seen.records, events: seen.events })
    after = page.next
  } while (after !== undefined)
  do {
    const page = await storage.strays({ limit: pageSize, ...(after !== undefined && { after }) })
    for (const { type, id, rows } of page.items)
      if (faults.length < maxFaults) faults.push({ type, id, seq: 0, fault: 'stray', name: rows, wrong: 'added' })
    after = faults.length < maxFaults ? page.next : undefined
  } while (after !== undefined)
  const counted = await counting.end()
  const recount = counted.ok || counted.moving === 0 ? counted : await parts.recount()
  const { records, events, kept, erased, outdated, deliveries, answers } = seen
  const totals = { records, events, roots: { asOf: roots.asOf.root(), now: roots.now.root() } }
  const { since, compared } =
    against === undefined ? { since: [], compared: 'nothing' as const } : await compareWith(against, totals, parts)
  return {
    ok: faults.length === 0 && since.length === 0 && recount.ok,
    records,
    events,
    texts: { kept, erased },
    faults,
    recount,
    since,
    compared,
    outdated,
    stranded,
    notCompared: { types: [...unknown].sort(), deliveries, answers },
    digest: sum,
  }
}
