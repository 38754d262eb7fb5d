/// <reference types="node" />
// The only place of core that reads the machine by default: clock, random numbers, hashes, timers. Chosen by the `node` condition of `#platform`.
import { createHash, hash, randomBytes } from 'node:crypto'
import type { Clock } from '../contracts/clock.js'
import type { Digest, DigestKey, HashAlgorithm } from '../contracts/digest.js'
import type { ByteHash } from '../contracts/files.js'
import type { Ids } from '../contracts/ids.js'
import type { Timer } from '../contracts/timer.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** UUID version 7 (RFC 9562): sorts by time, then random. */
export const systemIds: Ids = {
  next: () => {
    const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
    const variant = (8 + (Number.parseInt(hex.charAt(16), 16) & 3)).toString(16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  },
  salt: () => randomBytes(16).toString('hex'),
}

// OpenSSL has more, MD5 among them, which is too weak for a record.
function checkAlgorithm(algorithm: HashAlgorithm): void {
  if (algorithm !== 'sm3' && algorithm !== 'sha256')
    throw new ConfigurationError(
      inBoth(
        `哈希链的摘要算法为 sm3 或 sha256，不能是 ${String(algorithm)}。`,
        `The digest of a chain is sm3 or sha256, not ${String(algorithm)}.`,
      ),
      { path: ['algorithm'] },
    )
}

/**
 * A plain hash: SM3 (GB/T 32905-2016) or SHA-256 (FIPS 180-4), by OpenSSL. Outside Node the embedder passes a digest of its own.
 *
 * @example
 * ```ts
 * import { hashDigest } from '@huiyin/core'
 *
 * hashDigest('sm3').hex('abc') // '66c7f0f4…'
 * ```
 */
export function hashDigest(algorithm: HashAlgorithm): Digest {
  checkAlgorithm(algorithm)
  return Object.freeze({
    name: algorithm,
    // In one call: an object for each hash costs as much as hashing a short text, and the garbage collector more.
    hex: (text: string) => hash(algorithm, text, 'hex'),
  })
}

/** SM3 by OpenSSL: the default digest under Node. */
export const systemDigest: Digest = hashDigest('sm3')

const block = 64

/**
 * A keyed hash, HMAC (RFC 2104; with SM3: GM/T 0042-2015): pass it as `platform.digest` of `createHuiyin`, with a key that is kept outside
 * the database. Without the key, nobody with database access can forge an event that verifies; and once the key is lost, nothing can be
 * verified any more.
 *
 * @throws ConfigurationError for a key of less than 16 bytes, and for another algorithm
 *
 * @example
 * ```ts
 * import { createHuiyin, keyedDigest, memoryStorage } from '@huiyin/core'
 *
 * const digest = keyedDigest({ algorithm: 'sm3', key: 'read from where the database cannot' })
 * const huiyin = createHuiyin({ storage: memoryStorage(), platform: { digest } })
 * ```
 */
export function keyedDigest({ algorithm, key }: DigestKey): Digest {
  checkAlgorithm(algorithm)
  const given = typeof key === 'string' ? Buffer.from(key, 'utf8') : Buffer.from(key)
  if (given.length < 16)
    throw new ConfigurationError(
      inBoth('哈希链的密钥至少 16 字节。', 'The key of a chain must have 16 bytes or more.'),
      { path: ['key'] },
    )
  // Keyed once and copied for every event: preparing the key again costs several times the hash itself.
  const padded = Buffer.alloc(block)
  ;(given.length > block ? createHash(algorithm).update(given).digest() : given).copy(padded)
  const inner = createHash(algorithm).update(padded.map((byte) => byte ^ 0x36))
  const outer = createHash(algorithm).update(padded.map((byte) => byte ^ 0x5c))
  return Object.freeze({
    name: `hmac-${algorithm}`,
    hex: (text: string) => outer.copy().update(inner.copy().update(text, 'utf8').digest()).digest('hex'),
  })
}

/** A hash over bytes, by OpenSSL. */
export function createByteHash(algorithm: HashAlgorithm): ByteHash {
  const running = createHash(algorithm)
  return { update: (bytes) => void running.update(bytes), hex: () => running.digest('hex') }
}

/** The platform's timers. */
export const systemTimer: Timer = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
