import { millisecondsInHour } from 'date-fns/constants'

const first = 30_000
const longest = 6 * millisecondsInHour

// FNV-1a: spreads the waits of different deliveries, and of the attempts of one, deterministically (hash, not random).
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 15
  return ((Math.imul(hash, 0x2c1b3c6d) >>> 0) % 100_000) / 100_000
}

/**
 * How long to wait before the next attempt, in milliseconds: anything up to 30 s, 1 min, 2 min … 6 h ("full jitter"), so that a thousand
 * deliveries that failed together do not come back together. The same delivery and attempt always wait the same.
 */
export function backOff(delivery: string, attempts: number): number {
  const most = Math.min(first * 2 ** (attempts - 1), longest)
  return 1000 + Math.floor(spread(`${delivery}/${attempts}`) * most)
}
