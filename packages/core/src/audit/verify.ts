import { z } from 'zod'
import type { StoredRecord } from '../contracts/rows.js'
import { expected } from '../errors/input-issue.js'
import { InvalidInputError } from '../errors.js'
import { callable, parseInput } from '../import/parse.js'
import type { ChainFault } from '../record/chain.js'
import { type CheckpointFault, compareWith, type ExternalCheckpoint } from './compare.js'
import { type VerifyParts, verifyRecord } from './verify-record.js'

/** What a verification found. */
export interface Verification {
  /** `true` when there are neither `faults` nor anything in `since`. */
  readonly ok: boolean
  /** How many records were verified. */
  readonly records: number
  /** How many events were verified; of a record with a fault at most those before it. */
  readonly events: number
  /** Free text and personal data that events commit to. */
  readonly texts: {
    /** Texts in the vault that match the commitments of their events. */
    readonly kept: number
    /** Texts that were erased: their commitments can no longer be checked. */
    readonly erased: number
  }
  /** The first faults found, at most a hundred, one a record: the first event that does not follow. */
  readonly faults: readonly ChainFault[]
  /** Differences to the checkpoint in `against`, at most about a hundred; empty without one. */
  readonly since: readonly CheckpointFault[]
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

/**
 * Walks every record: each event follows from the one before it, the head and the version are the last event's, replaying the events gives
 * the stored facts, the index is what the facts project, and the texts in the vault are those the events commit to. Detects edit, deletion
 * and reordering inside a chain; a truncated or wholly rewritten chain shows only against a checkpoint kept elsewhere, a forged event at
 * the end only when the chain is keyed.
 */
export async function verifyAll(parts: VerifyParts, options: VerifyOptions = {}): Promise<Verification> {
  const { against, progress } = parseInput(form, options, ['options'], 'options of a verification')
  const { storage, digest, refOf } = parts
  if (against !== undefined && typeof against.checkpoint?.root !== 'string')
    throw new InvalidInputError(
      [expected(['against', 'checkpoint'], '检查点 { checkpoint, lines }', 'a checkpoint, as { checkpoint, lines }')],
      'verification',
    )
  const faults: ChainFault[] = []
  const texts = { kept: 0, erased: 0 }
  let records = 0
  let events = 0
  let sum = digest.hex('huiyin')

  async function verifyUnchanged(read: StoredRecord): Promise<StoredRecord> {
    for (let record = read; ; ) {
      const { fault, ...found } = await verifyRecord(parts, record)
      // A record that changed during its verification is read and verified again.
      const now = fault === undefined ? undefined : (await storage.load(record)).record
      if (now !== undefined && (now.version !== record.version || now.head !== record.head)) {
        record = now
        continue
      }
      events += found.events
      texts.kept += found.kept
      texts.erased += found.erased
      if (fault !== undefined && faults.length < maxFaults) faults.push(fault)
      return record
    }
  }

  let after: string | undefined
  do {
    const page = await storage.find({ limit: pageSize, ...(after !== undefined && { after }) })
    for (const read of page.items) {
      records++
      const { type, id, version, head } = await verifyUnchanged(read)
      sum = digest.hex(`${sum}\n${type}\n${id}\n${version}\n${head}`)
    }
    progress?.({ records, events })
    after = page.next
  } while (after !== undefined)
  const since = against === undefined ? [] : await compareWith(against, { records, events }, storage, digest, refOf)
  return { ok: faults.length === 0 && since.length === 0, records, events, texts, faults, since, digest: sum }
}
