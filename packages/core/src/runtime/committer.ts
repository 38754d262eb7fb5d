import type { Change, CommitOutcome, Storage } from '../contracts/storage.js'

interface Waiting {
  readonly change: Change
  readonly resolve: (outcome: CommitOutcome) => void
  readonly reject: (error: unknown) => void
}

/** How many changes share one write at the most. */
const groupSize = 200

/**
 * Group commit: while a write is under way, arriving changes gather and go in the next one. Every caller gets the verdict on its own change,
 * after the write that holds it is durable.
 */
export function createCommitter(storage: Storage) {
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  async function writeAll(): Promise<void> {
    // One turn of the microtask queue: commands decided in the same breath share the first write too.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = waiting.slice(0, groupSize)
      waiting = waiting.slice(groupSize)
      try {
        const outcomes = await storage.commit(group.map((each) => each.change))
        for (const [position, each] of group.entries()) each.resolve(outcomes[position] as CommitOutcome)
      } catch (error) {
        for (const each of group) each.reject(error)
      }
    }
    writing = undefined
  }

  function commit(change: Change): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      waiting.push({ change, resolve, reject })
      writing ??= writeAll()
    })
  }

  /** Resolves when nothing is waiting or under way. */
  async function drain(): Promise<void> {
    while (writing !== undefined) await writing
  }

  return Object.freeze({ commit, drain })
}

export type Committer = ReturnType<typeof createCommitter>
