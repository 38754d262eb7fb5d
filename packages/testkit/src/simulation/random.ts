/** Chance that follows from a seed. Every question moves it on, so that the order of questions is part of what is replayed. */
export interface Random {
  /** A whole number, `0 … below - 1`. */
  below(below: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of them, each as likely. */
  pick<One>(from: readonly One[]): One
  /** One of them, as likely as its weight says. */
  weighted<One>(from: readonly (readonly [weight: number, one: One])[]): One
  /** 32 bits. */
  word(): number
}

export function seededRandom(seed: number): Random {
  let state = seed | 0

  function word(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const fraction = () => word() / 0x1_0000_0000
  const below = (limit: number) => Math.floor(fraction() * limit)

  function weighted<One>(from: readonly (readonly [number, One])[]): One {
    let left = fraction() * from.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, one] of from) {
      left -= weight
      if (left < 0) return one
    }
    return (from.at(-1) as readonly [number, One])[1]
  }

  // Seeds next to each other begin alike: the first words are thrown away.
  for (let i = 0; i < 4; i++) word()
  return Object.freeze({
    below,
    chance: (probability: number) => fraction() < probability,
    pick: <One>(from: readonly One[]) => from[below(from.length)] as One,
    weighted,
    word,
  })
}
