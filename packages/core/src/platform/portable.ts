// Outside Node (browser, mini-program) the embedder passes `platform: { clock, ids, digest }` to createHuiyin.
import type { Clock } from '../contracts/clock.js'
import type { Digest, DigestKey, HashAlgorithm } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { Timer } from '../contracts/timer.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'

// Every platform has these two, so they are declared here instead of taking a library of types.
declare function setTimeout(callback: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void

function missing(what: string): never {
  throw new ConfigurationError(
    inBoth(
      `Node 之外没有默认的 ${what}：请向 createHuiyin 传入 \`platform.${what}\`。`,
      `No default ${what} outside Node: pass \`platform.${what}\` to createHuiyin.`,
    ),
    { what },
  )
}

/** Throws `ConfigurationError` on use: pass `platform.clock`. */
export const systemClock: Clock = { now: () => missing('clock') }
/** Throws `ConfigurationError` on use: pass `platform.ids`. */
export const systemIds: Ids = { next: () => missing('ids'), salt: () => missing('ids') }
/** Throws `ConfigurationError` on use: pass `platform.digest`. */
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
