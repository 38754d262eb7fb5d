/** Random numbers from a seed. Every draw advances the state, so the order of draws must be the same in a replay. */
export interface SeededRandom {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number
  /** One of the items, each as likely as the others. @throws RangeError for an empty list */
  pick<T>(items: readonly T[]): T
  /** One of the values, in proportion to its weight. Weights need not sum to one. */
  weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): T
  /** True with the given probability. */
  chance(probability: number): boolean
  /** Waiting time of a memoryless process: many short, few long. */
  exponential(mean: number): number
  /** Duration of human work: half of the draws lie below `median`; `spread` is the deviation of the logarithm. */
  logNormal(median: number, spread: number): number
  /** An independent named stream. It depends on seed and name only, so draws in one stream never shift those in another. */
  fork(name: string): SeededRandom
}

const range = 2 ** 32

/** FNV-1a over UTF-16 code units, with a final mix so that neighbouring codes differ in every bit. 32 bits, unsigned. */
function hash(text: string): number {
  let bits = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193)
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/**
 * Mulberry32: 32 bits of state, a full period of 2³², good enough for a simulated city and far from good enough for a secret.
 *
 * @throws RangeError for an empty choice
 *
 * @example
 * ```ts
 * import { seededRandom } from '@huiyin/testkit'
 *
 * const random = seededRandom(20220507)
 * random.int(1, 6) // the same on every run
 * random.fork('weather').next() // a stream of its own
 * ```
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / range
  }

  function int(least: number, most: number): number {
    return least + Math.floor(next() * (most - least + 1))
  }

  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Nothing to pick from.')
    return items[int(0, items.length - 1)] as T
  }

  function weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): T {
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
    if (!(total > 0)) throw new RangeError('Weights must sum to more than zero.')
    let rest = next() * total
    for (const [value, weight] of entries) {
      rest -= weight
      if (rest < 0) return value
    }
    // Rounding may leave a small `rest`, which belongs to the last value that has a weight.
    return entries.filter(([, weight]) => weight > 0).at(-1)?.[0] as T
  }

  function chance(probability: number): boolean {
    return next() < probability
  }

  function exponential(mean: number): number {
    return -mean * Math.log(1 - next())
  }

  function logNormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
    return median * Math.exp(spread * normal)
  }

  function fork(name: string): SeededRandom {
    return seededRandom(hash(`${seed >>> 0}/${name}`))
  }

  return Object.freeze({ next, int, pick, weighted, chance, exponential, logNormal, fork })
}
