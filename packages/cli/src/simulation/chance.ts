/** Chance that follows from a seed. */
export interface Chance {
  /** True with that probability. */
  happens(probability: number): boolean
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  pick<T>(items: readonly T[]): T
  /** How long something takes that is often short and sometimes long. */
  wait(mean: number): number
  /** Chance of its own for a name: what is drawn from it shifts nothing drawn elsewhere. */
  of(name: string): Chance
}

const range = 2 ** 32

// FNV-1a, mixed at the end so that names that differ in one letter give streams that have nothing in common.
function seedOf(text: string): number {
  let bits = 0x811c9dc5
  for (let place = 0; place < text.length; place++) bits = Math.imul(bits ^ text.charCodeAt(place), 0x01000193)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Chance from a seed, by a 32-bit mixing generator. For simulations only: it can be foreseen. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / range
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return Object.freeze({
    happens: (probability: number) => next() < probability,
    whole,
    pick: <T>(items: readonly T[]) => items[whole(0, items.length - 1)] as T,
    // To the hundredth: the last bit of a logarithm, which platforms may differ in, never decides anything.
    wait: (mean: number) => Math.round(-mean * Math.log(1 - next()) * 100) / 100,
    of: (name: string) => chanceFrom(seedOf(`${seed >>> 0}/${name}`)),
  })
}
