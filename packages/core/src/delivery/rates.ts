import { millisecondsInMinute } from 'date-fns/constants'
import type { DestinationPause } from '../contracts/queries.js'
import type { Storage } from '../contracts/storage.js'
import type { Rate } from '../record/destinations.js'

/**
 * Before the name of whose rate it is: nobody has a queue of this name, so that the pause of it holds nothing up. It says until when a share of the rate
 * was taken, and by whom.
 */
export const rateLedger = 'huiyin/rate/'

/** The right to send so many messages now. */
export interface Grant {
  readonly messages: number
  /** Gives back what was not sent. */
  giveBack(messages: number): void
}

/** A share of a rate: how many messages this process may still send, until another may be taken. */
interface Share {
  readonly until: number
  left: number
}

// Of a long stretch a process takes a minute's worth at a time, since what it has not sent when it ends is lost.
function portion({ messages, per }: Rate) {
  const each = Math.max(1, Math.floor((messages * Math.min(per, millisecondsInMinute)) / per))
  return { messages: each, lasts: Math.ceil((each * per) / messages) }
}

/**
 * Keeps rates over all processes, by the one thing that a storage keeps for all of them: of two pauses that end at the same instant the first one stays. Time
 * is divided into turns of equal length, every process asks for the whole of a turn with a word of its own, and whose word stands there afterwards has it. The
 * turn then lasts from the present instant, so that two bursts are never closer than the rate allows.
 */
export function createRates(storage: Pick<Storage, 'pauses' | 'settle'>, owner: string) {
  const shares = new Map<string, Share>()
  const asking = new Map<string, Promise<void>>()
  let turns = 0

  const pauseOf = async (destination: string): Promise<DestinationPause | undefined> =>
    (await storage.pauses()).find((each) => each.destination === destination)

  async function claim(rate: Rate, now: number): Promise<Share> {
    const destination = rateLedger + rate.of
    const { messages, lasts } = portion(rate)
    const taken = await pauseOf(destination)
    if (taken !== undefined && taken.until > now) return { until: taken.until, left: 0 }
    const reason = `${owner}/${++turns}`
    const until = (Math.floor(now / lasts) + 1) * lasts
    await storage.settle([{ what: 'pause', destination, until, reason, since: now }])
    const standing = await pauseOf(destination)
    if (standing?.reason !== reason) return { until: standing?.until ?? until, left: 0 }
    await storage.settle([{ what: 'pause', destination, until: now + lasts, reason, since: now }])
    return { until: now + lasts, left: messages }
  }

  async function renew(rate: Rate, now: number): Promise<void> {
    shares.set(rate.of, await claim(rate, now))
  }

  /** Takes the right to send so many messages at most; answers how many may be sent now. */
  async function take(rate: Rate, wanted: number, now: number): Promise<Grant> {
    const known = shares.get(rate.of)
    if (known === undefined || known.until <= now) {
      const running = asking.get(rate.of) ?? renew(rate, now).finally(() => asking.delete(rate.of))
      asking.set(rate.of, running)
      await running
    }
    const share = shares.get(rate.of) as Share
    const messages = Math.min(wanted, share.left)
    share.left -= messages
    const giveBack = (unsent: number) => {
      share.left += unsent
    }
    return { messages, giveBack }
  }

  return Object.freeze({ take })
}
