import type { Change, CommitOutcome } from '../contracts/rows.js'
import type { HostTransaction, Storage } from '../contracts/storage.js'
import { type AdapterError, isHuiyinError } from '../errors.js'

interface Waiting {
  readonly change: Change
  readonly resolve: (outcome: CommitOutcome) => void
  readonly reject: (error: unknown) => void
}

/** How many changes share one write at the most. */
const groupSize = 200

/**
 * Group commit: while as many writes are under way as the storage can use, arriving changes gather and go in the next one. Every caller gets the verdict on its own change,
 * after the write that holds it is durable.
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
      await writeGroup(group).catch((error: unknown) => singly(group, error))
    }
  }

  function begin(): void {
    const mine = writeNext().finally(() => {
      writing.delete(mine)
      // What came after the last look, and found as many under way as there may be, is not left lying.
      if (waiting.length > 0) begin()
    })
    writing.add(mine)
  }

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    const outcomes = await storage.commit(group.map((each) => each.change))
    for (const [position, each] of group.entries()) each.resolve(outcomes[position] as CommitOutcome)
  }

  // A change that no storage will ever write must not take down those it shares a write with: each is written alone, and fails alone.
  // A storage that is out of order, or cannot say what it did, is not asked again here.
  async function singly(group: readonly Waiting[], error: unknown): Promise<void> {
    const { retryable, outcome } = (isHuiyinError(error) ? error.details : {}) as Partial<AdapterError>
    const alone = group.length === 1 || retryable !== false || outcome === 'unknown'
    if (alone) for (const each of group) each.reject(error)
    else for (const each of group) await writeGroup([each]).catch(each.reject)
  }

  function commit(change: Change, within?: HostTransaction): Promise<CommitOutcome> {
    // The host's transaction decides when it is durable: it shares no write with others.
    if (within !== undefined) return storage.commit([change], within).then((outcomes) => outcomes[0] as CommitOutcome)
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

export type Committer = ReturnType<typeof createCommitter>
