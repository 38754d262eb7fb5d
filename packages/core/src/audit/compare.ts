import type { Digest } from '../contracts/digest.js'
import type { RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { type Checkpoint, checkpointText, parseLine } from './checkpoint.js'
import { createMerkle } from './merkle.js'

/** A checkpoint that was kept elsewhere, to compare the record with. */
export interface ExternalCheckpoint {
  /** As `audit.checkpoint()` returned it. */
  readonly checkpoint: Checkpoint
  /**
   * Its lines, when they were kept too: only they name the record that was cut off or rewritten. Absent: the root is computed again from the record as
   * of then.
   */
  readonly lines?: Iterable<string> | AsyncIterable<string>
  /** Checks the signature over the text. Absent: no signature is checked; present: a checkpoint without a signature fails. */
  readonly trusts?: (text: string, signature: string) => boolean | Promise<boolean>
}

/** One way in which the record differs from a checkpoint. */
export interface CheckpointFault {
  /**
   * `signature`, `digest`, `root`: the checkpoint itself cannot be trusted, was made with another digest, or its lines are not the ones it
   * was made of; `other-root`: without lines, the record as of then gives another root: it was rewritten, or written to in the moment in which the
   * checkpoint was taken, which only the lines can tell; `fewer-records`, `fewer-events`: there is less than there was; `missing`, `truncated`, `rewritten`: a record is gone, has
   * fewer events, or other events.
   */
  readonly fault:
    | 'signature'
    | 'digest'
    | 'root'
    | 'other-root'
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

/**
 * What a verification was compared with: every line of a checkpoint, its root, its totals only (never enough: then there is a difference to report), or
 * nothing.
 */
export type Compared = 'lines' | 'root' | 'counts' | 'nothing'

/** Roots of the record: as of the instant of the checkpoint, and as it is. */
export interface Roots {
  readonly asOf: string
  readonly now: string
}

interface CompareParts {
  readonly storage: Storage
  readonly digest: Digest
  readonly refOf: (type: string, id: string) => RecordRef
}

/** Compares the record as it is with a checkpoint of it. Events that were added since are not a fault. */
export async function compareWith(
  external: ExternalCheckpoint,
  now: { readonly records: number; readonly events: number; readonly roots: Roots },
  { storage, digest, refOf }: CompareParts,
): Promise<{ readonly since: readonly CheckpointFault[]; readonly compared: Compared }> {
  const { checkpoint, lines, trusts } = external
  const faults: CheckpointFault[] = []
  const { signature } = checkpoint
  if (trusts !== undefined && !(signature !== undefined && (await trusts(checkpointText(checkpoint), signature))))
    faults.push({ fault: 'signature' })
  if (checkpoint.digest !== digest.name) return { since: [...faults, { fault: 'digest' }], compared: 'nothing' }
  if (now.records < checkpoint.records) faults.push({ fault: 'fewer-records' })
  if (now.events < checkpoint.events) faults.push({ fault: 'fewer-events' })
  if (lines === undefined) {
    if (Object.values(now.roots).includes(checkpoint.root)) return { since: faults, compared: 'root' }
    return { since: [...faults, { fault: 'other-root' }], compared: 'counts' }
  }

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
  const since: readonly CheckpointFault[] = merkle.root() === checkpoint.root ? faults : [{ fault: 'root' }, ...faults]
  return { since, compared: 'lines' }
}

async function hashAt(storage: Storage, ref: RecordRef, seq: number): Promise<string | undefined> {
  return (await storage.history(ref, { after: seq - 1, limit: 1 }))[0]?.hash
}
