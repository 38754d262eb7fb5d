import type { Change, CommitOutcome } from '../contracts/rows.js'
import type { HostTransaction, Storage } from '../contracts/storage.js'
import { type AdapterError, isHuiyinError } from '../errors.js'

/** A verdict on a change that is one: a failure is thrown. */
type Verdict = Exclude<CommitOutcome, { readonly kind: 'failed' }>

interface Waiting {
  readonly change: Change
  readonly resolve: (outcome: Verdict) => void
  readonly reject: (error: unknown) => void
}

/** How many changes share one write at the most. */
const groupSize = 200

/**
 * Group commit: while as many writes are under way as the storage can use, arriving changes gather and go into the next one. Every caller
 * gets the verdict on its own change, after the write that holds it is durable.
 */
export function createCommitter(storage: Storage) {
  const { writesAtOnce = 1 } = storage.capabilities
  let waiting: Waiting[] = []
  const writing = new Set<Promise<void>>()

  async function writeNext(): Promise<void> {
    // One turn of the microtask queue: commands decided in the same breath share the first write too.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = waiting.slice(0, groupSize)
      waiting = waiting.slice(groupSize)
      await writeGroup(group).catch((error: unknown) => writeSingly(group, error))
    }
  }

  function begin(): void {
    const mine = writeNext().finally(() => {
      writing.delete(mine)
      // A change that arrived after the loop looked last, and found all writers busy, is picked up here.
      if (waiting.length > 0) begin()
    })
    writing.add(mine)
  }

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    const outcomes = await storage.commit(group.map((each) => each.change))
    const failed = new Map<Error, Waiting[]>()
    for (const [position, each] of group.entries()) {
      const outcome = outcomes[position] as CommitOutcome
      if (outcome.kind !== 'failed') each.resolve(outcome)
      else failed.set(outcome.error, [...(failed.get(outcome.error) ?? []), each])
    }
    for (const [error, those] of failed) await writeSingly(those, error)
  }

  // One bad change must not fail the others in its group: each is written alone and fails alone.
  // After an error that may pass, or with an unknown outcome, nothing is written again here.
  async function writeSingly(group: readonly Waiting[], error: unknown): Promise<void> {
    const { retryable, outcome } = (isHuiyinError(error) ? error.details : {}) as Partial<AdapterError>
    const alone = group.length === 1 || retryable !== false || outcome === 'unknown'
    if (alone) for (const each of group) each.reject(error)
    else for (const each of group) await writeGroup([each]).catch(each.reject)
  }

  async function commitInside(change: Change, within: HostTransaction): Promise<Verdict> {
    const [outcome] = (await storage.commit([change], within)) as [CommitOutcome]
    if (outcome.kind === 'failed') throw outcome.error
    return outcome
  }

  function commit(change: Change, within?: HostTransaction): Promise<Verdict> {
    // The host's transaction decides when it is durable: it shares no write with others.
    if (within !== undefined) return commitInside(change, within)
    return new Promise((resolve, reject) => {
      waiting.push({ change, resolve, reject })
      if (writing.size < writesAtOnce) begin()
    })
  }

  /** Resolves when nothing is waiting or under way. */
  async function drain(): Promise<void> {
    while (writing.size > 0) await Promise.all(writing)
  }

  return Object.freeze({ commit, drain })
}

/** Writes changes in groups; see `createCommitter`. */
export type Committer = ReturnType<typeof createCommitter>
