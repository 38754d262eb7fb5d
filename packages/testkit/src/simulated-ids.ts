import type { Ids } from '@huiyin/core/contracts'

/**
 * Ids and salts that follow from the seed: the same seed and the same order of calls give the same values. For tests and simulations only:
 * the salts can be guessed.
 *
 * @param seed any integer
 */
export function simulatedIds(seed: number): Ids {
  const counters = new Map<string, number>()
  let state = seed | 0

  // A 32-bit mixing generator; a salt is four of its words.
  function word(): string {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0).toString(16).padStart(8, '0')
  }

  return Object.freeze({
    next: (type: string) => {
      const n = (counters.get(type) ?? 0) + 1
      counters.set(type, n)
      return `${type}-${String(n).padStart(6, '0')}`
    },
    salt: () => word() + word() + word() + word(),
  })
}
