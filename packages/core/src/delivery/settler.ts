import type { Settlement } from '../contracts/queries.js'
import type { Storage } from '../contracts/storage.js'

interface Waiting {
  readonly settlement: Settlement
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/**
 * Settles each delivery as soon as its outcome is known. What arrives while the storage is busy is written together; when that fails, each is
 * tried by itself, so that one row the storage cannot write leaves no other unsettled, and nobody gets a message twice because of it.
 */
export function createSettler(storage: Storage) {
  let waiting: Waiting[] = []
  let busy = false

  async function settleOne({ settlement, done, failed }: Waiting): Promise<void> {
    try {
      await storage.settle([settlement])
      done()
    } catch (error) {
      failed(error)
    }
  }

  async function settleTogether(some: readonly Waiting[]): Promise<void> {
    try {
      await storage.settle(some.map((each) => each.settlement))
    } catch {
      for (const each of some) await settleOne(each)
      return
    }
    for (const each of some) each.done()
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting
      waiting = []
      await (some.length === 1 ? settleOne(some[0] as Waiting) : settleTogether(some))
    }
    busy = false
  }

  /** Resolves when it is written. @throws what the storage throws */
  function settle(settlement: Settlement): Promise<void> {
    return new Promise((done, failed) => {
      waiting.push({ settlement, done, failed })
      // One breath later: what ends together is written together.
      if (!busy) {
        busy = true
        void Promise.resolve().then(work)
      }
    })
  }

  return settle
}
