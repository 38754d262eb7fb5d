// Outside Node (browser, mini-program) nothing is assumed: the embedder passes clock, ids and digest to createHuiyin.
import type { Clock } from '../contracts/clock.js'
import type { Digest, DigestKey, HashAlgorithm } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { Timer } from '../contracts/timer.js'
import { ConfigurationError } from '../errors.js'

// Every platform has these; no library of types is taken for them.
declare function setTimeout(callback: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void

function missing(what: string): never {
  throw new ConfigurationError(`No default ${what} outside Node: pass \`${what}\` to createHuiyin.`, { what })
}

export const systemClock: Clock = { now: () => missing('clock') }
export const systemIds: Ids = { next: () => missing('ids'), salt: () => missing('ids') }
export const systemDigest: Digest = { name: 'missing', hex: () => missing('digest') }
/** Only under Node. */
export const hashDigest: (algorithm: HashAlgorithm) => Digest = () => missing('digest')
/** Only under Node. */
export const keyedDigest: (key: DigestKey) => Digest = () => missing('digest')

/** The platform's timers. */
export const systemTimer: Timer = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
