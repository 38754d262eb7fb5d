import { millisecondsInDay, millisecondsInHour } from 'date-fns/constants'
import type { Logger } from '../contracts/logger.js'
import type { Storage } from '../contracts/storage.js'
import { inWords } from '../import/in-words.js'

const batch = 500
const mostBatches = 20

interface Parts {
  readonly storage: Pick<Storage, 'sent' | 'settle'>
  /** All that was ever declared, since what was retired has rows too. */
  readonly destinations: () => readonly string[]
  /** For how many days rows are kept. */
  readonly days: number
  readonly logger: Logger
}

/**
 * Removes rows of the ledger whose time is over: every hour, a few small batches of each destination, so that no command waits long for it; what is left is gone
 * with the next rounds. Housekeeping: when it fails it is tried again later.
 */
export function createSentRemoval({ storage, destinations, days, logger }: Parts) {
  let rested = Number.NEGATIVE_INFINITY

  /** Whether nothing is left of what may be removed. */
  async function removeOf(destination: string, before: number): Promise<boolean> {
    for (let done = 0; done < mostBatches; done++) {
      const { items } = await storage.sent({ destination, to: before, limit: 1 })
      if (items.length === 0) return true
      await storage.settle([{ what: 'sent', destination, before, limit: batch }])
    }
    return false
  }

  return async function remove(now: number): Promise<void> {
    if (Math.abs(now - rested) < millisecondsInHour) return
    rested = now
    try {
      for (const destination of destinations())
        if (!(await removeOf(destination, now - days * millisecondsInDay))) rested = Number.NEGATIVE_INFINITY
    } catch (error) {
      logger.warn('what is kept of messages could not be removed', { error: inWords(error) })
    }
  }
}
