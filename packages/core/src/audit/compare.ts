import type { Digest } from '../contracts/digest.js'
import type { RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { type Checkpoint, checkpointText, parseLine } from './checkpoint.js'
import { createMerkle } from './merkle.js'

/** A checkpoint that was kept elsewhere, to compare the record with. */
export interface ExternalCheckpoint {
  /** As `audit.checkpoint()` returned it. */
  readonly checkpoint: Checkpoint
  /** Its lines, when they were kept too: only they name the record that was cut off or rewritten. Absent: only totals are compared. */
  readonly lines?: Iterable<string> | AsyncIterable<string>
  /** Checks the signature over the text. Absent: no signature is checked; present: a checkpoint without a signature fails. */
  readonly trusts?: (text: string, signature: string) => boolean | Promise<boolean>
}

/** One way in which the record differs from a checkpoint. */
export interface CheckpointFault {
  /**
   * `signature`, `digest`, `root`: the checkpoint itself cannot be trusted, was made with another digest, or its lines are not the ones it
   * was made of; `fewer-records`, `fewer-events`: there is less than there was; `missing`, `truncated`, `rewritten`: a record is gone, has
   * fewer events, or other events.
   */
  readonly fault:
    | 'signature'
    | 'digest'
    | 'root'
    | 'fewer-records'
    | 'fewer-events'
    | 'missing'
    | 'truncated'
    | 'rewritten'
  /** Record type; absent when the fault is about the checkpoint or a total. */
  readonly type?: string
  /** Id of the record; absent together with `type`. */
  readonly id?: string
  /** The event at which it shows; absent for a record that is missing, and together with `type`. */
  readonly seq?: number
}

const maxFaults = 100

/** Compares the record as it is with a checkpoint of it. Events that were added since are not a fault. */
export async function compareWith(
  { checkpoint, lines, trusts }: ExternalCheckpoint,
  now: { readonly records: number; readonly events: number },
  storage: Storage,
  digest: Digest,
  refOf: (type: string, id: string) => RecordRef,
): Promise<readonly CheckpointFault[]> {
  const faults: CheckpointFault[] = []
  const { signature } = checkpoint
  if (trusts !== undefined && !(signature !== undefined && (await trusts(checkpointText(checkpoint), signature))))
    faults.push({ fault: 'signature' })
  if (checkpoint.digest !== digest.name) return [...faults, { fault: 'digest' }]
  if (now.records < checkpoint.records) faults.push({ fault: 'fewer-records' })
  if (now.events < checkpoint.events) faults.push({ fault: 'fewer-events' })
  if (lines === undefined) return faults

  const merkle = createMerkle(digest)
  let position = 0
  for await (const text of lines) {
    const [type, id, version, head] = parseLine(text, position++)
    merkle.add(text)
    if (faults.length >= maxFaults) continue
    const ref = refOf(type, id)
    const { record } = await storage.load(ref)
    if (record === undefined) faults.push({ fault: 'missing', type, id })
    else if (record.version < version) faults.push({ fault: 'truncated', type, id, seq: record.version + 1 })
    else if (record.version === version ? record.head !== head : (await hashAt(storage, ref, version)) !== head)
      faults.push({ fault: 'rewritten', type, id, seq: version })
  }
  // Listed first: changed lines can hide every other fault.
  return merkle.root() === checkpoint.root ? faults : [{ fault: 'root' }, ...faults]
}

async function hashAt(storage: Storage, ref: RecordRef, seq: number): Promise<string | undefined> {
  return (await storage.history(ref, { after: seq - 1, limit: 1 }))[0]?.hash
}
