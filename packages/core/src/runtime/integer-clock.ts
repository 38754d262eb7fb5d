import type { Clock } from '../contracts/clock.js'
import { ConfigurationError } from '../errors.js'

/** A clock in whole milliseconds, as instants are stored. @throws ConfigurationError when it answers no instant at all */
export function integerClock(clock: Clock): Clock {
  return {
    now: () => {
      const now = Math.floor(clock.now())
      if (Number.isSafeInteger(now)) return now
      throw new ConfigurationError(`The clock answered ${now}; it must answer milliseconds since 1970.`, {
        path: ['clock'],
      })
    },
  }
}
