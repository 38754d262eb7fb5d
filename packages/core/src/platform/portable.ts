// Outside Node (browser, mini-program) the embedder passes `platform: { clock, ids, digest }` to createHuiyin.
import type { Clock } from '../contracts/clock.js'
import type { Digest, DigestKey, HashAlgorithm } from '../contracts/digest.js'
import type { ByteHash } from '../contracts/files.js'
import type { Ids } from '../contracts/ids.js'
import type { Timer } from '../contracts/timer.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'

// Every platform has these two, so they are declared here instead of taking a library of types.
declare function setTimeout(callback: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void
// Web Crypto, which has no SM3.
declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> }
}

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

/** SHA-256 over bytes by Web Crypto, which takes them all at once; SM3 only under Node. */
export function createByteHash(algorithm: HashAlgorithm): ByteHash {
  if (algorithm !== 'sha256')
    throw new ConfigurationError(inBoth('Node 之外只有 sha256。', 'Outside Node there is only sha256 for files.'), {
      algorithm,
    })
  const chunks: Uint8Array[] = []
  async function hex(): Promise<string> {
    const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const chunk of chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', all))
    return [...hashed].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  return { update: (bytes) => void chunks.push(bytes.slice()), hex }
}

/** The platform's timers. */
export const systemTimer: Timer = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
