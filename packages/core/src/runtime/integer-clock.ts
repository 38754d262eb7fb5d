import type { Clock } from '../contracts/clock.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'

/** A clock in whole milliseconds, as instants are stored. @throws ConfigurationError when it answers no instant at all */
export function integerClock(clock: Clock): Clock {
  return {
    now: () => {
      const now = Math.floor(clock.now())
      if (Number.isSafeInteger(now)) return now
      throw new ConfigurationError(
        inBoth(
          `时钟返回 ${now}，应返回 1970 年以来的毫秒数。`,
          `The clock answered ${now}; it must answer milliseconds since 1970.`,
        ),
        { path: ['clock'] },
      )
    },
  }
}
