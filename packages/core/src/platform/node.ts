/// <reference types="node" />
// The only place of core where the outside world comes in by default. Chosen by the `node` condition of `#platform`.
import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../contracts/clock.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { Timer } from '../contracts/timer.js'

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

/** SM3 (GB/T 32905-2016) by OpenSSL. */
export const systemDigest: Digest = { name: 'sm3', hex: (text) => createHash('sm3').update(text, 'utf8').digest('hex') }

/** The platform's timers. */
export const systemTimer: Timer = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
